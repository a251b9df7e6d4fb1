package incidents

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"capdeck/model/incidents"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/ui/cli/evidence"
	"capdeck/ui/cli/print"
	"capdeck/ui/export"
)

func writeJSON(out io.Writer, list []evidence.Incident) {
	var line []byte
	for i := range list {
		line = evidence.AppendIncident(line[:0], &list[i])
		// The Writer keeps its first error until Flush.
		_, _ = out.Write(line)
	}
}

// writeTable prints a line for each incident.
func writeTable(out io.Writer, list []evidence.Incident, now time.Time) {
	table := print.Table{
		Header: []string{"BEGAN", "DN", "AGENT", "CALL", "LASTED", "INCIDENT", "CAUSE", "ACKNOWLEDGED", "ID"}, Cut: true,
		Rows: func(yield func([]string) bool) {
			for i := range list {
				if !yield(cells(&list[i].Incident, now)) {
					return
				}
			}
		},
	}
	table.Write(out)
}

// cells returns the cells of an incident, in the order of writeTable's header.
func cells(i *incidents.Incident, now time.Time) []string {
	call := i.Other
	if i.ConnID != 0 {
		call = say.ConnID(i.ConnID)
	}
	kind := say.IncidentKind(i.Kind)
	if i.Count > 1 {
		kind += " ×" + phrase.Number(i.Count)
	}
	dn := i.Key.DN
	if dn == "" {
		dn = say.IncidentAbout(i)
	}
	acknowledged := ""
	if i.IsAcknowledged() {
		acknowledged = say.Acknowledgement(i)
	}
	return []string{i.Began.Local().Format("2006-01-02 15:04:05"), dn, agent(i), call, lasted(i, now), kind, i.Cause, acknowledged, i.ID}
}

// agent returns the label of the DN and the agent ID.
func agent(i *incidents.Incident) string {
	switch {
	case i.Label != "" && i.Agent != "":
		return i.Label + " (" + i.Agent + ")"
	case i.Label != "":
		return i.Label
	}
	return i.Agent
}

// lasted returns how long an incident lasted, or has lasted, with a + if no one saw its end.
func lasted(i *incidents.Incident, now time.Time) string {
	text := phrase.Age(i.Lasted(now))
	switch {
	case i.IsOpen():
		return text + ", open"
	case i.EndNotSeen:
		return text + "+"
	}
	return text
}

// writeCSV writes a line of names and a line for each incident.
func writeCSV(out io.Writer, list []evidence.Incident, now time.Time) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	err := w.Write([]string{
		"id", "incident", "severity", "site", "dn", "label", "team", "agent", "connID", "other", "began", "raised", "cleared", "endNotSeen", "lastedS",
		"cause", "count", "reason", "note", "by", "acknowledged",
	})
	for i := range list {
		if err != nil {
			break
		}
		in := &list[i].Incident
		connID := ""
		if in.ConnID != 0 {
			connID = say.ConnID(in.ConnID)
		}
		record := []string{
			in.ID, in.Kind.String(), evidence.Severity(in.Severity), in.Key.Site, in.Key.DN, in.Label, in.Team, in.Agent, connID, in.Other,
			timeText(in.Began), timeText(in.Raised), timeText(in.Cleared), strconv.FormatBool(in.EndNotSeen), strconv.FormatFloat(in.Lasted(now).Seconds(), 'f', 3, 64),
			in.Cause, strconv.Itoa(in.Count), in.Reason.String(), in.Note, in.By, timeText(in.Acknowledged),
		}
		for n := range record {
			record[n] = export.Cell(record[n])
		}
		err = w.Write(record)
	}
	w.Flush()
	if err = errors.Join(err, w.Error()); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	return nil
}

// timeText returns a time in the zone of this computer, "" for none.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02T15:04:05.000000Z07:00")
}
