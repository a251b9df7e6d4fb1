package report

import (
	"bytes"
	"strings"
	"testing"

	"capdeck/ui/internal/browsertest"
)

// A browser shows the page without the network, and takes no text in it for markup.
func TestInBrowser(t *testing.T) {
	var out bytes.Buffer
	if err := WriteHTML(&out, sample(t), always, nil); err != nil {
		t.Fatal(err)
	}
	page := browsertest.Open(t, "check", out.Bytes())
	if len(page.Requests) != 0 {
		t.Errorf("the page needs the network: %q", page.Requests)
	}
	if strings.Contains(page.DOM, "<script") || !strings.Contains(page.DOM, "rec/pause/told-by-query") {
		t.Errorf("the document is\n%s", page.DOM)
	}
}
