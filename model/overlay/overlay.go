// Package overlay is what opens on top of the board and takes the keys: a dialog, a
// prompt, the palette, the column picker or the help. Only one of them can be open. The
// package knows keys, texts, action IDs, columns and board keys. It must not know what
// a question is about or carry out anything: it returns what the user chose or typed as
// a Result.
package overlay

import "capdeck/model/action"

// Overlay is what is open on top of the board, if anything, together with the history
// of the prompts and the palette. The zero value is ready to use: nothing is open. An
// Overlay must be used by one goroutine only.
type Overlay struct {
	top       layer // nil while nothing is open
	opened    uint64
	size      Size
	recent    []action.ID // the actions that were used, the most recent one first
	histories map[Purpose]*history
}

// layer is implemented by what can be open: *Dialog, *Prompt, *Palette, *Picker and
// *Help.
type layer interface {
	// press handles a key. It may close the layer.
	press(o *Overlay, key string) Result
	// scroll moves what the layer shows; down if steps is positive.
	scroll(steps int)
	// resize sets how much of the layer the screen has room for.
	resize(size Size)
}

// Purpose is what a dialog or a prompt is for. Its values are defined by the code that
// opens them; this package only returns them.
type Purpose uint8

// Size is how many lines the screen has room for. Zero counts as one.
type Size struct {
	// Dialog is the number of targets of a dialog, Palette the number of lines of
	// the palette.
	Dialog, Palette int
	// Help is the number of lines of the help, and HelpBeyond the number of further
	// lines, which is how far it scrolls.
	Help, HelpBeyond int
}

// Result is what the caller has to act on after a key or a typed text: an Answered,
// Entered, Typed, Moved, Completing, GivenUp, Picked, ColumnsChosen or ColumnFixed. It is nil if
// there is nothing more to do.
type Result interface{ result() }

// IsOpen reports whether anything is open.
func (o *Overlay) IsOpen() bool { return o.top != nil }

// TakesKeys reports whether something that takes every key is open. The help does not:
// it leaves the keys to the actions.
func (o *Overlay) TakesKeys() bool { return o.top != nil && !o.ShowsHelp() }

// Press handles a key. key is its name in ui/keymsg.
func (o *Overlay) Press(key string) Result {
	if o.top == nil {
		return nil
	}
	return o.top.press(o, key)
}

// Scroll moves what is open, as the mouse wheel does; down if steps is positive.
func (o *Overlay) Scroll(steps int) {
	if o.top != nil {
		o.top.scroll(steps)
	}
}

// Resize sets how much the screen has room for.
func (o *Overlay) Resize(size Size) {
	size.Dialog, size.Palette = max(size.Dialog, 1), max(size.Palette, 1)
	size.Help, size.HelpBeyond = max(size.Help, 0), max(size.HelpBeyond, 0)
	o.size = size
	if o.top != nil {
		o.top.resize(size)
	}
}

// Shown reports that a frame with the dialog or the palette with this ID was written to
// the terminal. The dialog accepts answers from now on. chosen is the action that the
// palette shows as selected, or "" if it shows none.
func (o *Overlay) Shown(id uint64, chosen action.ID) {
	switch top := o.top.(type) {
	case *Dialog:
		top.Ready = top.Ready || top.ID == id
	case *Palette:
		if top.ID == id {
			top.Shown = chosen
		}
	}
}

// open opens a layer, replacing anything that is open.
func (o *Overlay) open(top layer) {
	o.top = top
	top.resize(o.size)
}

// nextID returns an ID that was not used before, from 1.
func (o *Overlay) nextID() uint64 {
	o.opened++
	return o.opened
}

// close closes what is open.
func (o *Overlay) close() { o.top = nil }
