module hanlian/interop/gm

go 1.26.0

require github.com/emmansun/gmsm v0.29.0

require (
	golang.org/x/crypto v0.27.0 // indirect
	golang.org/x/sys v0.25.0 // indirect
)
