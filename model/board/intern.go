package board

import (
	"unicode/utf8"

	"capdeck/tlibconn/event"
)

// maxInterned is the number of texts that the board keeps for reuse. When it is reached,
// the board forgets them all and starts again, so that a peer cannot make it grow.
const maxInterned = 16384

// text returns short text from the network as a string that the board owns, cut at
// maxPartyText bytes.
func (b *Board) text(value []byte) string {
	if len(value) == 0 {
		return ""
	}
	if s, ok := b.interned[string(value)]; ok {
		return s
	}
	s := b.readable(value, maxPartyText)
	if len(value) > maxPartyText {
		return s
	}
	if len(b.interned) >= maxInterned {
		clear(b.interned)
	}
	key := s
	if key != string(value) {
		key = string(value)
	}
	b.interned[key] = s
	return s
}

// readable copies text from the network in readable form, cut at limit bytes.
func (b *Board) readable(value []byte, limit int) string {
	if b.options.Text == nil || utf8.Valid(value) {
		return cutBytes(value, limit)
	}
	return cut(b.options.Text(value[:min(len(value), limit)]), limit)
}

// readLink makes the texts of a link readable, which the session received from the
// network.
func (b *Board) readLink(link *event.Link) {
	if b.options.Text == nil {
		return
	}
	for _, text := range [...]*string{&link.Version, &link.Application, &link.Reason, &link.Other} {
		if !utf8.ValidString(*text) {
			*text = cut(b.options.Text([]byte(*text)), maxErrorText)
		}
	}
}

// cutBytes copies text and cuts it at limit bytes, between two runes.
func cutBytes(value []byte, limit int) string {
	if len(value) <= limit {
		return string(value)
	}
	at := limit
	for at > limit-utf8.UTFMax && !utf8.RuneStart(value[at]) {
		at--
	}
	return string(value[:at])
}

// cut is cutBytes for a string.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return cutBytes([]byte(s[:limit+1]), limit)
}
