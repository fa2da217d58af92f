// Command witness is a foreign check of what the hub's witnesses sign and of its map proofs: cosignatures by
// transparency-dev's own module over golang.org/x/mod/sumdb/note, the map by a verifier written from its description.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"

	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	input, err := io.ReadAll(os.Stdin)
	check(err)
	switch os.Args[1] {
	case "verify":
		verify(input, os.Args[2], os.Args[3:])
	case "cosign":
		cosign(string(input), os.Args[2])
	case "map":
		verifyMap(input)
	default:
		check(fmt.Errorf("no command %s", os.Args[1]))
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// verify opens a note with the log's key and the witnesses' keys, and prints who signed, witnesses with their time.
func verify(input []byte, log string, witnesses []string) {
	own, err := note.NewVerifier(log)
	check(err)
	known := []note.Verifier{own}
	for _, key := range witnesses {
		verifier, err := fnote.NewVerifierForCosignatureV1(key)
		check(err)
		known = append(known, verifier)
	}
	opened, err := note.Open(input, note.VerifierList(known...))
	check(err)
	for _, signature := range opened.Sigs {
		if signature.Hash == own.KeyHash() {
			fmt.Println(signature.Name)
			continue
		}
		at, err := fnote.CoSigV1Timestamp(signature)
		check(err)
		fmt.Println(signature.Name, at.Unix())
	}
}

// cosign signs a text as a witness with a new key, and prints the key and the note.
func cosign(text string, name string) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	check(err)
	material := append([]byte{1}, private.Seed()...)
	secret := fmt.Sprintf("PRIVATE+KEY+%s+00000000+%s", name, base64.StdEncoding.EncodeToString(material))
	signer, err := fnote.NewSignerForCosignatureV1(secret)
	check(err)
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	check(err)
	public := append([]byte{4}, private.Public().(ed25519.PublicKey)...)
	key := fmt.Sprintf("%s+%08x+%s", name, signer.KeyHash(), base64.StdEncoding.EncodeToString(public))
	check(json.NewEncoder(os.Stdout).Encode(map[string]string{"key": key, "note": string(signed)}))
}
