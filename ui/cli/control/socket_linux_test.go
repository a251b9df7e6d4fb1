package control_test

import (
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"capdeck/ui/cli/control"
)

// TestSocketWhoseQueueIsFull checks that a socket is not replaced if someone may listen on
// it: a program that accepts no more connections for now.
func TestSocketWhoseQueueIsFull(t *testing.T) {
	path := socket(t)
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Close(fd) }()
	if err = syscall.Bind(fd, &syscall.SockaddrUnix{Name: path}); err != nil {
		t.Fatal(err)
	}
	if err = syscall.Listen(fd, 0); err != nil {
		t.Fatal(err)
	}
	for {
		conn, failed := net.Dial("unix", path)
		if failed != nil {
			break
		}
		defer conn.Close()
	}
	l, err := control.Listen(path, echo, func(f func()) { go f() })
	if err == nil {
		l.Close()
		t.Fatal("the socket was replaced")
	}
	if want := "cannot take orders on " + path + ": "; !strings.HasPrefix(err.Error(), want) {
		t.Errorf("the error is %v", err)
	}
	if _, err = os.Lstat(path); err != nil {
		t.Error(err)
	}
}
