//go:build unix

package textfile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestReadOfAPipe uses named pipes. The cases differ in what is written, and in whether the writer stays.
func TestReadOfAPipe(t *testing.T) {
	const soon, never = hang, 50 * time.Millisecond
	for _, test := range []struct {
		name, written string
		writer, stays bool
		options       Options
		want, problem string
	}{
		{name: "not allowed", options: Options{Most: 100}, problem: "it is not a regular file"},
		{name: "no writer", options: Options{Most: 100, Pipe: true, Wait: never}, problem: "it is a pipe that sent nothing within 0.05 s"},
		{name: "a writer that writes nothing", writer: true, stays: true, options: Options{Most: 100, Pipe: true, Wait: never}, problem: "it is a pipe that sent nothing"},
		{name: "whole", writer: true, written: "\ufeff7001\n7002", options: Options{Most: 100, Pipe: true, Wait: soon}, want: "7001\n7002"},
		{name: "nothing, and the end", writer: true, options: Options{Most: 100, Pipe: true, Wait: soon}},
		{name: "no end", writer: true, stays: true, written: "7001\n", options: Options{Most: 100, Pipe: true, Wait: never}, problem: "it is a pipe that did not end within"},
		{name: "a line of more", writer: true, stays: true, written: "secret\nmore", options: Options{Most: 100, Pipe: true, Line: true, Wait: soon}, want: "secret"},
		{name: "a line without its end", writer: true, stays: true, written: "secr", options: Options{Most: 100, Pipe: true, Line: true, Wait: never}, problem: "it is a pipe whose first line was not complete within"},
		{name: "more than may be", writer: true, stays: true, written: strings.Repeat("x", 200), options: Options{Most: 100, Pipe: true, Wait: soon}, problem: "it is larger than 100 bytes"},
		{name: "UTF-16", writer: true, written: "\xff\xfe7\x00", options: Options{Most: 100, Pipe: true, Wait: soon}, problem: "it is UTF-16 text"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "pipe")
			if err := syscall.Mkfifo(path, 0o600); err != nil {
				t.Fatal(err)
			}
			if test.writer {
				// Opened for both directions, so that the open does not wait for the reader.
				pipe, err := os.OpenFile(path, os.O_RDWR, 0)
				if err != nil {
					t.Fatal(err)
				}
				defer pipe.Close()
				if !test.stays {
					writeAndLeave(t, path, pipe, test.written)
				} else if _, err = pipe.WriteString(test.written); err != nil {
					t.Fatal(err)
				}
			}
			text, err := Read(path, test.options)
			check(t, path, text, err, test.want, test.problem)
		})
	}
}

// writeAndLeave writes once there is a reader, and closes the pipe.
func writeAndLeave(t *testing.T, path string, pipe *os.File, text string) {
	t.Helper()
	pipe.Close()
	done := make(chan error, 1)
	go func() {
		writer, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err == nil {
			_, err = writer.WriteString(text)
			err = errors.Join(err, writer.Close())
		}
		done <- err
	}()
	t.Cleanup(func() {
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(hang):
			t.Error("the writer hangs")
		}
	})
}

func TestReadOfAPipeThatWasLeft(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	if _, err = write.WriteString("7001\n"); err != nil {
		t.Fatal(err)
	}
	if err = write.Close(); err != nil {
		t.Fatal(err)
	}
	path := fmt.Sprintf("/dev/fd/%d", read.Fd())
	text, err := Read(path, Options{Most: 100, Pipe: true, Wait: hang})
	check(t, path, text, err, "7001\n", "")
}
