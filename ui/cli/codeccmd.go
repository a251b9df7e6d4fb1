package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"capdeck/ui/cli/codec"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
)

// standardInput is the file name that stands for standard input.
const standardInput = "-"

const decodeLong = `Decode reads T-Library frames in hexadecimal digits, one a line (an extended
message spans several lines), from a file or standard input, and prints the
messages: as T-Server prints them in its log, or with --json as one object a
line, from which capdeck encode makes the same bytes again.

The text is safe for a terminal: what shows nothing, or could move the cursor,
is replaced, and passwords are hidden unless --show-password is given. The JSON
form holds everything that the frame holds, passwords included.

A bad line is reported with its number and reason on standard error, the rest is
still processed, and the exit code is 1.`

func newDecodeCommand(streams process.Streams) *cobra.Command {
	var asJSON, showPassword bool
	command := &cobra.Command{
		Use:     "decode [FILE]",
		Short:   "frames in hex to messages",
		Long:    decodeLong,
		Example: "  capdeck decode frames.hex\n  capdeck decode --json < frames.hex | capdeck encode",
		Args:    atMostOneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			return withInput(streams, args, func(in io.Reader, name string) (bool, error) {
				return codec.Decode(in, streams.Out, streams.Err, codec.DecodeOptions{JSON: asJSON, ShowPasswords: showPassword, Name: name})
			})
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print one JSON object for each message, from which encode makes the same bytes; passwords are in it")
	command.Flags().BoolVar(&showPassword, "show-password", false, "show passwords in the text")
	return command
}

func newEncodeCommand(streams process.Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "encode [FILE]",
		Short: "messages as JSON to frames in hex",
		Long: `Encode reads messages as capdeck decode --json prints them, one object a line,
from a file or standard input, and prints their frames in hexadecimal digits, one
a line. docs/protocol/JSON.md describes the form.

A bad line is reported with its number and reason on standard error, the rest is
still processed, and the exit code is 1.`,
		Args: atMostOneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			return withInput(streams, args, func(in io.Reader, name string) (bool, error) {
				return codec.Encode(in, streams.Out, streams.Err, codec.EncodeOptions{Name: name})
			})
		},
	}
}

func atMostOneFile(command *cobra.Command, args []string) error {
	if len(args) > 1 {
		return exit.UsageError("%s takes one file, not %d", command.CommandPath(), len(args))
	}
	return nil
}

// withInput opens the file that args name, else takes standard input, and
// makes an exit code of what f returns.
func withInput(streams process.Streams, args []string, f func(in io.Reader, name string) (ok bool, err error)) error {
	in, name := io.Reader(streams.In), ""
	if len(args) == 1 && args[0] != standardInput {
		file, err := os.Open(args[0])
		if err != nil {
			return exit.UsageError("the input cannot be read: %w", err)
		}
		defer file.Close()
		in, name = file, args[0]
	}
	ok, err := f(in, name)
	switch {
	case err != nil:
		return fmt.Errorf("the input was not processed to its end: %w", err)
	case !ok:
		return exit.With(exit.Failure)
	}
	return nil
}
