package screen

import (
	"os"
	"path/filepath"
)

// firstRun reports whether the board was never shown on this account before,
// and leaves a mark in the folder that it now was. Where no mark can be left it
// reports false: a hint that comes at every start is none.
func firstRun(dir string) bool {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return false
	}
	mark, err := os.OpenFile(filepath.Join(dir, "used"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return false
	}
	return mark.Close() == nil
}
