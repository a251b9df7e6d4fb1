package overlay

import "capdeck/model/board"

// Prompt is a line that the user types at the foot of the screen. Callers must not
// change it: the screen edits its own copy of Text and reports each change by SetText.
type Prompt struct {
	// ID identifies the prompt. OpenPrompt sets it.
	ID uint64
	// Purpose is what the line is for.
	Purpose Purpose
	// Label is shown before the text, such as "/".
	Label string
	// Text is the text typed so far. If completion or the history changes it, the
	// screen's input follows.
	Text string
	// Advice is what the prompt shows about Text.
	Advice
	// Takes is the kind of text that the prompt accepts, which decides how a paste is
	// read.
	Takes Takes
	// Before is returned if the user cancels the prompt.
	Before string
	// Targets are returned with the line that was entered.
	Targets []board.Key
	// Remembers means that accepted lines can be recalled in a later prompt of the same
	// purpose.
	Remembers bool
}

// Advice is what a prompt shows about its text.
type Advice struct {
	// Problem is a sentence about an invalid part, or "" if the text is valid.
	Problem string
	// Hint says in a few words what enter and esc do.
	Hint string
	// Completion is the text that replaces the typed one on tab, or "" if there is
	// none, or if Hint says what tab does.
	Completion string
}

// Takes is the kind of text that a prompt accepts.
type Takes uint8

// The kinds of text. The zero value is TakesText.
const (
	TakesText   Takes = iota
	TakesDNs          // a list of DNs: the lines of a paste are its items
	TakesFilter       // a filter, in which a word can be such a list
)

// Entered is the Result of enter. The prompt stays open until Accept closes it.
type Entered struct {
	// Purpose, Text, Problem and Targets are those of the prompt.
	Purpose       Purpose
	Text, Problem string
	Targets       []board.Key
}

// Typed is the Result of a change of the text. The caller should answer with Advise.
type Typed struct {
	// Purpose and Text are those of the prompt.
	Purpose Purpose
	Text    string
}

// Moved is the Result of the keys up and down in a prompt: down if Steps is positive.
type Moved struct {
	Purpose Purpose
	Steps   int
}

// Completing is the Result of tab and shift+tab: the next completion of the text is wanted
// if Step is 1, the one before if it is -1. The caller should answer with SetText.
type Completing struct {
	// Purpose and Text are those of the prompt.
	Purpose Purpose
	Text    string
	Step    int
}

// GivenUp is the Result of esc. The prompt has been closed.
type GivenUp struct {
	// Purpose and Before are those of the prompt.
	Purpose Purpose
	Before  string
}

func (Entered) result() {}
func (Typed) result()   {}
func (Moved) result()   {}

func (Completing) result() {}
func (GivenUp) result()    {}

// OpenPrompt opens a prompt, replacing anything that is open. It sets the prompt's ID.
func (o *Overlay) OpenPrompt(p Prompt) {
	p.ID = o.nextID()
	if lines := o.history(&p); lines != nil {
		lines.rewind()
	}
	o.open(&p)
}

// Prompt returns the open prompt, including that of the palette, or nil. The caller must
// not change it.
func (o *Overlay) Prompt() *Prompt {
	switch top := o.top.(type) {
	case *Prompt:
		return top
	case *Palette:
		return &top.Prompt
	}
	return nil
}

// SetText sets the text to what the screen's input now holds.
func (o *Overlay) SetText(text string) Result {
	switch top := o.top.(type) {
	case *Prompt:
		return top.set(text)
	case *Palette:
		top.set(text)
	}
	return nil
}

// Advise sets the advice on the text of the open prompt.
func (o *Overlay) Advise(advice Advice) {
	if p := o.Prompt(); p != nil {
		p.Advice = advice
	}
}

// SetProblem sets a sentence on what is wrong with the text of the open prompt, or "" if
// the text is valid.
func (o *Overlay) SetProblem(problem string) {
	if p := o.Prompt(); p != nil {
		p.Problem = problem
	}
}

// Accept closes the open prompt and remembers its line for later prompts.
func (o *Overlay) Accept() {
	p, ok := o.top.(*Prompt)
	if !ok {
		return
	}
	o.close()
	if lines := o.history(p); lines != nil {
		lines.add(p.Text)
	}
}

// history returns the history of a prompt's purpose, or nil if it has none.
func (o *Overlay) history(p *Prompt) *history {
	if !p.Remembers {
		return nil
	}
	if o.histories == nil {
		o.histories = map[Purpose]*history{}
	}
	lines := o.histories[p.Purpose]
	if lines == nil {
		lines = &history{}
		o.histories[p.Purpose] = lines
	}
	return lines
}

// set changes the text. The advice on the old text no longer applies, except the hint.
func (p *Prompt) set(text string) Result {
	p.Text, p.Problem, p.Completion = text, "", ""
	return Typed{Purpose: p.Purpose, Text: text}
}

// press handles a key that does not edit the text.
func (p *Prompt) press(o *Overlay, key string) Result {
	switch key {
	case "enter":
		return Entered{Purpose: p.Purpose, Text: p.Text, Problem: p.Problem, Targets: p.Targets}
	case "esc", "ctrl+c":
		o.close()
		return GivenUp{Purpose: p.Purpose, Before: p.Before}
	case "up":
		return Moved{p.Purpose, -1}
	case "down":
		return Moved{p.Purpose, 1}
	case "tab":
		return Completing{p.Purpose, p.Text, 1}
	case "shift+tab":
		return Completing{p.Purpose, p.Text, -1}
	case "ctrl+p":
		return p.recall(o.history(p), -1)
	case "ctrl+n":
		return p.recall(o.history(p), 1)
	}
	return nil
}

// recall replaces the text by the line before or after the one that is shown.
func (p *Prompt) recall(lines *history, step int) Result {
	if lines == nil {
		return nil
	}
	text, ok := lines.walk(p.Text, step)
	if !ok {
		return nil
	}
	return p.set(text)
}

func (p *Prompt) scroll(int) {}

func (p *Prompt) resize(Size) {}
