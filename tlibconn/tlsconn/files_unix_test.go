//go:build unix

package tlsconn

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFileThatIsAPipe: loading a pipe without a writer does not hang.
func TestFileThatIsAPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Options{CAFile: pipe}.Load()
	var option *OptionError
	if !errors.As(err, &option) || !strings.Contains(err.Error(), "contains no certificate") {
		t.Errorf("the error is %v", err)
	}
}
