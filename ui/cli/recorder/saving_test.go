package recorder

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/tlibconn/event"
)

// What changed after the last regular writing is written at the end, and a file that cannot be written is reported.
func TestLastSaving(t *testing.T) {
	path := filepath.Join(t.TempDir(), "states.json")
	s, err := openStates(path)
	if err != nil {
		t.Fatal(err)
	}
	s.saved = func(failed error) {
		if failed != nil {
			t.Error(failed)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	s.follow(ended)
	s.changed("7001", event.Paused)
	s.close()
	if text, unread := os.ReadFile(path); unread != nil || !strings.Contains(string(text), `"7001": "paused"`) {
		t.Errorf("the file contains %s (%v)", text, unread)
	}
	if err = os.RemoveAll(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	var failed error
	s.saved = func(err error) { failed = err }
	s.close()
	if failed == nil || !strings.Contains(failed.Error(), "create the folder first") {
		t.Errorf("got %v", failed)
	}
	if _, err = openStates(path); err == nil || !strings.Contains(err.Error(), "--state-file: "+path) {
		t.Errorf("got %v", err)
	}
}
