package check

import (
	"context"
	"os"
	"testing"

	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/process"
)

// A line that is typed after one step was confirmed confirms the next one.
func TestLinesOfSeveralSteps(t *testing.T) {
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	in := &lines{streams: process.Streams{In: from, Guard: crash.New(crash.Options{Dir: t.TempDir()})}, ended: t.Context().Done()}
	for range 50 {
		if _, err := to.WriteString("\n"); err != nil {
			t.Fatal(err)
		}
		step, end := context.WithCancel(t.Context())
		if _, err := in.line(step); err != nil {
			t.Fatal(err)
		}
		end()
	}
	if err := to.Close(); err != nil {
		t.Error(err)
	}
}
