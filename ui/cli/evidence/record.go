package evidence

import (
	"encoding/json"
	"time"

	"capdeck/model/coverage"
	"capdeck/model/incidents"
	"capdeck/ui/cell"
)

// Version is the version of the lines.
const Version = 1

// head begins every line.
type head struct {
	V    int    `json:"v"`
	Kind string `json:"kind"`
	Time stamp  `json:"time"`
}

func headOf(kind string, at time.Time) head { return head{Version, kind, stamp{at}} }

// beginRecord begins a file.
type beginRecord struct {
	head
	PID     int      `json:"pid"`
	Start   stamp    `json:"start"`
	User    string   `json:"user,omitempty"`
	Capdeck string   `json:"capdeck,omitempty"`
	Site    string   `json:"site,omitempty"`
	Server  string   `json:"server,omitempty"`
	Policy  []string `json:"policy,omitempty"`
	Grace   millis   `json:"graceMs,omitempty"`
}

// failureRecord says that the log could not be written for a while, or that entries are
// missing.
type failureRecord struct {
	head
	Since stamp  `json:"since,omitzero"`
	Text  string `json:"text,omitempty"`
	Lost  uint64 `json:"lost,omitempty"`
}

// dnsRecord is a line about several DNs: that they are watched from now on, no longer, or
// were not watched for a time.
type dnsRecord struct {
	head
	Site  string   `json:"site"`
	Team  string   `json:"team,omitempty"`
	Cause string   `json:"cause,omitempty"`
	Began stamp    `json:"began,omitzero"`
	Ended stamp    `json:"ended,omitzero"`
	DNs   []string `json:"dns,omitempty"`
	Hex   []string `json:"dnsHex,omitempty"`
	// Labels are those of the DNs and then of those in hex, if any has one.
	Labels []string `json:"labels,omitempty"`
}

// stoodRecord says that the process did not run for a time.
type stoodRecord struct {
	head
	Began stamp `json:"began"`
	Ended stamp `json:"ended"`
}

type stretchRecord struct {
	head
	Site            string       `json:"site"`
	DN              string       `json:"dn,omitempty"`
	DNHex           string       `json:"dnHex,omitempty"`
	Label           string       `json:"label,omitempty"`
	Team            string       `json:"team,omitempty"`
	Agent           string       `json:"agent,omitempty"`
	Began           stamp        `json:"began"`
	Ended           stamp        `json:"ended"`
	AtLeast         bool         `json:"atLeast,omitempty"`
	EndNotSeen      bool         `json:"endNotSeen,omitempty"`
	Calls           []callRecord `json:"calls,omitempty"`
	MoreCalls       int          `json:"moreCalls,omitempty"`
	Captured        millis       `json:"capturedMs"`
	Paused          millis       `json:"pausedMs"`
	PausedWithin    millis       `json:"pausedWithinMs"`
	Off             millis       `json:"offMs"`
	Unverified      millis       `json:"unverifiedMs"`
	UnverifiedStart millis       `json:"unverifiedStartMs,omitempty"`
	Gaps            []gapRecord  `json:"gaps,omitempty"`
	MoreGaps        int          `json:"moreGaps,omitempty"`
	EverCaptured    bool         `json:"everCaptured"`
	CapturedAfter   millis       `json:"capturedAfterMs,omitempty"`
	AtMost          bool         `json:"atMost,omitempty"`
	EndedPaused     bool         `json:"endedPaused,omitempty"`
	Excluded        string       `json:"excluded,omitempty"`
}

type callRecord struct {
	ConnID connID `json:"connID"`
	UUID   string `json:"uuid,omitempty"`
	Type   int32  `json:"type,omitempty"`
	Other  string `json:"other,omitempty"`
	Began  stamp  `json:"began"`
	Ended  stamp  `json:"ended"`
}

type gapRecord struct {
	Began stamp  `json:"began"`
	Ended stamp  `json:"ended"`
	Off   millis `json:"offMs"`
	Cause string `json:"cause"`
}

// incidentRecord is what happened to an incident, with the whole incident after that.
type incidentRecord struct {
	head
	ID           string `json:"id"`
	Incident     string `json:"incident"`
	Severity     string `json:"severity"`
	Site         string `json:"site"`
	DN           string `json:"dn,omitempty"`
	DNHex        string `json:"dnHex,omitempty"`
	Team         string `json:"team,omitempty"`
	Label        string `json:"label,omitempty"`
	Agent        string `json:"agent,omitempty"`
	ConnID       connID `json:"connID,omitempty"`
	Other        string `json:"other,omitempty"`
	Began        stamp  `json:"began"`
	AtLeast      bool   `json:"atLeast,omitempty"`
	Latest       stamp  `json:"latest,omitzero"` // zero if it is Began
	Raised       stamp  `json:"raised"`
	Cleared      stamp  `json:"cleared,omitzero"`
	EndNotSeen   bool   `json:"endNotSeen,omitempty"`
	Cause        string `json:"cause,omitempty"`
	Count        int    `json:"count"`
	Reason       string `json:"reason,omitempty"`
	OldReason    string `json:"category,omitempty"` // of logs that were written before it was called reason; never written
	Note         string `json:"note,omitempty"`
	By           string `json:"by,omitempty"`
	Acknowledged stamp  `json:"acknowledged,omitzero"`
}

// appendLine appends a record as a line that is safe to print.
func appendLine(dst []byte, record any) []byte {
	text, err := json.Marshal(record)
	if err != nil {
		return dst // no record has a value that JSON does not know
	}
	return append(cell.EscapeJSON(dst, text), '\n')
}

// stretchOf returns the record of a stretch. All its times are counted from its begin, so
// that its parts add up even if the clock was set meanwhile.
func stretchOf(s *coverage.Stretch, now time.Time) stretchRecord {
	at := func(t time.Time) stamp { return stamp{s.Began.Add(t.Sub(s.Began))} }
	r := stretchRecord{
		head: headOf(kindStretch, now), Site: cut(s.Key.Site), Label: cut(s.Label), Team: cut(s.Team), Agent: cut(s.Agent),
		Began: stamp{s.Began}, Ended: at(s.Ended), AtLeast: s.AtLeast, EndNotSeen: s.EndNotSeen, MoreCalls: s.MoreCalls,
		Captured: millis(s.Captured), Paused: millis(s.Paused), PausedWithin: millis(s.PausedWithin), Off: millis(s.Off), Unverified: millis(s.Unverified),
		UnverifiedStart: millis(s.UnverifiedStart), MoreGaps: s.MoreGaps, EverCaptured: s.EverCaptured, CapturedAfter: millis(s.CapturedAfter), AtMost: s.AtMost,
		EndedPaused: s.EndedPaused, Excluded: exclusions().word(s.Excluded),
	}
	r.DN, r.DNHex = asHex(s.Key.DN)
	for i := range s.Calls {
		c := &s.Calls[i]
		r.Calls = append(r.Calls, callRecord{connID(c.ConnID), cut(c.UUID), c.Type, Blank(c.Other), at(c.Began), at(c.Ended)})
	}
	for i := range s.Gaps {
		g := &s.Gaps[i]
		r.Gaps = append(r.Gaps, gapRecord{at(g.Began), at(g.Ended), millis(g.Off), gapCauses().word(g.Cause)})
	}
	return r
}

// incidentOf returns the record of an entry.
func incidentOf(e *incidents.Entry) incidentRecord {
	i := &e.Incident
	r := incidentRecord{
		head: headOf(entryKinds().word(e.Kind), e.At), ID: cut(i.ID), Incident: i.Kind.String(), Severity: severities().word(i.Severity),
		Site: cut(i.Key.Site), Team: cut(i.Team), Label: cut(i.Label), Agent: cut(i.Agent), ConnID: connID(i.ConnID), Other: Blank(i.Other),
		Began: stamp{i.Began}, AtLeast: i.AtLeast, Raised: stamp{i.Raised}, Cleared: stamp{i.Cleared}, EndNotSeen: i.EndNotSeen, Cause: cut(i.Cause), Count: i.Count,
		Reason: i.Reason.String(), Note: cut(i.Note), By: cut(i.By), Acknowledged: stamp{i.Acknowledged},
	}
	if !i.Latest.IsZero() && !i.Latest.Equal(i.Began) {
		r.Latest = stamp{i.Latest}
	}
	r.DN, r.DNHex = asHex(i.Key.DN)
	return r
}

// AppendEntry appends what happened to an incident as a line, as it is in the incident log.
func AppendEntry(dst []byte, e *incidents.Entry) []byte { return appendLine(dst, incidentOf(e)) }
