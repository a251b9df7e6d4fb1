package ui

import (
	"strings"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/model/incidents"
	"capdeck/tlibconn/wire"
)

// TestDetailSaysWhenTheCaptureBegan checks the time to capture in the detail of a DN: as it
// was seen, or as an upper bound if a query found the capture.
func TestDetailSaysWhenTheCaptureBegan(t *testing.T) {
	for _, test := range []struct {
		name, want string
		indicate   func(w *window)
	}{
		{"told", "captured after 400 ms", func(w *window) {
			w.later(400 * time.Millisecond)
			w.indicate("7001", "enabled", 0xc1)
		}},
		{"found", "captured after <2.1 s   a query found it", func(w *window) {
			w.later(2 * time.Second)
			w.keys("u")
			for _, query := range w.leave() {
				w.accept(query)
			}
			w.later(30 * time.Millisecond)
			w.indicate("7001", "enabled", 0xc1)
		}},
		{"not", "not captured for 3s", func(w *window) { w.later(3 * time.Second) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := running(t, 120, 40, 2, nil)
			for _, query := range w.leave() {
				w.accept(query)
			}
			w.indicate("7001", "disabled", 0)
			w.flush()
			w.later(5 * time.Second)
			w.call(wire.EventEstablished, "7001", 0xc1, "+4930")
			w.flush()
			test.indicate(w)
			w.flush()
			w.keys("<enter>")
			w.shows("On calls       since 14:02:15")
			w.shows(test.want)
		})
	}
}

// TestDetailListsIncidents checks that the detail of a DN lists what nobody has acknowledged,
// and that K acknowledges it from there, whichever pane has the focus.
func TestDetailListsIncidents(t *testing.T) {
	for _, focus := range []string{"", "<tab>"} {
		w := floor(t, 120, 40, nil)
		w.wentWrong()
		w.keys("/dn:7004<enter>")
		w.keys("<enter>" + focus)
		w.shows("Incidents      ! not captured   12:13:33")
		w.shows("(26h ago)   over, 1h   the recorder did not answer")
		w.shows("K acknowledges ")
		w.keys("K")
		w.screen()
		w.keys("<enter>a try<enter>")
		if left := w.model.Incidents().OfDN(board.Key{Site: site, DN: "7004"}); len(left) != 0 {
			t.Errorf("%d are left", len(left))
		}
		w.showsNot("Incidents   ")
	}
}

// TestDetailOfManyIncidents checks that the list in the detail has a bound.
func TestDetailOfManyIncidents(t *testing.T) {
	w := running(t, 120, 60, 2, nil)
	for n := range 20 {
		w.call(wire.EventEstablished, "7001", uint64(n+1), "+4930")
		w.flush()
		w.later(11 * time.Second)
		w.call(wire.EventReleased, "7001", uint64(n+1), "+4930")
		w.flush()
		w.later(time.Second)
	}
	w.keys("<enter>")
	if got := strings.Count(strings.Join(w.lines(), "\n"), "! not captured"); got != 8 || len(w.model.Incidents().All()) != 20 {
		t.Errorf("%d of %d incidents are listed", got, len(w.model.Incidents().All()))
	}
	w.shows("and 12 earlier ones   K acknowledges them")
	if kind := w.model.Incidents().All()[0].Kind; kind != incidents.NotCaptured {
		t.Errorf("the incidents are of the kind %s", kind)
	}
}
