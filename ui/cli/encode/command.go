// Package encode is the command capdeck encode: its help. The work is done by package
// codec.
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
		Short: "messages as JSON to frames in hex",
		Long: `Encode reads messages as capdeck decode --json prints them, one object a line,
from a file or standard input, and prints their frames in hexadecimal digits, one
a line. docs/protocol/JSON.md describes the form.

A bad line is reported with its number and reason on standard error, the rest is
still processed, and the exit code is 1.`,
		Args: flags.OneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			return codec.Run(streams, args, func(in io.Reader, name string) (bool, error) {
				return codec.Encode(in, streams.Out, streams.Err, codec.EncodeOptions{Name: name})
			})
		},
	}
}
