package coverage

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/coverage/report"
	"capdeck/model/incidents"
	"capdeck/model/say"
)

var midnight = time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)

const hostile = "=HYPERLINK(\"x\")<script>alert(1)</script>\u202e\x1b[31m&\"'"

// hostilePage returns a report in which every text that comes from outside is hostile.
func hostilePage(days int) *page {
	key := board.Key{Site: hostile, DN: hostile}
	began := midnight.Add(10 * time.Hour)
	run := report.Run{
		Process: hostile, User: hostile, Version: hostile, Site: hostile, Server: hostile, Policy: []string{hostile}, From: midnight, To: midnight.AddDate(0, 0, days),
		Watched: []report.Watched{{Key: key, Team: hostile, From: midnight, To: midnight.AddDate(0, 0, days)}},
		Stretches: []coverage.Stretch{
			{
				Key: key, Label: hostile, Team: hostile, Agent: hostile, Began: began, Ended: began.Add(time.Minute), Off: 30 * time.Second, Captured: 30 * time.Second, AtLeast: true,
				Calls: []coverage.StretchCall{{ConnID: 1, UUID: hostile, Other: hostile, Began: began, Ended: began.Add(time.Minute)}},
				Gaps:  []coverage.Gap{{Began: began, Ended: began.Add(30 * time.Second), Off: 30 * time.Second, Cause: coverage.GapStopped}},
			},
			{Key: key, Began: began.Add(time.Hour), Ended: began.Add(time.Hour + time.Minute), Captured: time.Minute, EverCaptured: true, CapturedAfter: time.Second, Calls: []coverage.StretchCall{{ConnID: 2}}},
		},
	}
	about := incidents.Incident{
		ID: hostile, Kind: incidents.NotCaptured, Key: key, Began: began, Reason: incidents.ReasonRecorder, Note: hostile, By: hostile, Acknowledged: began, Cause: hostile,
	}
	now := midnight.AddDate(0, 0, days)
	made := report.Make([]report.Run{run}, report.Options{From: midnight, To: now, Now: now, Incidents: []incidents.Incident{about}})
	return &page{Report: made, asked: &query{target: 98}, now: now}
}

// The page is well-formed, has its plots, tables and words, and no text from outside becomes
// markup or a control character.
func TestHTML(t *testing.T) {
	t.Parallel()
	for _, days := range []int{1, 3} {
		var out bytes.Buffer
		if err := hostilePage(days).writeHTML(&out); err != nil {
			t.Fatal(err)
		}
		text := out.String()
		for _, unwanted := range []string{"<script", "\x1b", "\u202e", "http://", "https://", "src=", "href=", "@import", "url(h", "ZgotmplZ"} {
			if strings.Contains(text, unwanted) {
				t.Errorf("the page has %q", unwanted)
			}
		}
		for _, wanted := range []string{
			"&lt;script&gt;", "default-src &#39;none&#39;", say.ReportRestsOn, "50.0 %", "Covered stretches by hour", "Time to capture", "the capture stopped unasked", "not captured",
			"recorder: =HYPERLINK", "98 %: not reached", "&lt;2026-11-30 10:00:00", "0:00:30&#43;",
		} {
			if !strings.Contains(text, wanted) && !strings.Contains(strings.ReplaceAll(text, "'none'", "&#39;none&#39;"), wanted) {
				t.Errorf("the page has no %q", wanted)
			}
		}
		if got := strings.Contains(text, "Covered stretches by day"); got != (days > 1) {
			t.Errorf("%d days: a plot by day: %t", days, got)
		}
		wellFormed(t, text)
	}
}

// wellFormed checks that each element of the page ends.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	in := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "<!DOCTYPE html>")))
	in.Strict, in.AutoClose, in.Entity = true, []string{"meta"}, xml.HTMLEntity
	bars := 0
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("the page is not well-formed: %v", err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "rect" {
			bars++
			for _, attribute := range start.Attr {
				if attribute.Name.Local == "height" && strings.HasPrefix(attribute.Value, "-") {
					t.Errorf("a bar has the height %s", attribute.Value)
				}
			}
		}
	}
	if bars < 24 {
		t.Errorf("the plots have %d bars", bars)
	}
}

func TestNoEvidence(t *testing.T) {
	t.Parallel()
	p := &page{Report: report.Make(nil, report.Options{From: midnight, To: midnight.AddDate(0, 0, 1), Now: midnight.AddDate(0, 0, 2)}), asked: &query{target: 98}, now: midnight}
	var page, text, data bytes.Buffer
	p.writeText(&text)
	if err := errors.Join(p.writeHTML(&page), p.writeJSON(&data)); err != nil {
		t.Fatal(err)
	}
	for of, got := range map[string]string{"HTML": page.String(), "text": text.String()} {
		if !strings.Contains(got, "There is no evidence of this period") || strings.Contains(got, "100.0 %") {
			t.Errorf("%s: %s", of, got)
		}
	}
	if !strings.Contains(data.String(), `"evidence": false`) || !strings.Contains(data.String(), `"share": null`) || !strings.Contains(data.String(), `"targetMet": false`) {
		t.Errorf("JSON: %s", data.String())
	}
}

// Cells that begin like a formula are defused, and the figures are those of the report.
func TestCSV(t *testing.T) {
	t.Parallel()
	p := hostilePage(1)
	for _, write := range []func(io.Writer) error{p.writeCSV, p.writeGapsCSV} {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		hostileCells := 0
		for _, record := range records {
			for _, cell := range record {
				if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@") || strings.ContainsAny(cell, "\x1b\u202e") {
					t.Errorf("the cell %q", cell)
				}
				if strings.HasPrefix(cell, "'=HYPERLINK") {
					hostileCells++
				}
			}
		}
		if hostileCells < 4 {
			t.Errorf("%d hostile cells in %q", hostileCells, records)
		}
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := hostilePage(3).writeJSON(&out); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Total struct{ Share, CapturedS, OffS, ToCaptureP95S float64 }
		DNs   []struct{ DN string }
		Hours []any
		Days  []any
		Gaps  []struct {
			LastedS  float64
			AtLeast  bool
			Incident string
		}
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Total.Share != 0.5 || got.Total.CapturedS != 90 || got.Total.OffS != 30 || got.Total.ToCaptureP95S != 1 || len(got.DNs) != 1 || got.DNs[0].DN != hostile ||
		len(got.Hours) != 24 || len(got.Days) != 3 || len(got.Gaps) != 1 || got.Gaps[0].LastedS != 30 || !got.Gaps[0].AtLeast || got.Gaps[0].Incident != hostile {
		t.Errorf("%+v", got)
	}
}

// Of many DNs and gaps, the text shows the worst and says how many it leaves out.
func TestWorst(t *testing.T) {
	t.Parallel()
	made := &report.Report{}
	for n := range 60 {
		line := report.Line{Key: board.Key{DN: string(rune('A' + n))}}
		if n < 55 {
			line.Sums = coverage.Sums{Stretches: 100, Covered: 100 - n, Gaps: n}
		}
		made.DNs = append(made.DNs, line)
		made.Gaps = append(made.Gaps, report.Gap{Gap: coverage.Gap{Began: midnight, Ended: midnight.Add(time.Duration(n) * time.Second)}})
	}
	p := &page{Report: made, asked: &query{}, now: midnight}
	if worst := p.worst(shownLines); len(worst) != shownLines || worst[0].Key.DN != made.DNs[54].Key.DN || worst[49].Key.DN != made.DNs[5].Key.DN {
		t.Errorf("the worst are %q to %q", worst[0].Key.DN, worst[len(worst)-1].Key.DN)
	}
	if gaps := p.longest(shownLines); len(gaps) != shownLines || gaps[0].Ended.Sub(gaps[0].Began) != 59*time.Second {
		t.Errorf("the longest of %d lasted %s", len(gaps), gaps[0].Ended.Sub(gaps[0].Began))
	}
	p.asked.all = true
	if len(p.worst(shownLines)) != 60 || len(p.longest(shownLines)) != 60 {
		t.Error("--all leaves some out")
	}
}
