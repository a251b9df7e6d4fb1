package dntext

import (
	"strings"

	"capdeck/ui/cell"
)

// Short says what is wrong with a DN in fewer words if text takes more than room
// cells: if they were cut off, "the link was" would say nothing and "REJECTED 11"
// something else.
func Short(text string, room int) string {
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
