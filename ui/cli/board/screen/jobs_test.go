package screen

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"capdeck/model"
	"capdeck/model/effect"
)

// quitting is a program that exits while a file is being written.
type quitting struct {
	jobs        jobs
	interrupted chan struct{}
	said        []string
}

func newQuitting(ctx context.Context) *quitting {
	q := &quitting{interrupted: make(chan struct{})}
	q.jobs.init(ctx)
	return q
}

func (q *quitting) end() error {
	return q.jobs.end(q.interrupted, func(text string) { q.said = append(q.said, text) })
}

func start(f func()) { go f() }

// export starts an export of the text "whole", which is written after goes is closed.
func (q *quitting) export(path string, goes <-chan struct{}) func() model.Msg {
	return q.jobs.start(start, "the export "+path, func() model.Msg {
		return writeExport(q.jobs.ctx, effect.Export{Path: path}, func(w io.Writer) (int, error) {
			<-goes
			_, err := io.WriteString(w, "whole")
			return 3, err
		})
	})
}

func TestQuitWaitsForAnExport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	synctest.Test(t, func(t *testing.T) {
		q := newQuitting(t.Context())
		goes := make(chan struct{})
		q.export(path, goes)
		q.jobs.leave()
		ended := make(chan error, 1)
		go func() { ended <- q.end() }()
		synctest.Wait()
		if len(q.said) != 1 || q.said[0] != "waiting at most 5 s for the export "+path+"; ctrl+c gives up" {
			t.Fatalf("it said %q", q.said)
		}
		close(goes)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	holds(t, path, "whole")
}

func TestQuitGivesUpAnExportThatTakesTooLong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	synctest.Test(t, func(t *testing.T) {
		q := newQuitting(t.Context())
		goes := make(chan struct{})
		q.export(path, goes)
		err := q.end()
		if err == nil || err.Error() != "the export "+path+" was not written in time; a partial file may be left" {
			t.Errorf("the error is %v", err)
		}
		close(goes) // so that its goroutine ends
	})
}

// TestQuitSaysWhatWasNotWritten checks the reports of a failed export and of one that a
// signal ended.
func TestQuitSaysWhatWasNotWritten(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.csv")
	t.Run("a problem", func(t *testing.T) {
		q := newQuitting(t.Context())
		q.export(filepath.Join(folder, "none", "a.csv"), nil)
		if err := q.end(); err == nil || !strings.Contains(err.Error(), "nothing was exported: "+folder+"/none/a.csv: no such file or directory; create the folder first") {
			t.Errorf("the error is %v", err)
		}
	})
	t.Run("a signal", func(t *testing.T) {
		q := newQuitting(t.Context())
		goes := make(chan struct{})
		q.export(path, goes)
		q.jobs.leave()
		close(q.interrupted)
		q.jobs.stop(errEnded)
		close(goes)
		if err := q.end(); err != nil {
			t.Error(err)
		}
		if len(q.said) != 1 || q.said[0] != "nothing was exported: "+path+": capdeck exited before it was written" {
			t.Errorf("it said %q", q.said)
		}
		leaves(t, folder)
	})
	t.Run("one that the board has reported", func(t *testing.T) {
		q := newQuitting(t.Context())
		goes := make(chan struct{})
		close(goes)
		result := q.export(path, goes)()
		if told, ok := result.(model.Exported); !ok || told.Written != 3 {
			t.Errorf("the result is %v", result)
		}
		if err := q.end(); err != nil || len(q.said) > 0 {
			t.Errorf("it said %q, %v", q.said, err)
		}
	})
	t.Run("the configuration", func(t *testing.T) {
		q := newQuitting(t.Context())
		q.jobs.start(start, "the configuration", func() model.Msg { return model.Say{Text: "the columns were not saved", IsError: true} })
		if err := q.end(); err == nil || err.Error() != "the columns were not saved" {
			t.Errorf("the error is %v", err)
		}
	})
	t.Run("a panic", func(t *testing.T) {
		q := newQuitting(t.Context())
		recovering := func(f func()) {
			go func() {
				defer func() { _ = recover() }()
				f()
			}()
		}
		q.jobs.start(recovering, "the export x", func() model.Msg { panic("x") })
		if err := q.end(); err == nil || !strings.Contains(err.Error(), "the export x was not written") {
			t.Errorf("the error is %v", err)
		}
	})
}
