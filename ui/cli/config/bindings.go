package config

import (
	"fmt"
	"slices"
	"strings"

	"capdeck/model/action"
	"capdeck/model/overlay"
	"capdeck/ui/keymsg"
)

// keysTable is the table that binds keys to actions.
const keysTable = "keys"

// Binding is an action with the keys in force.
type Binding struct {
	// Action is the row of the table of actions, its Keys being those in force.
	Action action.Row
	// Origin is where they came from: DefaultOrigin or FILE:LINE.
	Origin string
}

// Bindings are all actions with the keys in force, in the order of the table.
type Bindings []Binding

// Replaced returns the keys of the actions that the file names, as
// ui.Options.Keys takes them.
func (b Bindings) Replaced() map[action.ID][]string {
	replaced := map[action.ID][]string{}
	for i := range b {
		if b[i].Origin != DefaultOrigin {
			replaced[b[i].Action.ID] = b[i].Action.Keys
		}
	}
	return replaced
}

// bindings returns the actions with their default keys.
func (s *Spec) bindings() Bindings {
	all := make(Bindings, len(s.actions))
	for i, row := range s.actions {
		all[i] = Binding{Action: row, Origin: DefaultOrigin}
	}
	return all
}

// bind gives an action the keys of an entry of the table [keys].
func (r *reader) bind(e *entry) {
	id := strings.Join(e.path[1:], ".")
	at := slices.IndexFunc(r.file.Bindings, func(b Binding) bool { return string(b.Action.ID) == id })
	if at < 0 {
		r.problem(e, r.spec.unknownAction(id))
		return
	}
	keys, ok := keyNames(e.value)
	if !ok {
		r.problem(e, fmt.Sprintf(`%s: give a key or a list of keys in quotes, as in "f2" or ["f2", "ctrl+s"], or [] for none`, shown(e.value)))
		return
	}
	for i, key := range keys {
		switch {
		case !keymsg.IsName(key):
			r.problem(e, unknownKeyName(key))
			return
		case slices.Contains(keys[:i], key):
			r.problem(e, fmt.Sprintf("the key %q stands there twice", key))
			return
		}
	}
	r.file.Bindings[at].Action.Keys = keys
	r.file.Bindings[at].Origin = place(r.path, e.line)
	r.lines[id] = e.line
}

// keyNames returns the keys of a value; "" is none.
func keyNames(value any) ([]string, bool) {
	switch value := value.(type) {
	case string:
		if value == "" {
			return []string{}, true
		}
		return []string{value}, true
	case []any:
		return texts(value)
	}
	return nil, false
}

func unknownKeyName(key string) string {
	if plain := keymsg.SameAs(key); plain != "" {
		return fmt.Sprintf("a terminal does not tell the key %q from %q: write %q", key, plain, plain)
	}
	return fmt.Sprintf("there is no key %s; %s", shown(key),
		didYouMean(key, keymsg.Names(), `keys are called "a", "A", "space", "f2", "pgup", "ctrl+a", "alt+a"`))
}

func (s *Spec) unknownAction(id string) string {
	if s.Setting(id) != nil {
		return fmt.Sprintf("this is no action: move the line to the top of the file, above [%s]", keysTable)
	}
	known := make([]string, len(s.actions))
	for i := range s.actions {
		known[i] = string(s.actions[i].ID)
	}
	return "there is no such action; " + didYouMean(id, known, "capdeck keys lists them")
}

// checkBindings finds keys that mean two actions, and a quit that has none.
func (r *reader) checkBindings() {
	owners := map[string]*Binding{}
	for i := range r.file.Bindings {
		b := &r.file.Bindings[i]
		if b.Action.ID == action.Quit && len(b.Action.Keys) == 0 {
			r.clash(b, "quit must keep a key: without one only a signal would end the board")
		}
		if b.Action.Asks && slices.Contains(b.Action.Keys, overlay.YesKey) {
			r.clash(b, fmt.Sprintf("%s can ask first, and the key %q answers that: held down it would answer itself; give another key", b.Action.ID, overlay.YesKey))
		}
		for _, key := range b.Action.Keys {
			first, taken := owners[key]
			if !taken {
				owners[key] = b
				continue
			}
			later, earlier := b, first
			// The mistake is the line of the file; a default stands in none.
			if r.lines[string(later.Action.ID)] < r.lines[string(earlier.Action.ID)] {
				later, earlier = earlier, later
			}
			r.clash(later, fmt.Sprintf("the key %q is that of %s too (%s): give one of the two actions another key, as in %s = \"f2\", or [] for none",
				key, earlier.Action.ID, earlier.Origin, earlier.Action.ID))
		}
	}
}

func (r *reader) clash(b *Binding, reason string) {
	r.problems = append(r.problems, &Problem{
		File: r.path, Line: r.lines[string(b.Action.ID)], Key: keysTable + "." + string(b.Action.ID), Reason: reason,
	})
}
