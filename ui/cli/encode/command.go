// Package encode is the command capdeck encode: its help. Package codec does the work.
package encode

import (
	"io"

	"github.com/spf13/cobra"

	"capdeck/ui/cli/codec"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

// Command returns the command.
func Command(streams process.Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "encode [FILE]",
		Short: "Convert messages as JSON to frames in hex",
		Long: `Encode reads messages in the form that capdeck decode --json prints, one object
per line, from a file or standard input, and prints their frames in hexadecimal
digits, one per line. docs/protocol/JSON.md describes the form.

Encode reports a bad line on standard error, with its number and the reason,
continues with the next line, and exits with code 1.`,
		Example:           "  capdeck encode messages.json\n  capdeck decode --json frames.hex | capdeck encode",
		Args:              flags.OneFile,
		ValidArgsFunction: flags.CompleteFile,
		RunE: func(_ *cobra.Command, args []string) error {
			return codec.Run(streams, args, func(in io.Reader, name string) (bool, error) {
				return codec.Encode(in, streams.Out, streams.Err, codec.EncodeOptions{Name: name})
			})
		},
	}
}
