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

// themePause is how long after the first sign of a change the files are read:
// an editor writes in several steps.
const themePause = 100 * time.Millisecond

// themeWatch reads the user's themes again when their files change.
type themeWatch struct {
	dir string
	// first are the names of the themes of which one stands first, the better
	// one before the other: what was asked for, and what is for this terminal.
	first []string
	// known are the themes that the screen has.
	known []*themes.Theme
	// problem is what the user was last told of the files, "" when they are
	// right.
	problem string
}

// newThemeWatch returns the watch over the files of the themes that are shown. The first
// one is the theme that was asked for.
func newThemeWatch(shown []*themes.Theme, streams process.Streams) *themeWatch {
	colours, _ := streams.Environment("COLORFGBG")
	return &themeWatch{dir: process.ThemeDir(), first: []string{shown[0].Name(), themes.Auto("", colours)}, known: shown}
}

// follow watches the files until the context ends, and sends the screen each change.
func (w *themeWatch) follow(ctx context.Context, send func(tea.Msg)) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		w.cannot(err, send)
		return
	}
	// Nothing is read from it any more.
	defer func() { _ = watcher.Close() }()
	w.read(watcher, send)
	var due <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-watcher.Events:
		case failed := <-watcher.Errors:
			// Where there were too many signs to keep, that is a sign too.
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
			Text: fmt.Sprintf("theme files are not watched, a change is seen at the next start: %v", err),
		})
	}
}

// read reads the files. Each must be right; until then the themes stay as they
// are.
func (w *themeWatch) read(watcher *fsnotify.Watcher, send func(tea.Msg)) {
	// Watched first: what changes after the reading is seen at the next one.
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
		send(model.Say{Now: time.Now(), Text: "the theme files are right again"})
	}
	if !reflect.DeepEqual(all, w.known) {
		w.known = all
		send(ui.ThemesChanged{Now: time.Now(), Themes: all})
	}
}

// arm watches the folder and the one above it, which tells when it comes and
// goes; where that is missing too, the nearest one above. A file that is a link
// changes where it points to.
func (w *themeWatch) arm(watcher *fsnotify.Watcher) {
	for _, folder := range watcher.WatchList() {
		// It may be another one of that name by now. One that has gone is
		// watched no more.
		_ = watcher.Remove(folder)
	}
	path := []string{w.dir}
	for folder := filepath.Dir(w.dir); ; folder = filepath.Dir(folder) {
		path = append(path, folder)
		if _, err := os.Stat(folder); err == nil || folder == filepath.Dir(folder) {
			break
		}
	}
	// From above, so that a folder that is made meanwhile is either there or seen
	// to come. One that cannot be read is not watched.
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
