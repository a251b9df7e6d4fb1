package overlay

import "slices"

const (
	// mostHistory is the number of lines that a history keeps.
	mostHistory = 50
	// longestKept is the length in bytes of the longest line that a history keeps. A
	// pasted list is not recalled, and fifty of them would take a lot of memory.
	longestKept = 16 << 10
)

// history has the lines that were accepted in prompts of one purpose, oldest first, each
// line once.
type history struct {
	lines []string
	at    int    // index of the line that is shown, or len(lines) for the draft
	draft string // the text that was typed before the first step back
}

// rewind returns to an empty draft.
func (h *history) rewind() { h.at, h.draft = len(h.lines), "" }

// add keeps a line that was accepted.
func (h *history) add(line string) {
	if line == "" || len(line) > longestKept {
		return
	}
	h.lines = slices.DeleteFunc(h.lines, func(old string) bool { return old == line })
	if len(h.lines) == mostHistory {
		h.lines = slices.Delete(h.lines, 0, 1)
	}
	h.lines = append(h.lines, line)
	h.rewind()
}

// walk goes back (-1) or forward (1) and returns the line there; ok is false at either
// end. text is the text of the prompt, which walk returns again after the newest line.
func (h *history) walk(text string, step int) (line string, ok bool) {
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
