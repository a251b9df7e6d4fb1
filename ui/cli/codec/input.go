package codec

import (
	"fmt"
	"io"
	"os"

	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
)

// standardInput is the file name that means standard input.
const standardInput = "-"

// Run calls f with the file that args names, or with standard input if args is empty, and
// returns an error with the exit code for what f returns. name is the name of the file, or
// "" for standard input.
func Run(streams process.Streams, args []string, f func(in io.Reader, name string) (ok bool, err error)) error {
	in, name := io.Reader(streams.In), ""
	if len(args) == 1 && args[0] != standardInput {
		file, err := os.Open(args[0])
		if err != nil {
			return exit.UsageError("cannot read the input: %w", err)
		}
		defer file.Close()
		in, name = file, args[0]
	}
	ok, err := f(in, name)
	switch {
	case err != nil:
		return fmt.Errorf("the input was processed only in part: %w", err)
	case !ok:
		return exit.With(exit.Failure)
	}
	return nil
}
