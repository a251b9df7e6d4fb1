// Command capdeck is a live board of screen-capture state per DN, in a
// terminal: see README.md.
package main

import (
	"context"
	"os"

	"capdeck/ui/cli"
	"capdeck/ui/cli/process"

	// It has to be initialised before Bubble Tea: see its documentation.
	_ "capdeck/themes/dark"
)

func main() {
	streams := process.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environment: process.LookupEnv}
	os.Exit(int(cli.Run(context.Background(), os.Args[1:], streams)))
}
