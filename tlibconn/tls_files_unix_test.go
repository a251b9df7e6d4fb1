//go:build unix

package tlibconn

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestTLSFileThatIsAPipe: a pipe into which nobody writes holds nobody up.
func TestTLSFileThatIsAPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := TLSOptions{CAFile: pipe}.Load()
	var option *TLSOptionError
	if !errors.As(err, &option) || !strings.Contains(err.Error(), "holds no certificate") {
		t.Errorf("the error is %v", err)
	}
}
