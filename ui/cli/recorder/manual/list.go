package manual

import (
	"slices"

	"capdeck/tlibconn/recorder"
)

// maxWaiting is how many commands can wait for an answer. Beyond that, the oldest is given up.
const maxWaiting = 10_000

// list holds the commands that wait for an answer, oldest first, and which of them is under the
// cursor. The cursor is a command's ID, so that it stays on its command.
type list struct {
	waiting []recorder.Command
	cursor  uint64 // 0 if no command waits
}

// add adds a command at the end. It returns the command that is given up for it, if full is true.
func (l *list) add(command recorder.Command) (dropped recorder.Command, full bool) {
	if len(l.waiting) >= maxWaiting {
		dropped, full = l.waiting[0], true
		l.remove(dropped.ID)
	}
	l.waiting = append(l.waiting, command)
	if l.cursor == 0 {
		l.cursor = command.ID
	}
	return dropped, full
}

// remove removes a command. The cursor goes to the next one, or the last.
func (l *list) remove(id uint64) {
	at := l.index(id)
	if at < 0 {
		return
	}
	l.waiting = slices.Delete(l.waiting, at, at+1)
	if l.cursor == id {
		l.put(at)
	}
}

// move moves the cursor by a number of commands, and stops at the ends.
func (l *list) move(by int) { l.put(l.index(l.cursor) + by) }

// put puts the cursor on the command at an index, or the nearest one.
func (l *list) put(at int) {
	l.cursor = 0
	if n := len(l.waiting); n > 0 {
		l.cursor = l.waiting[min(max(at, 0), n-1)].ID
	}
}

// under returns the command under the cursor, and false if there is none.
func (l *list) under() (recorder.Command, bool) {
	at := l.index(l.cursor)
	if at < 0 {
		return recorder.Command{}, false
	}
	return l.waiting[at], true
}

// index returns the index of a command, -1 if it does not wait.
func (l *list) index(id uint64) int {
	// IDs increase.
	at, found := slices.BinarySearchFunc(l.waiting, id, func(c recorder.Command, id uint64) int {
		switch {
		case c.ID < id:
			return -1
		case c.ID > id:
			return 1
		}
		return 0
	})
	if !found {
		return -1
	}
	return at
}
