package coverage

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"capdeck/model/coverage/report"
	"capdeck/model/incidents"
	"capdeck/model/say"
	"capdeck/ui/cell"
	"capdeck/ui/cli/evidence"
	"capdeck/ui/export"
)

// timeFormat is the format of times in CSV and JSON.
const timeFormat = "2006-01-02T15:04:05.000000Z07:00"

// field is a member of a JSON object or a column of CSV.
type field[T any] struct {
	name  string
	value func(of *T) any // a text, a number, a bool, or nil
}

// row is a line of the report with what it is about.
type row struct {
	*report.Line
	section string // total, team, dn, hour or day
}

func share(of float64, ok bool) any {
	if !ok {
		return nil
	}
	return math.Round(of*1e6) / 1e6
}

func inSeconds(d time.Duration) any { return rounded(d.Seconds()) }

func rounded(of float64) any { return math.Round(of*1000) / 1000 }

func percentile(l *report.Line, p float64) any {
	at, ok := l.ToCapture.Percentile(p)
	if !ok {
		return nil
	}
	return inSeconds(at)
}

// rowFields returns the fields of a line.
func rowFields() []field[row] {
	return []field[row]{
		{"section", func(r *row) any { return r.section }},
		{"site", func(r *row) any { return optional(r.Key.Site) }},
		{"team", func(r *row) any { return optional(r.Team) }},
		{"dn", func(r *row) any { return optional(r.Key.DN) }},
		{"label", func(r *row) any { return optional(r.Label) }},
		{"at", func(r *row) any {
			switch r.section {
			case "hour":
				return r.At.Format("15:04")
			case "day":
				return r.At.Format(time.DateOnly)
			}
			return nil
		}},
		{"share", func(r *row) any { return share(r.Sums.Share()) }},
		{"stretches", func(r *row) any { return r.Sums.Stretches }},
		{"excluded", func(r *row) any { return r.Sums.Excluded }},
		{"covered", func(r *row) any { return r.Sums.Covered }},
		{"gaps", func(r *row) any { return r.Sums.Gaps }},
		{"shareOfTime", func(r *row) any { return share(r.Sums.ShareOfTime()) }},
		{"establishedS", func(r *row) any { return inSeconds(r.Sums.Established) }},
		{"capturedS", func(r *row) any { return inSeconds(r.Sums.Captured) }},
		{"pausedS", func(r *row) any { return inSeconds(r.Sums.Paused) }},
		{"pausedWithinS", func(r *row) any { return inSeconds(r.Sums.PausedWithin) }},
		{"offS", func(r *row) any { return inSeconds(r.Sums.Off) }},
		{"unverifiedS", func(r *row) any { return inSeconds(r.Sums.Unverified) }},
		{"excludedS", func(r *row) any { return inSeconds(r.Sums.ExcludedTime) }},
		{"atLeast", func(r *row) any { return r.AtLeast }},
		{"endNotSeen", func(r *row) any { return r.EndNotSeen }},
		{"endedPaused", func(r *row) any { return r.EndedPaused }},
		{"pausedLong", func(r *row) any { return r.PausedLong }},
		{"toCaptureP50S", func(r *row) any { return percentile(r.Line, 50) }},
		{"toCaptureP95S", func(r *row) any { return percentile(r.Line, 95) }},
		{"watchedForS", func(r *row) any { return rounded(r.Seconds - r.NotWatched.Total()) }},
		{"notWatchedS", func(r *row) any { return rounded(r.NotWatched.Total()) }},
		{"notWatchedShare", func(r *row) any { return share(r.NotWatchedShare()) }},
		{"stoppedS", func(r *row) any { return rounded(r.NotWatched.Stopped) }},
		{"linkDownS", func(r *row) any { return rounded(r.NotWatched.Link) }},
		{"notRegisteredS", func(r *row) any { return rounded(r.NotWatched.NotRegistered) }},
	}
}

func optional(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// gapFields returns the fields of a gap.
func gapFields(zone *time.Location) []field[report.Gap] {
	of := func(value func(*incidents.Incident) any) func(*report.Gap) any {
		return func(g *report.Gap) any {
			if g.Incident == nil {
				return nil
			}
			return value(g.Incident)
		}
	}
	return []field[report.Gap]{
		{"site", func(g *report.Gap) any { return g.Key.Site }},
		{"dn", func(g *report.Gap) any { return g.Key.DN }},
		{"label", func(g *report.Gap) any { return optional(g.Label) }},
		{"team", func(g *report.Gap) any { return optional(g.Team) }},
		{"agent", func(g *report.Gap) any { return optional(g.Agent) }},
		{"connID", func(g *report.Gap) any {
			if g.ConnID == 0 {
				return nil
			}
			return say.ConnID(g.ConnID)
		}},
		{"began", func(g *report.Gap) any { return g.Began.In(zone).Format(timeFormat) }},
		{"ended", func(g *report.Gap) any { return g.Ended.In(zone).Format(timeFormat) }},
		{"lastedS", func(g *report.Gap) any { return inSeconds(g.Ended.Sub(g.Began)) }},
		{"offS", func(g *report.Gap) any { return inSeconds(g.Off) }},
		{"cause", func(g *report.Gap) any { return evidence.GapCause(g.Cause) }},
		{"atLeast", func(g *report.Gap) any { return g.AtLeast }},
		{"endNotSeen", func(g *report.Gap) any { return g.EndNotSeen }},
		{"incident", of(func(i *incidents.Incident) any { return i.ID })},
		{"reason", of(func(i *incidents.Incident) any { return optional(i.Reason.String()) })},
		{"note", of(func(i *incidents.Incident) any { return optional(i.Note) })},
		{"by", of(func(i *incidents.Incident) any { return optional(i.By) })},
	}
}

// rows returns all lines of the report.
func (p *page) rows() []row {
	rows := []row{{&p.Total, "total"}}
	for _, of := range []struct {
		section string
		lines   []report.Line
	}{{"team", p.Teams}, {"dn", p.DNs}, {"hour", p.Hours}, {"day", p.Days}} {
		for i := range of.lines {
			rows = append(rows, row{&of.lines[i], of.section})
		}
	}
	return rows
}

// writeTableCSV writes a line of names and a line for each record. Text is made harmless for
// terminals and spreadsheets.
func writeTableCSV[T any](out io.Writer, fields []field[T], records []T) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	cells := make([]string, len(fields))
	for i, f := range fields {
		cells[i] = f.name
	}
	err := w.Write(cells)
	for n := range records {
		for i, f := range fields {
			switch value := f.value(&records[n]).(type) {
			case nil:
				cells[i] = ""
			case string:
				cells[i] = export.Cell(value)
			case float64:
				cells[i] = strconv.FormatFloat(value, 'f', -1, 64)
			default:
				cells[i] = fmt.Sprint(value)
			}
		}
		err = errors.Join(err, w.Write(cells))
	}
	w.Flush()
	if err = errors.Join(err, w.Error()); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	return nil
}

func (p *page) writeCSV(out io.Writer) error { return writeTableCSV(out, rowFields(), p.rows()) }

func (p *page) writeGapsCSV(out io.Writer) error {
	return writeTableCSV(out, gapFields(p.now.Location()), p.Gaps)
}

// object returns a record as a JSON object whose members are in the order of the fields.
func object[T any](fields []field[T], record *T) json.RawMessage {
	text := []byte{'{'}
	for i, f := range fields {
		if i > 0 {
			text = append(text, ',')
		}
		value, err := json.Marshal(f.value(record))
		if err != nil {
			value = []byte("null") // no field has such a value
		}
		text = append(append(strconv.AppendQuote(text, f.name), ':'), value...)
	}
	return append(text, '}')
}

// writeJSON writes the report as one JSON object.
func (p *page) writeJSON(out io.Writer) error {
	sections := map[string][]json.RawMessage{}
	rows := p.rows()
	for i := range rows {
		sections[rows[i].section] = append(sections[rows[i].section], object(rowFields(), &rows[i]))
	}
	gaps := make([]json.RawMessage, 0, len(p.Gaps))
	for i := range p.Gaps {
		gaps = append(gaps, object(gapFields(p.now.Location()), &p.Gaps[i]))
	}
	type bar struct {
		UpToS any `json:"upToS"`
		Count int `json:"count"`
	}
	var bars []bar
	bounds := report.Bars()
	for i, count := range p.Captures.Histogram() {
		b := bar{Count: count}
		if i < len(bounds) {
			b.UpToS = inSeconds(bounds[i])
		}
		bars = append(bars, b)
	}
	document := struct {
		V         int               `json:"v"`
		From      string            `json:"from"`
		To        string            `json:"to"`
		RestsOn   string            `json:"restsOn"`
		Evidence  bool              `json:"evidence"`
		Target    *float64          `json:"target,omitempty"`
		Met       *bool             `json:"targetMet,omitempty"`
		Policies  []string          `json:"policies"`
		Remarks   []string          `json:"remarks"`
		Total     json.RawMessage   `json:"total"`
		Teams     []json.RawMessage `json:"teams"`
		Hours     []json.RawMessage `json:"hours"`
		Days      []json.RawMessage `json:"days"`
		DNs       []json.RawMessage `json:"dns"`
		ToCapture []bar             `json:"toCapture"`
		AtMost    int               `json:"toCaptureAtMost"`
		Never     int               `json:"neverCaptured"`
		Gaps      []json.RawMessage `json:"gaps"`
	}{
		V: 1, From: p.From.In(p.now.Location()).Format(timeFormat), To: p.To.In(p.now.Location()).Format(timeFormat), RestsOn: say.ReportRestsOn, Evidence: len(p.Runs) > 0,
		Policies: orEmpty(p.policies()), Remarks: orEmpty(say.ReportRemarks(p.Report)), Total: sections["total"][0], Teams: orEmpty(sections["team"]), Hours: orEmpty(sections["hour"]),
		Days: orEmpty(sections["day"]), DNs: orEmpty(sections["dn"]), ToCapture: bars, AtMost: p.Captures.AtMost, Never: p.Captures.Never, Gaps: gaps,
	}
	if met, isAsked := p.target(); isAsked {
		document.Target, document.Met = &p.asked.target, &met
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err := encoder.Encode(document)
	if err == nil {
		_, err = out.Write(cell.EscapeJSON(nil, text.Bytes()))
	}
	if err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}

// orEmpty returns a list that JSON shows as [] instead of null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
