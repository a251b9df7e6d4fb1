package check

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cli/exit"
)

// A report that cannot be written is refused before the check. If its folder goes away during the check,
// the error tells how the check itself ended.
func TestFiles(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "reports")
	g := given{junit: filepath.Join(folder, "j.xml")}
	if err := g.prepareFiles(t.Context()); exit.CodeOf(err) != exit.Usage || !strings.Contains(err.Error(), "--junit: "+g.junit) {
		t.Errorf("without a folder: %v", err)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := g.prepareFiles(t.Context()); err != nil {
		t.Error(err)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) > 0 {
		t.Errorf("looking left %v, %v", left, err)
	}
	if err = os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	err = g.write(t.Context(), &contract.Report{}, exit.Incomplete)
	if exit.CodeOf(err) != exit.Failure || !strings.Contains(err.Error(), "--junit: "+g.junit) || !strings.HasSuffix(err.Error(), "the check itself ended with the exit code 8") {
		t.Errorf("the folder went away: %v", err)
	}
}
