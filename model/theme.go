package model

import "slices"

// themeChoice is the list of themes and the one that the user has chosen.
type themeChoice struct {
	names  []string // the first is in force until the user chooses
	chosen string   // it may no longer be among the names
}

// name returns the name of the theme in force, or "" if there are no themes.
func (c *themeChoice) name() string {
	switch {
	case len(c.names) == 0:
		return ""
	case slices.Contains(c.names, c.chosen):
		return c.chosen
	}
	return c.names[0]
}

// next switches to the theme after the one in force, and returns a sentence about it,
// or "" if there are no themes.
func (c *themeChoice) next() string {
	if len(c.names) == 0 {
		return ""
	}
	c.chosen = c.names[(slices.Index(c.names, c.name())+1)%len(c.names)]
	return "theme: " + c.chosen
}

// replace sets new names, and returns a sentence if that changed the theme in force.
func (c *themeChoice) replace(names []string) string {
	before := c.name()
	c.names = names
	switch now := c.name(); {
	case now == before || before == "":
		return ""
	case now == c.chosen:
		return "the theme " + now + " is available again"
	default:
		return "the theme " + before + " is gone; using " + now
	}
}
