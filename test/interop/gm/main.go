// Command gm says what github.com/emmansun/gmsm, another implementation of GB/T 35275, makes of a detached SM2 seal: the
// last line is ok, or the first reason why not. Its arguments are the files of the seal, of what it is over, and of a root.
package main

import (
	"encoding/pem"
	"fmt"
	"os"

	"github.com/emmansun/gmsm/pkcs7"
	"github.com/emmansun/gmsm/smx509"
)

func main() {
	if err := verify(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
	fmt.Println("ok")
}

func verify(sealFile, contentFile, rootFile string) error {
	seal, err := os.ReadFile(sealFile)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(contentFile)
	if err != nil {
		return err
	}
	roots, err := readRoot(rootFile)
	if err != nil {
		return err
	}
	signed, err := pkcs7.Parse(seal)
	if err != nil {
		return err
	}
	signed.Content = content
	return signed.VerifyWithChain(roots)
}

func readRoot(file string) (*smx509.CertPool, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s is not PEM", file)
	}
	root, err := smx509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, err
	}
	roots := smx509.NewCertPool()
	roots.AddCert(root)
	return roots, nil
}
