package textfile

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
)

// InWords returns the text of an error with the system's messages about files and listening addresses in plain
// words: "the folder /x cannot be created: permission denied" for "mkdir /x: permission denied".
func InWords(err error) string {
	text := err.Error()
	for _, part := range systemErrors(err) {
		text = strings.Replace(text, part.Error(), words(part), 1)
	}
	return text
}

// systemErrors returns the system errors that an error wraps.
func systemErrors(err error) []error {
	switch wrapped := err.(type) { //nolint:errorlint // the whole tree is walked here
	case nil:
		return nil
	case *fs.PathError, *os.LinkError, *os.SyscallError, *net.OpError:
		return []error{wrapped}
	case interface{ Unwrap() []error }:
		var all []error
		for _, part := range wrapped.Unwrap() {
			all = append(all, systemErrors(part)...)
		}
		return all
	}
	return systemErrors(errors.Unwrap(err))
}

// words returns one system error in words.
func words(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return subject(path.Op, path.Path) + ": " + Reason(path.Err)
	}
	var network *net.OpError
	if errors.As(err, &network) {
		if network.Op == "listen" {
			return listening(network)
		}
		return err.Error()
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.New + " cannot be replaced: " + Reason(link.Err)
	}
	return Reason(err)
}

// listening returns why listening at an address failed.
func listening(err *net.OpError) string {
	switch {
	case isOne(err, addressInUse):
		return "another program already listens there"
	case isOne(err, noSuchAddress):
		return "this machine has no such address"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied; use a port above 1023"
	}
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno.Error()
	}
	return "use HOST:PORT, such as 127.0.0.1:7000, with a port from 0 to 65535"
}

// subject returns what could not be done to a file.
func subject(op, path string) string {
	switch op {
	case "mkdir":
		return "the folder " + path + " cannot be created"
	case "write", "sync", "fsync", "truncate", "close":
		return path + " cannot be written"
	case "read", "readdir", "readdirent", "fdopendir", "getdents", "open", "openat":
		return path + " cannot be opened"
	case "chmod", "fchmod":
		return "the mode of " + path + " cannot be changed"
	}
	return path
}

// Reason returns in words why the system refused something.
func Reason(err error) string {
	var errno syscall.Errno
	switch {
	case isOne(err, noFolder):
		return "part of the path is a file, not a folder"
	case isOne(err, aFolder):
		return "it is a folder"
	case isOne(err, noWriting):
		return "the disk is read-only"
	case isOne(err, diskFull):
		return "the disk is full"
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file or folder"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	case errors.As(err, &errno):
		return errno.Error()
	}
	return err.Error()
}

// isOne reports whether the system uses this error for a cause.
func isOne(err error, ofCause func(syscall.Errno) bool) bool {
	var errno syscall.Errno
	return errors.As(err, &errno) && ofCause(errno)
}
