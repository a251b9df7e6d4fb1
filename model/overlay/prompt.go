package overlay

import "capdeck/model/board"

// Prompt is a line that the user types at the foot of the screen. It is for reading:
// the screen edits its own copy of Text and reports each change by SetText.
type Prompt struct {
	// ID tells prompts apart. OpenPrompt sets it.
	ID uint64
	// Purpose says what the line is for.
	Purpose Purpose
	// Label stands in front of the text, such as "/".
	Label string
	// Text is what has been typed so far. If completion or the history changes it,
	// the screen's input follows.
	Text string
	// Advice is what the user is told about Text.
	Advice
	// Takes says what Text is, which decides how a paste is read.
	Takes Takes
	// Before is handed back if the user gives the prompt up.
	Before string
	// Targets are handed back with what was entered.
	Targets []board.Key
	// Remembers says that the lines that were accepted can be recalled in a later
	// prompt of the same purpose.
	Remembers bool
}

// Advice is what the user is told about the text of a prompt.
type Advice struct {
	// Problem is a sentence about what was not understood, or "" if all of it was.
	Problem string
	// Hint says in a few words what enter and esc do.
	Hint string
	// Completion is the text that tab puts in place of the one that was typed, or ""
	// if there is none.
	Completion string
}

// Takes says what the text of a prompt is.
type Takes uint8

// What a prompt can take. The zero value is TakesText.
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

// Typed is the Result of a change of the text. It calls for Advise.
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

// GivenUp is the Result of esc. The prompt is closed.
type GivenUp struct {
	// Purpose and Before are those of the prompt.
	Purpose Purpose
	Before  string
}

func (Entered) result() {}
func (Typed) result()   {}
func (Moved) result()   {}
func (GivenUp) result() {}

// OpenPrompt lets the user type a line, in place of what is open. It sets the
// prompt's ID.
func (o *Overlay) OpenPrompt(p Prompt) {
	p.ID = o.nextID()
	if lines := o.history(&p); lines != nil {
		lines.rewind()
	}
	o.open(&p)
}

// Prompt returns the line that is being typed, that of the palette included, or nil.
// It is for reading.
func (o *Overlay) Prompt() *Prompt {
	switch top := o.top.(type) {
	case *Prompt:
		return top
	case *Palette:
		return &top.Prompt
	}
	return nil
}

// SetText reports what the screen's input holds now.
func (o *Overlay) SetText(text string) Result {
	switch top := o.top.(type) {
	case *Prompt:
		return top.set(text)
	case *Palette:
		top.set(text)
	}
	return nil
}

// Advise says what there is to say about the text of the open prompt.
func (o *Overlay) Advise(advice Advice) {
	if p := o.Prompt(); p != nil {
		p.Advice = advice
	}
}

// SetProblem says what is wrong with the text of the open prompt, or "" if nothing
// is.
func (o *Overlay) SetProblem(problem string) {
	if p := o.Prompt(); p != nil {
		p.Problem = problem
	}
}

// Accept closes the open prompt and keeps its line for later prompts.
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

// history returns the lines that were typed for a prompt's purpose, or nil if none
// are kept.
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

// set changes the text. What was said about the old one no longer applies; the hint
// does.
func (p *Prompt) set(text string) Result {
	p.Text, p.Problem, p.Completion = text, "", ""
	return Typed{Purpose: p.Purpose, Text: text}
}

// press handles a key that edits no text.
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
		if p.Completion != "" {
			return p.set(p.Completion)
		}
	case "ctrl+p":
		return p.recall(o.history(p), -1)
	case "ctrl+n":
		return p.recall(o.history(p), 1)
	}
	return nil
}

// recall puts the line before or after the one that is shown in place of the text.
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
