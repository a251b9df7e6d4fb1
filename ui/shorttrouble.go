package ui

import (
	"strings"

	"capdeck/ui/cell"
)

// shortTrouble says in fewer words what is wrong with a DN, where so many cells
// have no room for it: cut off, "the link was" and "REJECTED 11" would say
// nothing, or something else.
func shortTrouble(text string, room int) string {
	for _, words := range [...]struct{ long, short string }{
		{" ago", ""},
		{"the link was lost meanwhile", "link lost"},
		{"the registration is not held", "not registered"},
		{"a query went unanswered", "not answered"},
		{"a command went unanswered", "not answered"},
		{"its call has left", "call left"},
		{"nothing was heard for long", "not heard"},
		{"stopped by another client", "stopped"},
		{"not registered yet", "unregistered"},
		{"registration pending", "registering"},
		{"STOPPED UNASKED", "STOPPED"},
		{"REJECTED ", "ERROR "},
	} {
		if text == "" || cell.Width(text) <= room {
			return text
		}
		text = strings.Replace(text, words.long, words.short, 1)
	}
	return text
}
