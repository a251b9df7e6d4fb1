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

// PipeWait is the default time limit for reading a pipe.
const PipeWait = 5 * time.Second

// Options limits what Read accepts.
type Options struct {
	// Most is the maximum size of the file, or of its first line with Line, in bytes. It is required.
	Most int
	// Pipe allows files that are not regular, such as a named pipe or the /dev/fd/63 of a shell's <(command).
	// Reading them takes at most Wait.
	Pipe bool
	// Wait is the time limit for a pipe, from its opening to its end; 0 means PipeWait.
	Wait time.Duration
	// Line reads only the first line. Read does not wait for anything after its end.
	Line bool
	// Private refuses a regular file that users other than its owner can read.
	Private bool
	// Raw returns the bytes unchanged, without a check that they are text.
	Raw bool
}

func (o *Options) wait() time.Duration {
	if o.Wait > 0 {
		return o.Wait
	}
	return PipeWait
}

// Error explains why a file was refused.
type Error struct {
	// Path is the file as the caller named it.
	Path string
	// Reason is a clause about the file, such as "it is a folder".
	Reason string
	// Err is the underlying system error, nil if there is none.
	Err error
}

// Error names the file and the reason.
func (e *Error) Error() string { return e.Path + ": " + e.Reason }

// Unwrap returns the system error, so that errors.Is finds fs.ErrNotExist.
func (e *Error) Unwrap() error { return e.Err }

// Read returns the text of a file, without a byte order mark. It never waits forever; see Options.Pipe. The error is
// an *Error.
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
		// One more byte reveals whether the file is too large.
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

// refused returns why a file is not read, "" if it is.
func refused(info fs.FileInfo, options *Options) string {
	switch mode := info.Mode(); {
	case mode.IsDir():
		return "it is a folder, not a file"
	case !mode.IsRegular() && !options.Pipe:
		return "it is not a regular file"
	case mode.IsRegular() && options.Private && othersRead(mode):
		return fmt.Sprintf("other users can read it (mode %04o); run chmod 600 on it", mode.Perm())
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

// systemError turns a system error about a file into words.
func systemError(path string, err error) *Error {
	reason := Reason(err)
	target, isLink := "", false
	if errors.Is(err, fs.ErrNotExist) {
		reason = "there is no such file"
		target, isLink = Dangling(path)
	}
	switch {
	case isLink:
		reason = "it is a link to " + target + ", which does not exist"
	case errors.Is(err, fs.ErrPermission):
		reason = "you do not have permission to read it"
	}
	return &Error{Path: path, Reason: reason, Err: err}
}

// Dangling reports whether path is a symbolic link to a file that does not exist, and returns the target as the link
// names it.
func Dangling(path string) (target string, dangling bool) {
	target, err := os.Readlink(path)
	if err != nil {
		return "", false
	}
	_, err = os.Stat(path)
	return target, errors.Is(err, fs.ErrNotExist)
}

// IsPipe reports whether the file at path yields its contents only once, as a named pipe does.
func IsPipe(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}
