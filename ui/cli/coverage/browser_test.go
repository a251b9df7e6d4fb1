package coverage

import (
	"bytes"
	"strings"
	"testing"

	"capdeck/model/say"
	"capdeck/ui/internal/browsertest"
)

// A browser shows the page without the network, and takes no text in it for markup.
func TestInBrowser(t *testing.T) {
	for name, days := range map[string]int{"coverage-day": 1, "coverage-days": 3} {
		var out bytes.Buffer
		if err := hostilePage(days).writeHTML(&out); err != nil {
			t.Fatal(err)
		}
		page := browsertest.Open(t, name, out.Bytes())
		if len(page.Requests) != 0 {
			t.Errorf("%s: the page needs the network: %q", name, page.Requests)
		}
		if strings.Contains(page.DOM, "<script") || !strings.Contains(page.DOM, say.ReportRestsOn) {
			t.Errorf("%s: the document is\n%s", name, page.DOM)
		}
	}
}
