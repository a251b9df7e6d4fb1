package header

import (
	"capdeck/model/action"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/tlibconn/event"
)

// connection reports what is wrong with the connection, and what to do. Its text is empty
// if nothing is wrong.
func (h *Header) connection(link *event.Link) Notice {
	said := say.Connection{Link: link, Host: h.Host, Reconnect: h.reconnectKey("", "")}
	if h.Board.Counters().Stale > 0 {
		said.StaleGlyph = h.Glyphs.Stale
	}
	part := said.Text()
	if part.Role == say.Fault {
		return Notice{themes.Error, part.Text}
	}
	return Notice{themes.Warning, part.Text}
}

// reconnectKey names the key that reconnects, between two texts. It is empty if no key
// does.
func (h *Header) reconnectKey(before, after string) string {
	return h.Keys.Hint(action.Reconnect, before, after)
}
