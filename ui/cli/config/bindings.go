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

// Binding is an action with its effective keys.
type Binding struct {
	// Action is the row of the table of actions, with the effective keys in Keys.
	Action action.Row
	// Origin is where the keys were set: DefaultOrigin or FILE:LINE.
	Origin string
}

// Bindings holds all actions with their effective keys, in the order of the table.
type Bindings []Binding

// Replaced returns the keys of the actions that the file names, for ui.Options.Keys.
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

// bind gives an action the keys of an entry in the table [keys].
func (r *reader) bind(e *entry) {
	id := string(action.Current(action.ID(strings.Join(e.path[1:], "."))))
	at := slices.IndexFunc(r.file.Bindings, func(b Binding) bool { return string(b.Action.ID) == id })
	if at < 0 {
		r.problem(e, r.spec.unknownAction(id))
		return
	}
	keys, ok := keyNames(e.value)
	if !ok {
		r.problem(e, fmt.Sprintf(`%s is not a key; use a key or a list of keys in quotes, such as "f2" or ["f2", "ctrl+s"], or [] for none`, shown(e.value)))
		return
	}
	for i, key := range keys {
		switch {
		case !keymsg.IsName(key):
			r.problem(e, unknownKeyName(key))
			return
		case slices.Contains(keys[:i], key):
			r.problem(e, fmt.Sprintf("the key %q is listed twice", key))
			return
		}
	}
	r.file.Bindings[at].Action.Keys = keys
	r.file.Bindings[at].Origin = place(r.path, e.line)
	r.lines[id] = e.line
}

// keyNames returns the keys of a value; "" means no key.
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
		return fmt.Sprintf("terminals cannot distinguish the key %q from %q; write %q", key, plain, plain)
	}
	return fmt.Sprintf("unknown key %s; %s", shown(key),
		didYouMean(key, keymsg.Names(), `key names look like "a", "A", "space", "f2", "pgup", "ctrl+a", "alt+a"`))
}

func (s *Spec) unknownAction(id string) string {
	if s.Setting(id) != nil {
		return fmt.Sprintf("not an action; move the line to the top of the file, above [%s]", keysTable)
	}
	known := make([]string, len(s.actions))
	for i := range s.actions {
		known[i] = string(s.actions[i].ID)
	}
	return "unknown action; " + didYouMean(id, known, "run capdeck keys to list them")
}

// checkBindings reports keys that are bound to two actions, and a quit action without a key.
func (r *reader) checkBindings() {
	owners := map[string]*Binding{}
	for i := range r.file.Bindings {
		b := &r.file.Bindings[i]
		if b.Action.ID == action.Quit && len(b.Action.Keys) == 0 {
			r.clash(b, "quit must keep a key; without one, only a signal would end capdeck")
		}
		if b.Action.Asks && slices.Contains(b.Action.Keys, overlay.YesKey) {
			r.clash(b, fmt.Sprintf("%s can ask for confirmation, and the key %q confirms; use another key, because holding this one down would confirm at once", b.Action.ID, overlay.YesKey))
		}
		for _, key := range b.Action.Keys {
			first, taken := owners[key]
			if !taken {
				owners[key] = b
				continue
			}
			later, earlier := b, first
			// The error belongs to the line of the file; a default has none.
			if r.lines[string(later.Action.ID)] < r.lines[string(earlier.Action.ID)] {
				later, earlier = earlier, later
			}
			r.clash(later, fmt.Sprintf("the key %q is also bound to %s (%s); give one of the two actions another key, such as %s = \"f2\", or [] for none",
				key, earlier.Action.ID, earlier.Origin, earlier.Action.ID))
		}
	}
}

func (r *reader) clash(b *Binding, reason string) {
	r.problems = append(r.problems, &Problem{
		File: r.path, Line: r.lines[string(b.Action.ID)], Key: keysTable + "." + string(b.Action.ID), Reason: reason,
	})
}
