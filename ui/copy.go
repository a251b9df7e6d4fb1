package ui

import (
	"strings"

	"capdeck/model/dnlist"
	"capdeck/model/effect"
	"capdeck/ui/canvas"
	"capdeck/ui/export"
)

// writeCopies fills in the texts of copies, which the model cannot make.
func (a *App) writeCopies(effects []effect.Effect) {
	for i, e := range effects {
		asked, ok := e.(effect.Copy)
		if !ok {
			continue
		}
		switch asked.Of {
		case effect.CopiedDNs:
			dns := make([]string, len(asked.Keys))
			for j, key := range asked.Keys {
				dns[j] = dnlist.Quote(export.Clean(key.DN))
			}
			asked.Text = strings.Join(dns, "\n")
		case effect.CopiedMessage:
			if entry, ok := a.model.Messages().Message(asked.Message); ok {
				asked.Text = a.reader.Whole(&entry)
			}
		case effect.CopiedDetail:
			asked.Text = canvas.Unstyled(a.copiedText())
		}
		effects[i] = asked
	}
}
