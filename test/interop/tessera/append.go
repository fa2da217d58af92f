package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"os"
	"syscall"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

// appendEntries appends count entries, batch at a time, each batch waited for before the next: its entries are then
// sequenced and integrated. Tessera's POSIX storage writes each file with O_SYNC and syncs its folder.
func appendEntries(ctx context.Context, folder string, count, batch, size int) error {
	private, _, err := note.GenerateKey(rand.Reader, "bench")
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		return err
	}
	driver, err := posix.New(ctx, posix.Config{Path: folder})
	if err != nil {
		return err
	}
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithCheckpointInterval(time.Second).
		WithBatching(uint(batch), time.Second).
		WithPushback(uint(2 * batch))
	appender, shutdown, _, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		return err
	}
	before, began := cpuTime(), time.Now()
	if err := addAll(ctx, appender, count, batch, size); err != nil {
		return err
	}
	seconds, cpu := time.Since(began).Seconds(), cpuTime()-before
	if err := shutdown(ctx); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]float64{
		"perSecond":       float64(count) / seconds,
		"cpuMicroseconds": float64(cpu.Microseconds()) / float64(count),
	})
}

func addAll(ctx context.Context, appender *tessera.Appender, count, batch, size int) error {
	futures := make([]tessera.IndexFuture, 0, batch)
	for i := range count {
		entry := make([]byte, size)
		binary.BigEndian.PutUint64(entry, uint64(i))
		futures = append(futures, appender.Add(ctx, tessera.NewEntry(entry)))
		if len(futures) < batch && i+1 < count {
			continue
		}
		for _, future := range futures {
			if _, err := future(); err != nil {
				return err
			}
		}
		futures = futures[:0]
	}
	return nil
}

// cpuTime is what all threads of the process have used.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
