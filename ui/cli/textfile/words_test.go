package textfile

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
)

func listenError(t *testing.T, address string) error {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err == nil {
		listener.Close()
		t.Fatal(address, "can be listened on")
	}
	return err
}

func TestInWords(t *testing.T) {
	mkdir := &fs.PathError{Op: "mkdir", Path: "/x", Err: syscall.EACCES}
	for _, test := range []struct {
		err  error
		want string
	}{
		{errors.New("plain"), "plain"},
		{mkdir, "the folder /x cannot be created: permission denied"},
		{fmt.Errorf("the journal cannot be opened: %w", mkdir), "the journal cannot be opened: the folder /x cannot be created: permission denied"},
		{errors.Join(mkdir, &fs.PathError{Op: "open", Path: "/y", Err: syscall.ENOENT}), "the folder /x cannot be created: permission denied\n/y cannot be opened: there is no such file or folder"},
		{&fs.PathError{Op: "write", Path: "/z", Err: syscall.ENOSPC}, "/z cannot be written: the disk is full"},
		{&fs.PathError{Op: "open", Path: "/z", Err: syscall.EROFS}, "/z cannot be opened: the disk is read-only"},
		{&os.LinkError{Op: "rename", Old: "/a", New: "/b", Err: syscall.EPERM}, "/b cannot be replaced: permission denied"},
		{listenError(t, "x"), "use HOST:PORT, such as 127.0.0.1:7000, with a port from 0 to 65535"},
		{listenError(t, "127.0.0.1:99999"), "use HOST:PORT, such as 127.0.0.1:7000, with a port from 0 to 65535"},
		{listenError(t, "192.0.2.1:7000"), "this machine has no such address"},
		{os.NewSyscallError("poll", syscall.EBUSY), "device or resource busy"},
	} {
		if got := InWords(test.err); got != test.want {
			t.Errorf("%v: got %q, want %q", test.err, got, test.want)
		}
	}
}

func TestTOMLReason(t *testing.T) {
	for message, want := range map[string]string{
		`unable to parse float: strconv.ParseFloat: parsing "1e999": value out of range`: "the number is too large",
		"decimal number is too large to fit in a 64-bit signed integer":                  "the number is too large",
		"unterminated basic string":           "no closing quote",
		"expected newline but got U+0079 'y'": "unexpected text after the value",
		"something else about U+0079 'y'":     "something else about 'y'",
	} {
		if got := TOMLReason(message); !strings.Contains(got, want) {
			t.Errorf("%s: %s", message, got)
		}
	}
}
