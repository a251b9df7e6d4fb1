package browsertest

import (
	"slices"
	"strings"
	"testing"
)

// What a page asks the network for is seen, be it with TLS, without, or from this machine.
func TestOpen(t *testing.T) {
	page := Open(t, "requests", []byte(`<!DOCTYPE html><p id="text">shown</p>
<img src="http://pictures.example/a.png"><img src="https://secure.example/b.png"><img src="http://127.0.0.1:7999/c.png">
<link rel="stylesheet" href="http://styles.example/d.css"><iframe src="https://frame.example/"></iframe>`))
	if !strings.Contains(page.DOM, `<p id="text">shown</p>`) {
		t.Errorf("the document is %s", page.DOM)
	}
	for _, want := range []string{"http://pictures.example/a.png", "https://secure.example/b.png", "http://127.0.0.1:7999/c.png", "http://styles.example/d.css", "https://frame.example/"} {
		if !slices.Contains(page.Requests, want) {
			t.Errorf("%q was not seen in %q", want, page.Requests)
		}
	}
}

// What the browser asks for of its own accord is not held against a page.
func TestOpenQuiet(t *testing.T) {
	if page := Open(t, "quiet", []byte(`<!DOCTYPE html><p>nothing</p>`)); len(page.Requests) != 0 {
		t.Errorf("the page is said to have sent %q", page.Requests)
	}
}
