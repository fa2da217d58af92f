package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/transparency-dev/formats/log"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/client"
	"golang.org/x/mod/sumdb/note"
)

// readLog wants the checkpoint signed, every entry under the leaf hash its tile has, and each leaf provable.
func readLog(ctx context.Context, root, key string) error {
	address, err := url.Parse(root)
	if err != nil {
		return err
	}
	fetcher, err := client.NewHTTPFetcher(address, http.DefaultClient)
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return err
	}
	checkpoint, _, _, err := client.FetchCheckpoint(ctx, fetcher.ReadCheckpoint, verifier, verifier.Name())
	if err != nil {
		return err
	}
	leaves, err := readLeaves(ctx, fetcher, checkpoint.Size)
	if err != nil {
		return err
	}
	if err := proveAll(ctx, fetcher, checkpoint, leaves); err != nil {
		return err
	}
	if err := proveGrowth(ctx, fetcher, checkpoint, leaves); err != nil {
		return err
	}
	fmt.Printf("ok: %d leaves\n", checkpoint.Size)
	return nil
}

func readLeaves(ctx context.Context, fetcher *client.HTTPFetcher, size uint64) ([][]byte, error) {
	hashes, err := client.FetchLeafHashes(ctx, fetcher.ReadTile, 0, size, size)
	if err != nil {
		return nil, err
	}
	for bundle := uint64(0); bundle*layout.EntryBundleWidth < size; bundle++ {
		read, err := client.GetEntryBundle(ctx, fetcher.ReadEntryBundle, bundle, size)
		if err != nil {
			return nil, err
		}
		for i, entry := range read.Entries {
			index := bundle*layout.EntryBundleWidth + uint64(i)
			if !bytes.Equal(rfc6962.DefaultHasher.HashLeaf(entry), hashes[index]) {
				return nil, fmt.Errorf("entry %d is not the one in the tree", index)
			}
		}
	}
	return hashes, nil
}

func proveAll(ctx context.Context, fetcher *client.HTTPFetcher, checkpoint *log.Checkpoint, leaves [][]byte) error {
	builder, err := client.NewProofBuilder(ctx, checkpoint.Size, fetcher.ReadTile)
	if err != nil {
		return err
	}
	for i, leaf := range leaves {
		path, err := builder.InclusionProof(ctx, uint64(i))
		if err != nil {
			return err
		}
		if err := proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(i), checkpoint.Size, leaf, path, checkpoint.Hash); err != nil {
			return err
		}
	}
	return nil
}

// proveGrowth takes the tree of half the leaves, made by hand, and wants the newest to continue it.
func proveGrowth(ctx context.Context, fetcher *client.HTTPFetcher, checkpoint *log.Checkpoint, leaves [][]byte) error {
	half := uint64(len(leaves) / 2)
	if half == 0 {
		return errors.New("too few leaves")
	}
	builder, err := client.NewProofBuilder(ctx, checkpoint.Size, fetcher.ReadTile)
	if err != nil {
		return err
	}
	path, err := builder.ConsistencyProof(ctx, half, checkpoint.Size)
	if err != nil {
		return err
	}
	return proof.VerifyConsistency(rfc6962.DefaultHasher, half, checkpoint.Size, path, rootOf(leaves[:half]), checkpoint.Hash)
}

func rootOf(leaves [][]byte) []byte {
	if len(leaves) == 1 {
		return leaves[0]
	}
	split := 1
	for 2*split < len(leaves) {
		split *= 2
	}
	return rfc6962.DefaultHasher.HashChildren(rootOf(leaves[:split]), rootOf(leaves[split:]))
}
