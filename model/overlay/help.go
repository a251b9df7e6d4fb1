package overlay

// Help is the open help. Callers must not change it.
type Help struct {
	// Top is the first line that is shown, counted from 0.
	Top int
	// Height is the number of lines that are shown, and Beyond the number of further
	// lines, which is how far it scrolls.
	Height, Beyond int
}

// Help returns the open help, or nil.
func (o *Overlay) Help() *Help {
	help, _ := o.top.(*Help)
	return help
}

// ShowsHelp reports whether the help is open.
func (o *Overlay) ShowsHelp() bool { return o.Help() != nil }

// ToggleHelp opens the help at its first line, or closes it. It does nothing while
// something else is open.
func (o *Overlay) ToggleHelp() {
	switch {
	case o.top == nil:
		o.open(&Help{})
	case o.ShowsHelp():
		o.close()
	}
}

// press does nothing: while the help is open, keys are actions.
func (h *Help) press(*Overlay, string) Result { return nil }

func (h *Help) scroll(steps int) { h.Top = max(min(h.Top+steps, h.Beyond), 0) }

func (h *Help) resize(size Size) {
	h.Height, h.Beyond = size.Help, size.HelpBeyond
	h.Top = min(h.Top, h.Beyond)
}
