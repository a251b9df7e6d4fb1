package model

import "slices"

// themeChoice is the theme that the user has chosen among those that there are.
type themeChoice struct {
	names  []string // the first is in force until the user chooses
	chosen string   // it may be gone
}

// name is the name of the theme in force, "" if there are none.
func (c *themeChoice) name() string {
	switch {
	case len(c.names) == 0:
		return ""
	case slices.Contains(c.names, c.chosen):
		return c.chosen
	}
	return c.names[0]
}

// next steps to the theme behind the one in force, and returns a sentence about it, ""
// if there are none.
func (c *themeChoice) next() string {
	if len(c.names) == 0 {
		return ""
	}
	c.chosen = c.names[(slices.Index(c.names, c.name())+1)%len(c.names)]
	return "theme: " + c.chosen
}

// replace gives new names, and returns a sentence if another theme is in force now.
func (c *themeChoice) replace(names []string) string {
	before := c.name()
	c.names = names
	switch now := c.name(); {
	case now == before || before == "":
		return ""
	case now == c.chosen:
		return "the theme " + now + " is there again"
	default:
		return "the theme " + before + " is gone: " + now + " is shown"
	}
}
