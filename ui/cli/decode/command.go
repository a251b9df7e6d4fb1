// Package decode is the command capdeck decode: its flags and help. The work is done
// by package codec.
package decode

import (
	"io"

	"github.com/spf13/cobra"

	"capdeck/ui/cli/codec"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

const decodeLong = `Decode reads T-Library frames in hexadecimal digits, one a line (an extended
message spans several lines), from a file or standard input, and prints the
messages: as T-Server prints them in its log, or with --json as one object a
line, from which capdeck encode makes the same bytes again.

The text is safe for a terminal: what shows nothing, or could move the cursor,
is replaced, and passwords are hidden unless --show-password is given. The JSON
form holds everything that the frame holds, passwords included.

A bad line is reported with its number and reason on standard error, the rest is
still processed, and the exit code is 1.`

// Command returns the command.
func Command(streams process.Streams) *cobra.Command {
	var asJSON, showPassword bool
	command := &cobra.Command{
		Use:     "decode [FILE]",
		Short:   "frames in hex to messages",
		Long:    decodeLong,
		Example: "  capdeck decode frames.hex\n  capdeck decode --json < frames.hex | capdeck encode",
		Args:    flags.OneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			return codec.Run(streams, args, func(in io.Reader, name string) (bool, error) {
				return codec.Decode(in, streams.Out, streams.Err, codec.DecodeOptions{JSON: asJSON, ShowPasswords: showPassword, Name: name})
			})
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print one JSON object for each message, from which encode makes the same bytes; passwords are in it")
	command.Flags().BoolVar(&showPassword, "show-password", false, "show passwords in the text")
	return command
}
