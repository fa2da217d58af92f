// Command log reads a log's checkpoint, tiles and proofs with the libraries of the transparency ecosystem, and says what
// it found: the last line is ok, or the first reason why not. Its arguments are a folder of files and what to do with them.
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/transparency-dev/formats/log"
	tnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
	fmt.Println("ok")
}

func run(folder, what string) error {
	checkpoint, err := openCheckpoint(folder)
	if err != nil {
		return err
	}
	switch what {
	case "checkpoint":
		return nil
	case "inclusion":
		return checkInclusion(folder, checkpoint)
	case "consistency":
		return checkConsistency(folder, checkpoint)
	case "tiles":
		return checkTiles(folder, checkpoint)
	}
	return fmt.Errorf("unknown command %q", what)
}

func read(folder, name string) string {
	bytes, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		panic(err)
	}
	return string(bytes)
}

// openCheckpoint wants a signature of the log by sumdb/note and by formats/log, under any of the keys it has had, and each
// witness's cosignature.
func openCheckpoint(folder string) (*log.Checkpoint, error) {
	signed := []byte(read(folder, "checkpoint"))
	verifier, err := verifierOf(signed, strings.Fields(read(folder, "log.key")))
	if err != nil {
		return nil, err
	}
	var witnesses []note.Verifier
	for _, key := range strings.Fields(read(folder, "witness.keys")) {
		witness, err := tnote.NewVerifierForCosignatureV1(key)
		if err != nil {
			return nil, err
		}
		witnesses = append(witnesses, witness)
	}
	checkpoint, _, opened, err := log.ParseCheckpoint(signed, verifier.Name(), verifier, witnesses...)
	if err != nil {
		return nil, err
	}
	if len(opened.Sigs) != 1+len(witnesses) {
		return nil, fmt.Errorf("%d signatures of %d hold", len(opened.Sigs), 1+len(witnesses))
	}
	return checkpoint, nil
}

// verifierOf gives the one of these keys that has signed the note.
func verifierOf(signed []byte, keys []string) (note.Verifier, error) {
	var verifiers []note.Verifier
	for _, key := range keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return nil, err
		}
		verifiers = append(verifiers, verifier)
	}
	list := note.VerifierList(verifiers...)
	opened, err := note.Open(signed, list)
	if err != nil {
		return nil, err
	}
	return list.Verifier(opened.Sigs[0].Name, opened.Sigs[0].Hash)
}

func hashes(lines []string) ([][]byte, error) {
	var all [][]byte
	for _, line := range lines {
		hash, err := base64.StdEncoding.DecodeString(line)
		if err != nil {
			return nil, err
		}
		all = append(all, hash)
	}
	return all, nil
}

// checkInclusion reads a tlog-proof@v1 of the entry and checks it twice.
func checkInclusion(folder string, checkpoint *log.Checkpoint) error {
	head, _, _ := strings.Cut(read(folder, "entry.tlog-proof"), "\n\n")
	lines := strings.Split(head, "\n")
	index, err := strconv.ParseUint(strings.TrimPrefix(lines[1], "index "), 10, 63)
	if err != nil {
		return err
	}
	path, err := hashes(lines[2:])
	if err != nil {
		return err
	}
	entry := []byte(read(folder, "entry"))
	leaf := rfc6962.DefaultHasher.HashLeaf(entry)
	if err := proof.VerifyInclusion(rfc6962.DefaultHasher, index, checkpoint.Size, leaf, path, checkpoint.Hash); err != nil {
		return err
	}
	var record tlog.RecordProof
	for _, hash := range path {
		record = append(record, tlog.Hash(hash))
	}
	return tlog.CheckRecord(record, int64(checkpoint.Size), tlog.Hash(checkpoint.Hash), int64(index), tlog.RecordHash(entry))
}

func checkConsistency(folder string, checkpoint *log.Checkpoint) error {
	lines := strings.Fields(read(folder, "consistency"))
	older, err := strconv.ParseUint(lines[0], 10, 63)
	if err != nil {
		return err
	}
	all, err := hashes(lines[1:])
	if err != nil {
		return err
	}
	return proof.VerifyConsistency(rfc6962.DefaultHasher, older, checkpoint.Size, all[1:], all[0], checkpoint.Hash)
}

// files serves tiles to sumdb's reader, which checks each against the root.
type files struct{ folder string }

func (files) Height() int { return 8 }

func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		// sumdb writes tile/<height>/<level>/…, C2SP leaves the height out.
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(f.folder, path))
		if err != nil {
			return nil, err
		}
		all = append(all, bytes)
	}
	return all, nil
}

func (files) SaveTiles([]tlog.Tile, [][]byte) {}

// checkTiles reads every leaf through tiles that are checked against the root, and compares it with its bundle.
func checkTiles(folder string, checkpoint *log.Checkpoint) error {
	tree := tlog.Tree{N: int64(checkpoint.Size), Hash: tlog.Hash(checkpoint.Hash)}
	reader := tlog.TileHashReader(tree, files{folder})
	for first := int64(0); first < tree.N; first += 256 {
		width := min(256, tree.N-first)
		tile := tlog.Tile{H: 8, L: -1, N: first / 256, W: int(width)}
		path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
		bundle := []byte(read(folder, path))
		for i := int64(0); i < width; i++ {
			if len(bundle) < 2 || len(bundle) < 2+int(bundle[0])<<8+int(bundle[1]) {
				return fmt.Errorf("bundle %d is truncated", tile.N)
			}
			end := 2 + int(bundle[0])<<8 + int(bundle[1])
			entry := bundle[2:end]
			bundle = bundle[end:]
			found, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, first+i)})
			if err != nil {
				return err
			}
			if found[0] != tlog.Hash(sha256.Sum256(append([]byte{0}, entry...))) {
				return fmt.Errorf("entry %d is not the one in the tree", first+i)
			}
		}
	}
	return nil
}
