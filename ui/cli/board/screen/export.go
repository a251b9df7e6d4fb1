package screen

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"capdeck/model"
	"capdeck/model/effect"
	"capdeck/model/messages"
	"capdeck/ui/cli/outfile"
	"capdeck/ui/export"
)

// writeExport writes the file and returns the outcome.
func writeExport(ctx context.Context, asked effect.Export, write func(io.Writer) (int, error)) model.Exported {
	result := model.Exported{Export: asked}
	path, err := absolute(asked.Path)
	if err == nil {
		result.Path = path
		result.Written, err = outfile.Write(ctx, path, asked.Overwrite, write)
	}
	result.Now = time.Now()
	switch {
	case outfile.Exists(err):
		result.Exists = true
	case err != nil:
		result.Problem = "nothing was exported: " + err.Error()
	}
	return result
}

// contents takes a snapshot of the values. The function that it returns writes the snapshot
// and returns the number of rows or messages; it may run on any goroutine.
func contents(m *model.Model, text func([]byte) string, asked effect.Export) func(io.Writer) (int, error) {
	format := export.CSV
	if asked.Format == effect.JSONL {
		format = export.JSONL
	}
	if asked.Messages {
		log := m.Messages().Log().Snapshot()
		return func(w io.Writer) (int, error) {
			return export.WriteMessages(w, format, time.Local, text, func(yield func(export.Message) bool) {
				for entry := range log.Entries() {
					if !yield(exported(&entry)) {
						return
					}
				}
			})
		}
	}
	rows := make([]export.Row, 0, len(asked.Keys))
	for _, key := range asked.Keys {
		// The row may have been removed from the board since.
		if row := m.Board().Row(key); row != nil {
			exported := export.RowOf(row)
			exported.Gap, exported.HasGap = m.Rows().Gap(row)
			rows = append(rows, exported)
		}
	}
	return func(w io.Writer) (int, error) { return len(rows), export.WriteRows(w, format, time.Local, rows) }
}

func exported(entry *messages.Entry) export.Message {
	direction := export.Received
	switch entry.Direction {
	case messages.Sent:
		direction = export.Sent
	case messages.Remark:
		direction = export.Remark
	}
	return export.Message{
		Time: entry.Time, Direction: direction, Body: entry.Body, Length: entry.Length,
		Problem: entry.Problem, DN: entry.DN, Latency: entry.Latency,
	}
}

// absolute returns the absolute form of a path that may be relative or begin with ~/.
func absolute(path string) (string, error) {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("%s: your home folder is unknown: %w", path, err)
		}
		path = filepath.Join(home, rest)
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("%s: the current folder is unknown: %w", path, err)
	}
	return whole, nil
}
