package screen

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/fsnotify/fsnotify"

	"capdeck/model"
	"capdeck/themes"
	"capdeck/ui"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/userthemes"
)

// themePause is the time between the first sign of a change and reading the files, since
// editors write in several steps.
const themePause = 100 * time.Millisecond

// themeWatch reads the user's themes again when their files change.
type themeWatch struct {
	dir string
	// first are the names of the themes that may be first, in order of preference: the
	// one that the user named, and the one that suits this terminal.
	first []string
	// known are the themes that the screen has.
	known []*themes.Theme
	// problem is the last problem that was reported about the files, or "" if they are
	// valid.
	problem string
}

// newThemeWatch returns the watch over the files of the themes that are shown. The first
// of them is the one that the user named.
func newThemeWatch(shown []*themes.Theme, streams process.Streams) *themeWatch {
	colours, _ := streams.Environment("COLORFGBG")
	return &themeWatch{dir: process.ThemeDir(), first: []string{shown[0].Name(), themes.Auto("", colours)}, known: shown}
}

// follow watches the files until the context is cancelled, and sends each change to the
// screen.
func (w *themeWatch) follow(ctx context.Context, send func(tea.Msg)) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		w.cannot(err, send)
		return
	}
	// Nothing reads from it any more.
	defer func() { _ = watcher.Close() }()
	w.read(watcher, send)
	var due <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-watcher.Events:
		case failed := <-watcher.Errors:
			// An overflow of events is a sign of changes, too.
			if !errors.Is(failed, fsnotify.ErrEventOverflow) {
				w.cannot(failed, send)
				return
			}
		case <-due:
			due = nil
			w.read(watcher, send)
			continue
		}
		if due == nil {
			due = time.After(themePause)
		}
	}
}

// cannot reports that the files are not watched, if there are any.
func (w *themeWatch) cannot(err error, send func(tea.Msg)) {
	if _, missing := os.Stat(w.dir); missing == nil {
		send(model.Say{
			Now: time.Now(), IsError: true,
			Text: fmt.Sprintf("theme files cannot be watched, so changes have no effect until capdeck starts again: %v", err),
		})
	}
}

// read reads the files. The themes change only if all files are valid.
func (w *themeWatch) read(watcher *fsnotify.Watcher, send func(tea.Msg)) {
	// Watch first, so that a change after reading leads to another read.
	w.arm(watcher)
	all, err := userthemes.Read(w.dir, w.first...)
	if err != nil {
		if problem := userthemes.Problem(err); problem != w.problem {
			w.problem = problem
			send(model.Say{Now: time.Now(), Text: problem, IsError: true, Stays: true})
		}
		return
	}
	if w.problem != "" {
		w.problem = ""
		send(model.Say{Now: time.Now(), Text: "the theme files are valid again"})
	}
	if !reflect.DeepEqual(all, w.known) {
		w.known = all
		send(ui.ThemesChanged{Now: time.Now(), Themes: all})
	}
}

// arm watches the folder and its parent, in which the folder appears and disappears; if the
// parent is missing too, the nearest folder above. For a file that is a link, arm watches
// the folder of its target.
func (w *themeWatch) arm(watcher *fsnotify.Watcher) {
	for _, folder := range watcher.WatchList() {
		// It may be another folder of that name by now. A removed folder is no longer
		// watched.
		_ = watcher.Remove(folder)
	}
	path := []string{w.dir}
	for folder := filepath.Dir(w.dir); ; folder = filepath.Dir(folder) {
		path = append(path, folder)
		if _, err := os.Stat(folder); err == nil || folder == filepath.Dir(folder) {
			break
		}
	}
	// Start from above, so that a folder created meanwhile either exists already or
	// causes an event. A folder that cannot be read is not watched.
	for _, folder := range slices.Backward(path) {
		if errors.Is(watcher.Add(folder), fs.ErrNotExist) {
			return
		}
	}
	links, _ := filepath.Glob(filepath.Join(w.dir, "*.toml"))
	for _, link := range links {
		if target, err := filepath.EvalSymlinks(link); err == nil && filepath.Dir(target) != w.dir {
			_ = watcher.Add(filepath.Dir(target))
		}
	}
}
