package textfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/windows"
)

// open opens a file for reading; a named pipe so that reading it can be given up.
func open(path string) (*os.File, error) {
	flags := os.O_RDONLY
	name := strings.ToLower(strings.ReplaceAll(path, "/", `\`))
	if strings.HasPrefix(name, `\\.\pipe\`) || strings.HasPrefix(name, `\\?\pipe\`) {
		flags |= windows.FILE_FLAG_OVERLAPPED
	}
	return os.OpenFile(path, flags, 0)
}

// othersRead always reports false: the mode says nothing of a file's access list.
func othersRead(fs.FileMode) bool { return false }

// await reports whether the file may be read; false says that its time is over. Reading itself ends at the deadline:
// what takes none, as a console, is refused, since it would be waited for without end.
func await(file *os.File, end time.Time) (ready bool, err error) {
	switch err = file.SetReadDeadline(end); {
	case errors.Is(err, os.ErrNoDeadline):
		return false, &Error{Reason: "it is neither an ordinary file nor a named pipe"}
	case err != nil:
		return false, fmt.Errorf("waiting: %w", err)
	}
	return time.Until(end) > 0, nil
}
