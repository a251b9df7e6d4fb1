// Package overlay holds what lies on top of the board and takes the keys: a dialog,
// a prompt, the palette, the column picker or the help. Only one of them can be open,
// because there is one field for it. The package knows keys, texts, action IDs,
// columns and board keys; it does not know what a question is about, carries nothing
// out, and calls no other part: it returns what the user chose or typed as a Result.
package overlay

import "capdeck/model/action"

// Overlay is what lies on top of the board, if anything does, together with what the
// prompts and the palette remember. The zero value is ready to use: nothing is open.
// It is used by one goroutine.
type Overlay struct {
	top       layer // nil while nothing is open
	opened    uint64
	size      Size
	recent    []action.ID // the actions that were used, the last one first
	histories map[Purpose]*history
}

// layer is what can be open: one of *Dialog, *Prompt, *Palette, *Picker and *Help.
type layer interface {
	// press handles a key. It may close the layer.
	press(o *Overlay, key string) Result
	// scroll moves what the layer shows; down if steps is positive.
	scroll(steps int)
	// resize tells the layer how much of it the screen has room for.
	resize(size Size)
}

// Purpose says what a dialog or a prompt is for. Its values are defined by whoever
// opens them; this package only hands them back.
type Purpose uint8

// Size says how many lines the screen has room for. Zero counts as one.
type Size struct {
	// Dialog is the number of targets of a dialog, Palette the number of lines of
	// the palette.
	Dialog, Palette int
	// Help is the number of lines of the help, and HelpBeyond the number of further
	// lines, which is how far it scrolls.
	Help, HelpBeyond int
}

// Result is what a key or a typed text led to, as far as someone else has to act: an
// Answered, Entered, Typed, Moved, GivenUp, Picked, ColumnsChosen or ColumnFixed. It
// is nil if there is nothing more to do.
type Result interface{ result() }

// IsOpen reports whether anything is open.
func (o *Overlay) IsOpen() bool { return o.top != nil }

// TakesKeys reports whether something is open that takes every key. The help does
// not: it leaves the keys to the actions.
func (o *Overlay) TakesKeys() bool { return o.top != nil && !o.ShowsHelp() }

// Press handles a key, by the names of ui/keymsg.
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

// Resize says how much the screen has room for.
func (o *Overlay) Resize(size Size) {
	size.Dialog, size.Palette = max(size.Dialog, 1), max(size.Palette, 1)
	size.Help, size.HelpBeyond = max(size.Help, 0), max(size.HelpBeyond, 0)
	o.size = size
	if o.top != nil {
		o.top.resize(size)
	}
}

// Shown says that a frame was written to the terminal that shows the dialog or the
// palette with this ID. The dialog takes answers from now on. chosen is the action
// that the palette shows as selected, or "" if it shows none.
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

// open puts a layer on top, in place of what is open.
func (o *Overlay) open(top layer) {
	o.top = top
	top.resize(o.size)
}

// nextID returns an ID that nothing was opened with before, from 1.
func (o *Overlay) nextID() uint64 {
	o.opened++
	return o.opened
}

// close takes away what is open.
func (o *Overlay) close() { o.top = nil }
