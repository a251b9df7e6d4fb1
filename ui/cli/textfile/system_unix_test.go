//go:build unix

package textfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestReadSaysInWordsWhatTheSystemSays(t *testing.T) {
	folder := t.TempDir()
	_, err := Read(folder, Options{Most: 100})
	check(t, folder, nil, err, "", "it is a folder, not a file")
	missing := filepath.Join(folder, "none")
	_, err = Read(missing, Options{Most: 100})
	check(t, missing, nil, err, "", "there is no such file")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
	below := filepath.Join(fileWith(t, "x"), "below")
	_, err = Read(below, Options{Most: 100})
	check(t, below, nil, err, "", "part of the path is a file, not a folder")
	if os.Geteuid() != 0 {
		closed := fileWith(t, "x")
		if err = os.Chmod(closed, 0); err != nil {
			t.Fatal(err)
		}
		_, err = Read(closed, Options{Most: 100})
		check(t, closed, nil, err, "", "you do not have permission to read it")
	}
	open := fileWith(t, "x")
	if err = os.Chmod(open, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = Read(open, Options{Most: 100, Private: true})
	check(t, open, nil, err, "", "other users can read it (mode 0644); run chmod 600 on it")
}
