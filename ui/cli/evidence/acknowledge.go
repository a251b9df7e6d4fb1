package evidence

import (
	"errors"
	"fmt"
	"time"

	"capdeck/model/incidents"
	"capdeck/tlibconn/dayfile"
)

// AppendIncident appends an incident as one line of JSON. Its members are those of a line of
// the log, of the kind incident; "also" has the IDs under which other processes raised it.
func AppendIncident(dst []byte, i *Incident) []byte {
	entry := incidents.Entry{Incident: i.Incident, At: i.Raised}
	r := struct {
		incidentRecord
		State string   `json:"state"`
		Also  []string `json:"also,omitempty"`
	}{incidentOf(&entry), "over", i.Also}
	r.Kind = "incident"
	if i.IsOpen() {
		r.State = "open"
	}
	return appendLine(dst, r)
}

// Acknowledge records in the incident log that incidents were acknowledged. It returns when
// the disk has it, or an error if nothing was recorded.
func Acknowledge(options Options, acknowledged []incidents.Incident) error {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Start.IsZero() {
		options.Start = options.Now()
	}
	writer := Evidence{options: options}
	log, err := dayfile.Open(dayfile.Options{
		Dir: IncidentDir(options.State), PID: options.PID, Now: options.Now, Go: options.Go, Begin: writer.begin, Failure: failure, Sync: dayfile.SyncAlways,
	})
	if err != nil {
		return fmt.Errorf("the incident log cannot be written: %w", err)
	}
	var lines []byte
	for i := range acknowledged {
		lines = AppendEntry(lines, &incidents.Entry{Kind: incidents.EntryAcknowledged, At: options.Now(), Incident: acknowledged[i]})
	}
	err = log.Write(lines)
	if err = errors.Join(err, log.Close()); err != nil {
		return fmt.Errorf("the incident log cannot be written: %w", err)
	}
	return nil
}
