// Package bindings maps keys to actions: the default keys, and those of the user's
// configuration that replace them. Every part of the screen that names a key asks it. It
// knows neither what an action does nor how keys are read.
package bindings

import (
	"capdeck/model/action"
)

// Bindings maps keys to actions. Keys have the names of ui/keymsg.
type Bindings struct {
	actions []action.Row // with the keys in force
	byKey   map[string]action.ID
}

// New returns the bindings of rows, with the keys of some actions replaced. An empty list
// leaves an action without a key. If two actions have the same key, it means the one whose
// keys were replaced. New keeps rows and changes their keys.
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

// Actions returns all actions in the order of the help. Their Keys can include a key that
// means another action; Of leaves those out. The caller must not change the result.
func (b *Bindings) Actions() []action.Row { return b.actions }

// Action returns the action of a key, "" if it has none.
func (b *Bindings) Action(key string) action.ID { return b.byKey[key] }

// Of returns the keys that mean an action. row must be one of Actions.
func (b *Bindings) Of(row *action.Row) []string {
	keys := make([]string, 0, len(row.Keys))
	for _, key := range row.Keys {
		if b.byKey[key] == row.ID {
			keys = append(keys, key)
		}
	}
	return keys
}

// Keys returns the keys that mean the action with that ID.
func (b *Bindings) Keys(id action.ID) []string {
	for i := range b.actions {
		if b.actions[i].ID == id {
			return b.Of(&b.actions[i])
		}
	}
	return nil
}

// Hint returns the first key of an action between the texts before and after, or "" if the
// action has no key.
func (b *Bindings) Hint(id action.ID, before, after string) string {
	if keys := b.Keys(id); len(keys) > 0 {
		return before + keys[0] + after
	}
	return ""
}
