// Command tessera sets Tessera beside the hub's log: `read` follows the log at an address with Tessera's client, `append`
// appends to a log of Tessera's own on this machine's disk and says how long that took.
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
)

func main() {
	if err := run(context.Background(), os.Args[1], os.Args[2:]); err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, what string, arguments []string) error {
	switch what {
	case "read":
		return readLog(ctx, arguments[0], arguments[1])
	case "append":
		numbers := make([]int, 0, 3)
		for _, argument := range arguments[1:] {
			number, err := strconv.Atoi(argument)
			if err != nil {
				return err
			}
			numbers = append(numbers, number)
		}
		return appendEntries(ctx, arguments[0], numbers[0], numbers[1], numbers[2])
	}
	return fmt.Errorf("unknown command %q", what)
}
