package textfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// PipeWait is how long a pipe is waited for where nothing else is said.
const PipeWait = 5 * time.Second

// Options says what a file may be.
type Options struct {
	// Most is how large a file may be, in bytes. It is required.
	Most int
	// Pipe allows what is no ordinary file, such as a named pipe or the
	// /dev/fd/63 of a shell's <(command). It is read for at most Wait.
	Pipe bool
	// Wait is how long a pipe is waited for, from its opening to its end; 0
	// means PipeWait.
	Wait time.Duration
	// Line asks for the first line alone: behind its end nothing is waited
	// for.
	Line bool
	// Private refuses an ordinary file that others than its owner can read.
	Private bool
	// Raw returns the bytes as they are, without a check that they are text.
	Raw bool
}

func (o *Options) wait() time.Duration {
	if o.Wait > 0 {
		return o.Wait
	}
	return PipeWait
}

// Error is what is wrong with a file.
type Error struct {
	// Path is the file as it was named.
	Path string
	// Reason is a clause about the file, such as "it is a folder".
	Reason string
	// Err is the error of the system behind it, nil for none.
	Err error
}

// Error names the file and the reason.
func (e *Error) Error() string { return e.Path + ": " + e.Reason }

// Unwrap returns the error of the system, so that errors.Is finds fs.ErrNotExist.
func (e *Error) Unwrap() error { return e.Err }

// Read returns the text of a file, without a byte order mark. It never waits for
// ever: see Options.Pipe. The error is an *Error.
func Read(path string, options Options) ([]byte, error) {
	file, err := open(path)
	if err != nil {
		return nil, systemError(path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, systemError(path, err)
	}
	if reason := refused(info, &options); reason != "" {
		return nil, &Error{Path: path, Reason: reason}
	}
	var data []byte
	if info.Mode().IsRegular() {
		// One byte more shows that there are more.
		data, err = io.ReadAll(io.LimitReader(file, int64(options.Most)+1))
	} else {
		data, err = readPipe(file, &options)
	}
	var waited *Error
	switch {
	case errors.As(err, &waited):
		waited.Path = path
		return nil, waited
	case err != nil:
		return nil, systemError(path, err)
	}
	if options.Line {
		data, _, _ = bytes.Cut(data, []byte("\n"))
	}
	if len(data) > options.Most {
		return nil, &Error{Path: path, Reason: tooLarge(&options)}
	}
	if options.Raw {
		return data, nil
	}
	text, err := Text(data)
	if err != nil {
		return nil, &Error{Path: path, Reason: err.Error()}
	}
	return text, nil
}

// refused says why a file is not read, "" if it is.
func refused(info fs.FileInfo, options *Options) string {
	switch mode := info.Mode(); {
	case mode.IsDir():
		return "it is a folder, not a file"
	case !mode.IsRegular() && !options.Pipe:
		return "it is no ordinary file"
	case mode.IsRegular() && options.Private && othersRead(mode):
		return fmt.Sprintf("others can read it (mode %04o): chmod 600 it", mode.Perm())
	}
	return ""
}

func tooLarge(options *Options) string {
	what := "it is larger than "
	if options.Line {
		what = "its first line is longer than "
	}
	if mib := options.Most >> 20; mib > 0 && mib<<20 == options.Most {
		return fmt.Sprintf("%s%d MiB", what, mib)
	}
	return fmt.Sprintf("%s%d bytes", what, options.Most)
}

// systemError puts what the system says of a file in words.
func systemError(path string, err error) *Error {
	reason := Reason(err)
	target, isLink := "", false
	if errors.Is(err, fs.ErrNotExist) {
		reason = "there is no such file"
		target, isLink = Dangling(path)
	}
	switch {
	case isLink:
		reason = "it is a link to " + target + ", and there is no such file"
	case errors.Is(err, fs.ErrPermission):
		reason = "you are not allowed to read it"
	}
	return &Error{Path: path, Reason: reason, Err: err}
}

// Dangling reports whether a path is a link to a file that is not there, and
// returns that file as the link names it.
func Dangling(path string) (target string, dangling bool) {
	target, err := os.Readlink(path)
	if err != nil {
		return "", false
	}
	_, err = os.Stat(path)
	return target, errors.Is(err, fs.ErrNotExist)
}

// IsPipe reports whether there is a file at the path that gives its contents only
// once, such as a named pipe.
func IsPipe(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}
