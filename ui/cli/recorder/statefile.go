package recorder

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"strings"
	"sync"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/ui/cell"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/outfile"
	"capdeck/ui/cli/textfile"
)

const (
	stateSchema = 1
	// maxStates is the most bytes of a state file, enough for a million DNs.
	maxStates = 64 << 20
	// savePause is the least time between two writings of a state file.
	savePause = 100 * time.Millisecond
)

// savedStates is the contents of a state file.
type savedStates struct {
	Schema int               `json:"schema"`
	States map[string]string `json:"states"`
}

// stateFile keeps the states of captures on the disk. nil keeps nothing.
type stateFile struct {
	path  string
	saved func(error) // is told the outcome of each writing

	mu     sync.Mutex
	states map[string]string // of all DNs that were ever recorded with this file

	work  chan struct{} // holds one: the states have changed
	ended chan struct{} // closed when nothing more is written
}

// openStates reads a state file, which need not exist, and writes it, so that a file that
// cannot be written is reported at once. It returns nil for the path "".
func openStates(path string) (*stateFile, error) {
	if path == "" {
		return nil, nil
	}
	s := &stateFile{path: path, states: map[string]string{}, work: make(chan struct{}, 1), ended: make(chan struct{})}
	text, err := textfile.Read(path, textfile.Options{Most: maxStates})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, exit.UsageError("--state-file: %w", err)
	}
	if len(bytes.TrimSpace(text)) > 0 {
		if s.states, err = parseStates(text); err != nil {
			return nil, exit.UsageError("--state-file: %s: %w; correct it, or remove it to start without states", path, err)
		}
	}
	if err = s.write(context.Background()); err != nil {
		return nil, exit.UsageError("--state-file: %w", err)
	}
	return s, nil
}

func parseStates(text []byte) (map[string]string, error) {
	var saved savedStates
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var syntax *json.SyntaxError
	err := decoder.Decode(&saved)
	switch {
	case errors.As(err, &syntax):
		line := 1 + bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n"))
		return nil, fmt.Errorf("line %d is not JSON: %w", line, syntax)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errors.New("it is incomplete")
	case err != nil:
		return nil, fmt.Errorf("it is not a state file: %s", strings.TrimPrefix(err.Error(), "json: "))
	case decoder.More():
		return nil, errors.New("something follows the states")
	case saved.Schema != stateSchema:
		return nil, fmt.Errorf("its schema is %d, and this capdeck knows only %d", saved.Schema, stateSchema)
	}
	for dn, state := range saved.States {
		if event.ParseIndication(state) == event.IndicationNone {
			return nil, fmt.Errorf("the state of DN %s is %q; use enabled, paused or disabled", cell.Clean(dn), state)
		}
	}
	if saved.States == nil {
		saved.States = map[string]string{}
	}
	return saved.States, nil
}

// initial returns the states of the file, for the recorder's start.
func (s *stateFile) initial() map[string]event.Indication {
	if s == nil {
		return nil
	}
	states := make(map[string]event.Indication, len(s.states))
	for dn, state := range s.states {
		states[dn] = event.ParseIndication(state)
	}
	return states
}

// changed records a state. It does not wait.
func (s *stateFile) changed(dn string, state event.Indication) {
	if s == nil {
		return
	}
	s.mu.Lock()
	s.states[dn] = state.String()
	s.mu.Unlock()
	select {
	case s.work <- struct{}{}:
	default:
	}
}

// follow writes the file after changes until the context ends.
func (s *stateFile) follow(ctx context.Context) {
	defer close(s.ended)
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.work:
		}
		s.saved(s.write(context.WithoutCancel(ctx)))
		select {
		case <-ctx.Done():
		case <-time.After(savePause):
		}
	}
}

// close writes the file for the last time. The context of follow must have ended.
func (s *stateFile) close() {
	if s == nil {
		return
	}
	<-s.ended
	s.saved(s.write(context.Background()))
}

// write replaces the file as a whole.
func (s *stateFile) write(ctx context.Context) error {
	s.mu.Lock()
	states := maps.Clone(s.states)
	s.mu.Unlock()
	// DNs are sorted, so that two files can be compared.
	text, err := json.MarshalIndent(savedStates{Schema: stateSchema, States: states}, "", " ")
	if err != nil {
		return fmt.Errorf("%s: %w", s.path, err)
	}
	_, err = outfile.Write(ctx, s.path, true, func(w io.Writer) (int, error) { return w.Write(append(text, '\n')) })
	return err
}
