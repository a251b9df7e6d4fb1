package watch

import (
	"strings"

	"capdeck/model/board"
	"capdeck/model/rows"
	"capdeck/model/say"
	"capdeck/ui/cli/exit"
)

// conditions are the filters of --until. All of them must be met at the same time.
type conditions struct {
	all []condition
	// heard says of which rows enough is known to compare them: by Row.Index.
	heard []bool
}

// noSuchDN says why a filter is useless.
const noSuchDN = "no DN that is watched has such a DN, label and team"

// condition is met while a row matches its filter.
type condition struct {
	text  string
	match rows.Match
	meets []bool // by Row.Index
	count int    // of meets
}

// newConditions parses the filters. The error names the flag.
func newConditions(texts []string, truth *truth) (*conditions, error) {
	c := &conditions{heard: make([]bool, truth.board.Len())}
	for _, text := range texts {
		if strings.TrimSpace(text) == "" {
			return nil, exit.UsageError("--until is blank: write a filter, as in 'state:paused dn:7001'")
		}
		match, err := truth.rows.LineMatch(text)
		if err != nil {
			return nil, exit.UsageError("--until %q: %w", text, err)
		}
		if !truth.has(&match) {
			return nil, exit.UsageError("--until %q can never be met: %s", text, noSuchDN)
		}
		c.all = append(c.all, condition{text: text, match: match, meets: make([]bool, truth.board.Len())})
	}
	return c, nil
}

// changed compares the row of a change. Before a DN was heard from for the first time, its
// state means nothing: the recorder answered a query or did not, T-Server refused the DN, or,
// if nothing is queried, the DN is registered.
func (c *conditions) changed(change *board.Change, queries bool) {
	if len(c.all) == 0 || change.Row == nil {
		return
	}
	switch change.Kind {
	case board.ChangeIndication, board.ChangeQueryFailed, board.ChangeFault:
		c.heard[change.Row.Index()] = true
	case board.ChangeWatched:
		if !queries {
			c.heard[change.Row.Index()] = true
		}
	}
	c.compare(change.Row)
}

// compare compares a row.
func (c *conditions) compare(row *board.Row) {
	at := row.Index()
	for i := range c.all {
		one := &c.all[i]
		meets := c.heard[at] && one.match.Vouches(row)
		if meets != one.meets[at] {
			one.meets[at] = meets
			if one.count++; !meets {
				one.count -= 2
			}
		}
	}
}

// tick compares all rows if time alone can make one of them match.
func (c *conditions) tick(rows []*board.Row) {
	for i := range c.all {
		if c.all[i].match.DependsOnTime() {
			for _, row := range rows {
				c.compare(row)
			}
			return
		}
	}
}

// met reports whether all conditions are met. It is false if there are none.
func (c *conditions) met() bool {
	for i := range c.all {
		if c.all[i].count == 0 {
			return false
		}
	}
	return len(c.all) > 0
}

// unmet returns a sentence about the first condition that is not met, and what was seen
// instead. when is when watching ended.
func (c *conditions) unmet(all []*board.Row, when string) string {
	for i := range c.all {
		if one := &c.all[i]; one.count == 0 {
			about := one.match.Lasting()
			var these []*board.Row
			for _, row := range all {
				if about.Matches(row) {
					these = append(these, row)
				}
			}
			return say.NotMet(one.text, when, say.Seen(these))
		}
	}
	return ""
}
