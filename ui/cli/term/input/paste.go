package input

import (
	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/keymsg"
)

// pasteEnd is the sequence that a terminal sends after a paste.
const pasteEnd = "\x1b[201~"

// pasted is a paste that has not ended yet.
type pasted struct {
	text    []byte // including what may be the beginning of pasteEnd
	matched int    // number of bytes of pasteEnd that were read last
	over    bool   // too long or not wanted: nothing is kept
}

func (p *pasted) clear() { *p = pasted{} }

func (d *Decoder) beginPaste() {
	if d.alt && !d.late {
		d.alt = false
		d.press(tea.KeyMsg{Type: tea.KeyEsc})
	}
	d.paste.over, d.overdue = d.frame == 0, false
	d.goOn(paste, pasteWait)
}

func (d *Decoder) inPaste(b byte) {
	p := &d.paste
	switch b {
	case pasteEnd[p.matched]:
		p.matched++
	case esc:
		p.matched = 1
	default:
		p.matched = 0
	}
	if !p.over {
		p.text = append(p.text, b)
		if len(p.text) > MaxPaste+len(pasteEnd) {
			p.text, p.over = nil, true
		}
	}
	if p.matched < len(pasteEnd) {
		d.goOn(paste, pasteWait)
		return
	}
	d.state = ground
	switch {
	case d.overdue: // it was refused already
	case p.over:
		d.send(keymsg.PasteRefused{Limit: MaxPaste})
	default:
		// Bytes that are not UTF-8 become U+FFFD: a damaged DN must not look like another one.
		text := []rune(string(p.text[:len(p.text)-len(pasteEnd)]))
		d.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: text, Paste: true})
	}
	p.clear()
}
