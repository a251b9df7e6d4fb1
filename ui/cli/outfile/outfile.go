// Package outfile writes files that a user has named: readable by the user alone, complete or
// not at all. It knows nothing of what is in them.
package outfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Exists reports whether an error of Write means that the file exists and must not be
// replaced.
func Exists(err error) bool { return errors.Is(err, fs.ErrExist) }

// Write writes a file that only the user can read, and returns what write returned. The error
// is fs.ErrExist if the file exists and must not be overwritten; any other error names the
// file and says what to do. An existing file stays until the new one is complete, and an
// incomplete one is removed. Writing fails with the cause of the context once that is
// cancelled.
func Write(ctx context.Context, path string, overwrite bool, write func(io.Writer) (int, error)) (int, error) {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
		overwrite = false
	case err != nil:
		return 0, advice(ctx, path, err)
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
		return 0, advice(ctx, path, err)
	}
	written, err := write(&interruptible{ctx, file})
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil && overwrite {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return 0, errors.Join(advice(ctx, path, err), os.Remove(file.Name()))
	}
	return written, nil
}

// Writable returns an error, which names the file and says what to do, if a file could not be written or
// replaced at the path as things are. It makes a file in the folder and removes it.
func Writable(ctx context.Context, path string) error {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return advice(ctx, path, err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a regular file; use another name", path)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".capdeck-export-*")
	if err != nil {
		return advice(ctx, path, err)
	}
	if err := errors.Join(file.Close(), os.Remove(file.Name())); err != nil {
		return advice(ctx, path, err)
	}
	return nil
}

// advice returns an error that says what is wrong with a file, under the name that the
// user knows, and what to do.
func advice(ctx context.Context, path string, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Cause(ctx)) {
		return fmt.Errorf("%s: %w", path, err)
	}
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
	case errors.Is(err, fs.ErrNotExist):
		what = "create the folder first, or use another"
	case errors.Is(err, fs.ErrPermission):
		what = "use a folder that you may write to"
	}
	return fmt.Errorf("%s: %w; %s", path, err, what)
}

// interruptible is a writer that fails once the context is cancelled.
type interruptible struct {
	ctx context.Context
	to  io.Writer
}

// Write writes unless the context is cancelled.
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
