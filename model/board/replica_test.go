package board

import (
	"maps"
	"slices"
)

// replica rebuilds rows from the changes of a board alone (invariant 14).
type replica struct {
	t      tester
	rows   map[Key]*replicaRow
	up     map[string]bool
	silent map[string]bool // by the team, " " for a whole site
	ended  map[CommandID]int
	sent   map[CommandID]int
}

type replicaRow struct {
	calls   map[uint64]CallState
	words   []word // the newest last
	watched bool
	agent   Agent
	stale   Stale
	fault   Fault
	row     *Row
}

type word struct {
	connID uint64
	state  State
}

// wholeSite is the key of a whole site in replica.silent: no team has this name.
const wholeSite = " "

// newReplica follows a board from its present state on.
func newReplica(t tester, b *Board) *replica {
	c := &replica{
		t: t, rows: make(map[Key]*replicaRow), up: make(map[string]bool), silent: make(map[string]bool),
		ended: make(map[CommandID]int), sent: make(map[CommandID]int),
	}
	for _, r := range b.Rows() {
		c.rows[r.Key()] = replicaOf(r)
	}
	for _, name := range b.Sites() {
		c.up[name] = b.sites[name].linked()
	}
	b.OnChange(c.apply)
	return c
}

func replicaOf(r *Row) *replicaRow {
	c := &replicaRow{calls: make(map[uint64]CallState), row: r}
	for _, call := range r.Calls() {
		c.calls[call.ConnID] = call.State
	}
	for _, w := range r.CapturesByCall() {
		c.words = append(c.words, word{w.ConnID, w.State})
	}
	c.watched = r.registration.State.Held() && r.site.linked()
	c.agent, c.stale, c.fault = r.Agent(), r.Stale(), r.presentFault()
	return c
}

func (c *replica) apply(change *Change) {
	c.t.Helper()
	switch change.Kind {
	case ChangeLink:
		if c.up[change.Key.Site] == change.Up {
			c.t.Fatalf("invariant 14: the link is reported as up: %v, a second time", change.Up)
		}
		c.up[change.Key.Site] = change.Up
		return
	case ChangeSilence:
		name := change.Team
		if change.Whole {
			name = wholeSite
		}
		if c.silent[name] == change.Silent || change.Since.IsZero() {
			c.t.Fatalf("invariant 14: %+v, which is known", change)
		}
		c.silent[name] = change.Silent
		return
	case ChangeAdded:
		if c.rows[change.Key] == nil {
			c.rows[change.Key] = replicaOf(change.Row)
		}
		return
	}
	r := c.rows[change.Key]
	if r == nil || r.row != change.Row || change.Row.Key() != change.Key {
		c.t.Fatalf("invariant 14: a change of kind %d of %v, which is not on the board", change.Kind, change.Key)
	}
	if change.At.IsZero() {
		c.t.Fatalf("invariant 14: a change without a time: %+v", change)
	}
	switch change.Kind {
	case ChangeRemoved:
		delete(c.rows, change.Key)
	case ChangeSent:
		c.sent[change.Command.ID]++
	case ChangeEnded:
		c.ended[change.Command.ID]++
	default:
		r.apply(c.t, change)
	}
}

func (r *replicaRow) apply(t tester, change *Change) {
	t.Helper()
	switch change.Kind {
	case ChangeIndication:
		r.hear(t, change)
	case ChangeCall:
		r.calls[change.ConnID] = change.Call.State
	case ChangeCallEnded:
		if _, known := r.calls[change.ConnID]; known != (change.Call != nil) {
			t.Fatalf("invariant 14: call %x ended, known %v, reported with %v", change.ConnID, known, change.Call)
		}
		delete(r.calls, change.ConnID)
	case ChangeCallRenamed:
		delete(r.calls, change.From)
		r.calls[change.ConnID] = change.Call.State
		r.renameWord(change.From, change.ConnID)
	case ChangeWatched, ChangeUnwatched:
		watched := change.Kind == ChangeWatched
		if r.watched == watched {
			t.Fatalf("invariant 14: watched %v is reported twice for %v", watched, change.Key)
		}
		if r.watched = watched; !watched {
			clear(r.calls)
			r.agent = Agent{}
		}
	case ChangeAgent:
		r.agent = change.Row.Agent()
	case ChangeStale:
		r.stale = change.Row.Stale()
	case ChangeFault:
		r.fault = change.Fault
	}
}

// hear applies an indication.
func (r *replicaRow) hear(t tester, change *Change) {
	t.Helper()
	i := slices.IndexFunc(r.words, func(w word) bool { return w.connID == change.ConnID })
	if i >= 0 {
		if r.words[i].state != change.Before {
			t.Fatalf("invariant 14: before %v for call %x, known is %v", change.Before, change.ConnID, r.words[i].state)
		}
		r.words = slices.Delete(r.words, i, i+1)
	} else if len(r.words) == MaxCaptures {
		r.words = slices.Delete(r.words, 0, 1)
	}
	r.words = append(r.words, word{change.ConnID, change.State})
}

func (r *replicaRow) renameWord(from, to uint64) {
	i := slices.IndexFunc(r.words, func(w word) bool { return w.connID == from })
	if i < 0 {
		return
	}
	j := slices.IndexFunc(r.words, func(w word) bool { return w.connID == to })
	r.words[i].connID = to
	if j >= 0 {
		r.words = slices.Delete(r.words, min(i, j), min(i, j)+1)
	}
}

// check compares the replica with the board.
func (c *replica) check(b *Board) {
	c.t.Helper()
	if len(c.rows) != b.Len() {
		c.t.Fatalf("invariant 14: %d rows, the changes give %d", b.Len(), len(c.rows))
	}
	for _, r := range b.Rows() {
		want := replicaOf(r)
		got := c.rows[r.Key()]
		if got == nil || !maps.Equal(got.calls, want.calls) || !slices.Equal(got.words, want.words) || got.watched != want.watched ||
			got.agent != want.agent || got.stale != want.stale || got.fault != want.fault {
			c.t.Fatalf("invariant 14: DN %s is\n%+v, the changes give\n%+v", r.Key().DN, want, got)
		}
	}
	for _, s := range b.siteList {
		if c.up[s.name] != s.linked() {
			c.t.Fatalf("invariant 14: the link is up: %v, the changes give %v", s.linked(), c.up[s.name])
		}
		if c.silent[wholeSite] != s.whole.silence.Silent {
			c.t.Fatalf("invariant 14: the recorder is silent: %v, the changes give %v", s.whole.silence.Silent, c.silent[wholeSite])
		}
		if s.whole.silence.Silent {
			continue
		}
		teams := make(map[string]bool)
		for _, team := range b.SilentTeams(s.name) {
			teams[team.Team] = true
		}
		for team, silent := range c.silent {
			if silent && team != wholeSite && !teams[team] {
				c.t.Fatalf("invariant 14: team %q answers, the changes say that it is silent", team)
			}
		}
		for team := range teams {
			if !c.silent[team] {
				c.t.Fatalf("invariant 14: team %q is silent, the changes say that it answers", team)
			}
		}
	}
}
