package screen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"capdeck/model"
	"capdeck/model/effect"
	"capdeck/model/messages"
	"capdeck/ui/export"
)

// writeExport writes the file and returns the outcome.
func writeExport(ctx context.Context, asked effect.Export, write func(io.Writer) (int, error)) model.Exported {
	result := model.Exported{Export: asked}
	path, err := absolute(asked.Path)
	if err == nil {
		result.Path = path
		result.Written, err = writeFile(ctx, path, asked.Overwrite, write)
	}
	result.Now = time.Now()
	switch {
	case errors.Is(err, fs.ErrExist):
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
			rows = append(rows, export.RowOf(row))
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

// writeFile writes a file that only the user can read. The error is fs.ErrExist if the
// file exists and must not be overwritten; any other error names the file and says what
// to do. An existing file stays until the new one is complete, and an incomplete one is
// removed.
func writeFile(ctx context.Context, path string, overwrite bool, write func(io.Writer) (int, error)) (int, error) {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
		overwrite = false
	case err != nil:
		return 0, advice(path, err)
	case !info.Mode().IsRegular():
		return 0, fmt.Errorf("%s is not a regular file; use another name", path)
	case !overwrite:
		return 0, fs.ErrExist
	}
	var file *os.File
	var err error
	if overwrite {
		// CreateTemp makes it readable by the user alone.
		file, err = os.CreateTemp(filepath.Dir(path), ".capdeck-export-*")
	} else {
		file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return 0, fs.ErrExist
	case err != nil:
		return 0, advice(path, err)
	}
	written, err := write(&interruptible{ctx, file})
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil && overwrite {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return 0, errors.Join(advice(path, err), os.Remove(file.Name()))
	}
	return written, nil
}

// advice returns an error that says what is wrong with a file, under the name that the
// user knows, and what to do.
func advice(path string, err error) error {
	var ofPath *fs.PathError
	var ofLink *os.LinkError
	switch {
	case errors.As(err, &ofPath):
		err = ofPath.Err
	case errors.As(err, &ofLink):
		err = ofLink.Err
	}
	what := "try again, or use another folder"
	switch {
	case errors.Is(err, errEnded):
		return fmt.Errorf("%s: %w", path, err)
	case errors.Is(err, fs.ErrNotExist):
		what = "create the folder first, or use another"
	case errors.Is(err, fs.ErrPermission):
		what = "use a folder that you may write to"
	}
	return fmt.Errorf("%s: %w; %s", path, err, what)
}

// interruptible is a writer that fails once the program is exiting.
type interruptible struct {
	ctx context.Context
	to  io.Writer
}

// Write writes unless the program is exiting.
func (w *interruptible) Write(p []byte) (int, error) {
	if w.ctx.Err() != nil {
		return 0, context.Cause(w.ctx)
	}
	n, err := w.to.Write(p)
	if err != nil {
		return n, fmt.Errorf("writing the file: %w", err)
	}
	return n, nil
}
