//go:build unix

package config

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestFileThatIsAPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := newTestSpec().Read(pipe, false); err == nil || !strings.Contains(err.Error(), "it is not a regular file") {
		t.Errorf("a pipe: %v", err)
	}
}
