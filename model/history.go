package model

import "slices"

const (
	// mostHistory is how many lines a history keeps.
	mostHistory = 50
	// longestKept is how long a line that it keeps may be, in bytes: a pasted list
	// is not called back, and fifty of them would be a lot of memory.
	longestKept = 16 << 10
)

// history is what was typed into a prompt before, oldest first, each line once.
// A nil history has nothing and takes nothing.
type history struct {
	lines []string
	at    int    // of the line that is shown; len(lines) for the draft
	draft string // what was typed before the first step back
}

// rewind begins at the newest line again.
func (h *history) rewind() {
	if h != nil {
		h.at, h.draft = len(h.lines), ""
	}
}

// add takes a line that was accepted.
func (h *history) add(line string) {
	if h == nil || line == "" || len(line) > longestKept {
		return
	}
	h.lines = slices.DeleteFunc(h.lines, func(old string) bool { return old == line })
	if len(h.lines) == mostHistory {
		h.lines = slices.Delete(h.lines, 0, 1)
	}
	h.lines = append(h.lines, line)
	h.rewind()
}

// walk goes back (-1) or forward (1) and returns the line there; ok is false at
// either end. text is what stands in the prompt now: it comes back at the end.
func (h *history) walk(text string, step int) (line string, ok bool) {
	if h == nil {
		return "", false
	}
	to := h.at + step
	if to < 0 || to > len(h.lines) {
		return "", false
	}
	if h.at == len(h.lines) {
		h.draft = text
	}
	h.at = to
	if to == len(h.lines) {
		return h.draft, true
	}
	return h.lines[to], true
}
