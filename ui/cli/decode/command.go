// Package decode is the command capdeck decode: its flags and help. Package codec does the
// work.
package decode

import (
	"io"

	"github.com/spf13/cobra"

	"capdeck/ui/cli/codec"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

const decodeLong = `Decode reads T-Library frames in hexadecimal digits, one per line (an extended
message spans several lines), from a file or standard input, and prints the
messages as T-Server prints them in its log or, with --json, as one object per
line, from which capdeck encode restores the same bytes.

The text is safe for a terminal: decode replaces invisible characters and those
that could move the cursor, and hides passwords unless --show-password is set.
The JSON form contains everything in the frame, including passwords.

Decode reports a bad line on standard error, with its number and the reason,
continues with the next line, and exits with code 1.`

// Command returns the command.
func Command(streams process.Streams) *cobra.Command {
	var asJSON, showPassword bool
	command := &cobra.Command{
		Use:               "decode [FILE]",
		Short:             "Convert frames in hex to messages",
		Long:              decodeLong,
		Example:           "  capdeck decode frames.hex\n  capdeck decode --json < frames.hex | capdeck encode",
		Args:              flags.OneFile,
		ValidArgsFunction: flags.CompleteFile,
		RunE: func(_ *cobra.Command, args []string) error {
			return codec.Run(streams, args, func(in io.Reader, name string) (bool, error) {
				return codec.Decode(in, streams.Out, streams.Err, codec.DecodeOptions{JSON: asJSON, ShowPasswords: showPassword, Name: name})
			})
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print one JSON object for each message, from which encode restores the same bytes; it contains passwords")
	command.Flags().BoolVar(&showPassword, "show-password", false, "show passwords in the text")
	return command
}
