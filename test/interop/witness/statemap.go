package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// record is one proof of a state proof, as the hub hands it out.
type record struct {
	Key       string
	Value     *string
	Depth     int
	Siblings  []string
	Neighbour *struct{ Key, Value string }
}

// verifyMap prints for each record whether the root proves what it says.
func verifyMap(input []byte) {
	var asked struct {
		Root    string
		Records []record
	}
	check(json.Unmarshal(input, &asked))
	root, err := base64.RawURLEncoding.DecodeString(asked.Root)
	check(err)
	for _, one := range asked.Records {
		if err := one.proven(root); err != nil {
			fmt.Println(err)
		} else {
			fmt.Println("ok")
		}
	}
}

func digest(parts ...[]byte) []byte {
	sum := sha256.Sum256(bytes.Join(parts, nil))
	return sum[:]
}

func bit(key []byte, at int) byte { return key[at/8] >> (7 - at%8) & 1 }

func (r record) proven(root []byte) error {
	key := digest([]byte(r.Key))
	if len(r.Siblings) != r.Depth || r.Depth > 256 {
		return fmt.Errorf("length")
	}
	node, err := r.end(key)
	if err != nil {
		return err
	}
	for i, text := range r.Siblings {
		sibling, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil || len(sibling) != sha256.Size {
			return fmt.Errorf("length")
		}
		if i == 0 && bytes.Equal(sibling, make([]byte, sha256.Size)) {
			return fmt.Errorf("not canonical")
		}
		if bit(key, r.Depth-1-i) == 1 {
			node = digest([]byte{1}, sibling, node)
		} else {
			node = digest([]byte{1}, node, sibling)
		}
	}
	if !bytes.Equal(node, root) {
		return fmt.Errorf("root")
	}
	return nil
}

// end is the hash at which the key's way ends: its own leaf, another's, or nothing.
func (r record) end(key []byte) ([]byte, error) {
	switch {
	case r.Value != nil && r.Neighbour != nil:
		return nil, fmt.Errorf("foreign")
	case r.Value != nil:
		return digest([]byte{0}, key, digest([]byte(*r.Value))), nil
	case r.Neighbour == nil:
		return make([]byte, sha256.Size), nil
	}
	other, err := base64.RawURLEncoding.DecodeString(r.Neighbour.Key)
	if err != nil || len(other) != sha256.Size || bytes.Equal(other, key) {
		return nil, fmt.Errorf("foreign")
	}
	for at := range r.Depth {
		if bit(other, at) != bit(key, at) {
			return nil, fmt.Errorf("foreign")
		}
	}
	value, err := base64.RawURLEncoding.DecodeString(r.Neighbour.Value)
	if err != nil || len(value) != sha256.Size {
		return nil, fmt.Errorf("length")
	}
	return digest([]byte{0}, other, value), nil
}
