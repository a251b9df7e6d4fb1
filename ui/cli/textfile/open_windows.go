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

// open opens a file for reading. A named pipe is opened so that a read can be cancelled.
func open(path string) (*os.File, error) {
	flags := os.O_RDONLY
	name := strings.ToLower(strings.ReplaceAll(path, "/", `\`))
	if strings.HasPrefix(name, `\\.\pipe\`) || strings.HasPrefix(name, `\\?\pipe\`) {
		flags |= windows.FILE_FLAG_OVERLAPPED
	}
	return os.OpenFile(path, flags, 0)
}

// othersRead always returns false, because the mode does not reflect a file's access list.
func othersRead(fs.FileMode) bool { return false }

// await reports whether the file may be read; false means that the time is over. The read itself ends at the
// deadline. A file without deadlines, such as a console, is refused, because a read could wait forever.
func await(file *os.File, end time.Time) (ready bool, err error) {
	switch err = file.SetReadDeadline(end); {
	case errors.Is(err, os.ErrNoDeadline):
		return false, &Error{Reason: "it is neither a regular file nor a named pipe"}
	case err != nil:
		return false, fmt.Errorf("waiting: %w", err)
	}
	return time.Until(end) > 0, nil
}
