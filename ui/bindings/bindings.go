// Package bindings knows which keys mean which actions: the default ones, and
// those that the user's configuration puts in their place. Every room that names a
// key asks it. It knows nothing of what an action does, nor of how keys are read.
package bindings

import (
	"capdeck/model/action"
)

// Bindings say which key means which action. Keys have the names of ui/keymsg.
type Bindings struct {
	actions []action.Row // with the keys in force
	byKey   map[string]action.ID
}

// New returns the bindings of rows, which it keeps and changes, with some replaced: an
// empty list leaves an action without a key. If two actions claim the same key, the
// replaced one gets it.
func New(rows []action.Row, replaced map[action.ID][]string) Bindings {
	b := Bindings{actions: rows, byKey: map[string]action.ID{}}
	for _, own := range []bool{false, true} {
		for i := range b.actions {
			row := &b.actions[i]
			keys, isOwn := replaced[row.ID]
			if isOwn != own {
				continue
			}
			if isOwn {
				row.Keys = keys
			}
			for _, key := range row.Keys {
				b.byKey[key] = row.ID
			}
		}
	}
	return b
}

// Actions returns all actions in the order of the help. Their Keys may hold a key
// that means another action: see Of. The caller must not change them.
func (b *Bindings) Actions() []action.Row { return b.actions }

// Action returns the action that a key means, "" if it means none.
func (b *Bindings) Action(key string) action.ID { return b.byKey[key] }

// Of returns the keys that mean an action of Actions.
func (b *Bindings) Of(row *action.Row) []string {
	keys := make([]string, 0, len(row.Keys))
	for _, key := range row.Keys {
		if b.byKey[key] == row.ID {
			keys = append(keys, key)
		}
	}
	return keys
}

// Keys returns the keys that mean the action with the ID.
func (b *Bindings) Keys(id action.ID) []string {
	for i := range b.actions {
		if b.actions[i].ID == id {
			return b.Of(&b.actions[i])
		}
	}
	return nil
}

// Hint names the first key of an action, between two texts. It is empty if the
// action has no key.
func (b *Bindings) Hint(id action.ID, before, after string) string {
	if keys := b.Keys(id); len(keys) > 0 {
		return before + keys[0] + after
	}
	return ""
}
