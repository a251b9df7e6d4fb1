package model

import "capdeck/model/effect"

// Prompt is a line that the user types at the foot of the screen, and what
// becomes of it. It is for reading: the screen edits its own copy of Text and
// sends PromptText and PromptKey.
type Prompt struct {
	// ID tells prompts apart, from 1.
	ID uint64
	// Label stands in front of the text, such as "/".
	Label string
	// Text is what is typed so far. Where the model changes it, by completion
	// or history, the screen's input follows.
	Text string
	// Problem is a sentence about what was not understood, "" if all was.
	Problem string
	// Completion is what tab makes of Text, "" for nothing.
	Completion string
	// Hint says in a few words what enter and esc do.
	Hint string
	// IsList says that Text is a list of DNs: the lines of a paste are its items.
	IsList bool
	// EndsInList reports whether what is typed behind a text belongs to a list of
	// DNs within it, in which an item with a blank stands in double quotes. nil
	// means that there is no such list.
	EndsInList func(text string) bool

	// changed takes each change of Text, and may set Problem; accept takes
	// enter: the prompt closes unless it returns false; cancel takes esc. step
	// takes up and down, and pgup and pgdown as the steps of one page; all but
	// accept may be nil.
	changed  func(p *Prompt)
	accept   func(p *Prompt) (effects []effect.Effect, done bool)
	cancel   func()
	step     func(steps int)
	page     func() int
	complete func(text string) string
	history  *history
}

// Prompt is the line that is typed now, or nil. It is for reading.
func (m *Model) Prompt() *Prompt { return m.prompt }

// ask opens a prompt.
func (m *Model) ask(p Prompt) {
	m.prompts++
	p.ID = m.prompts
	m.prompt = &p
	p.history.rewind()
	p.suggest()
}

// promptText takes what the input holds now.
func (m *Model) promptText(text string) {
	if m.prompt != nil {
		m.prompt.set(text)
	}
}

// set changes the text and tells whom it concerns.
func (p *Prompt) set(text string) {
	p.Text, p.Problem = text, ""
	if p.changed != nil {
		p.changed(p)
	}
	p.suggest()
}

func (p *Prompt) suggest() {
	p.Completion = ""
	if p.complete != nil {
		p.Completion = p.complete(p.Text)
	}
}

// promptKey takes a key that edits no text.
func (m *Model) promptKey(key string) []effect.Effect {
	p := m.prompt
	if p == nil {
		return nil
	}
	switch key {
	case "enter":
		effects, done := p.accept(p)
		if done && m.prompt == p {
			m.prompt = nil
			p.history.add(p.Text)
		}
		return effects
	case "esc", "ctrl+c":
		m.prompt = nil
		if p.cancel != nil {
			p.cancel()
		}
	case "up":
		p.move(-1)
	case "down":
		p.move(1)
	case "pgup", "pgdown":
		if p.page != nil {
			p.move(max(p.page(), 1) * map[string]int{"pgup": -1, "pgdown": 1}[key])
		}
	case "tab":
		if p.Completion != "" {
			p.set(p.Completion)
		}
	case "ctrl+p", "ctrl+n":
		if text, ok := p.history.walk(p.Text, map[string]int{"ctrl+p": -1, "ctrl+n": 1}[key]); ok {
			p.set(text)
		}
	}
	return nil
}

// move moves what the prompt is about.
func (p *Prompt) move(steps int) {
	if p.step != nil {
		p.step(steps)
	}
}
