package ui

import (
	"testing"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// latin1 decodes ISO 8859-1.
func latin1(text []byte) string {
	runes := make([]rune, len(text))
	for i, b := range text {
		runes[i] = rune(b)
	}
	return string(runes)
}

// TestCodePageIsReadable checks how text from a server that sends ISO 8859-1 is shown.
func TestCodePageIsReadable(t *testing.T) {
	truth := board.New(board.Options{Text: latin1})
	truth.Add(entries("7001", "7002", "É1")...)
	w := newWindow(t, 160, 50, func(o *Options, m *model.Options) { o.Text, m.Board = latin1, truth })
	w.linkUp()
	w.register("7001")
	w.refuse("7002", 59, "nicht verf\xfcgbar")
	w.call(wire.EventEstablished, "7001", 5, "M\xfcller")
	w.message(wire.EventAgentLogin, thisDN("7001"), wire.TextAttribute(wire.AttributeAgentID, "\xd8deg\xe5rd"))
	w.message(wire.EventUserEvent, thisDN("7001"), w.capture("d\xe9marr\xe9"))
	w.message(wire.EventUserEvent, thisDN("\xc91"), w.capture("enabled")) // DN É1 in the code page
	w.flush()
	for _, text := range []string{"Ødegård", "talking Müller", "nicht verfügbar", "? 'démarré'"} {
		w.shows(text)
	}
	if row := truth.Row(board.Key{Site: site, DN: "É1"}); row.State() != board.StateUnknown {
		t.Error("a DN was compared as decoded text instead of byte by byte")
	}
	w.keys("<tab><up><down><enter>")
	w.shows("AttributeThisDN              'É1'")
	w.keys("<up>")
	w.shows("'screen-capture'         'démarré'")
	w.link(event.Link{State: event.LinkWaiting, Reason: "Verbindung zur\xfcckgesetzt"})
	w.flush()
	w.shows("Verbindung zurückgesetzt")
	w.keys("<end>")
	w.shows("-- NOT CONNECTED  sip-a:5000  Verbindung zurückgesetzt")
}

// TestWithoutCharsetBytesAreSeenAsBytes checks that the full text shows raw bytes if no
// code page was configured.
func TestWithoutCharsetBytesAreSeenAsBytes(t *testing.T) {
	w := running(t, 160, 50, 1, nil)
	w.message(wire.EventUserEvent, thisDN("7001"), w.capture("d\xe9marr\xe9"))
	w.flush()
	w.shows("? 'd\ufffdmarr\ufffd'")
	w.keys("<tab><up><down><enter>")
	w.shows(`'d\xe9marr\xe9'`)
}
