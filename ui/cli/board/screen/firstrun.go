package screen

import (
	"os"
	"path/filepath"
)

// firstRun reports whether the board is shown for the first time on this account, and
// leaves a marker in the folder for the next time. It reports false if it cannot leave one,
// since a hint at every start would be a nuisance.
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
