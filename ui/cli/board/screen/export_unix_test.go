//go:build unix

package screen

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"capdeck/ui/cli/outfile"
)

// TestWriteFileOnlyPlain checks that outfile.Write refuses folders, links and pipes. The test
// touches nothing outside its own folder, since a mistake in the code would replace it.
func TestWriteFileOnlyPlain(t *testing.T) {
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	for _, err := range []error{
		os.Mkdir(in("dir.csv"), 0o700), os.WriteFile(in("target"), []byte("kept"), 0o600),
		os.Symlink(in("target"), in("link.csv")), syscall.Mkfifo(in("pipe.csv"), 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{in("dir.csv"), in("link.csv"), in("pipe.csv")} {
		for _, overwrite := range []bool{false, true} {
			_, err := outfile.Write(t.Context(), path, overwrite, says("x"))
			if want := path + " is not a regular file; use another name"; err == nil || err.Error() != want {
				t.Errorf("the error is %v, want %s", err, want)
			}
		}
	}
	holds(t, in("target"), "kept")
	missing := in("no/a.csv")
	_, err := outfile.Write(t.Context(), missing, false, says("x"))
	if want := missing + ": no such file or directory; create the folder first, or use another"; err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}
