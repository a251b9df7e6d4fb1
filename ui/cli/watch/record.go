package watch

import (
	"encoding/json"
	"time"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
	"capdeck/ui/cell"
	"capdeck/ui/export"
)

const (
	// schemaVersion is the version of the JSON form (docs/watch.schema.json). A new type or
	// member does not change it.
	schemaVersion = 1
	timeFormat    = "2006-01-02T15:04:05.000Z07:00"
)

// The types of lines.
const (
	typeLink         = "link"
	typeRegistration = "registration"
	typeCapture      = "capture"
	typeVouched      = "vouched"
	typeCommand      = "command"
	typeCall         = "call"
	typeAgent        = "agent"
	typeFault        = "fault"
	typeRecorder     = "recorder"
	typeIncident     = "incident"
	typeJournal      = "journal"
	typeBehind       = "behind"
	typeMessage      = "message"
)

// record is one line. Besides the first members, it has the one that is named like its type,
// and row if it is about a DN.
type record struct {
	Schema int       `json:"schema"`
	Type   string    `json:"type"`
	Time   timestamp `json:"time"`
	Site   string    `json:"site"`
	DN     string    `json:"dn,omitempty"`
	Label  string    `json:"label,omitempty"`
	Team   string    `json:"team,omitempty"`
	// Text is the line in words. A message has none.
	Text string `json:"text,omitempty"`

	Link         *linkRecord         `json:"link,omitempty"`
	Registration *registrationRecord `json:"registration,omitempty"`
	Capture      *captureRecord      `json:"capture,omitempty"`
	Vouched      *vouchedRecord      `json:"vouched,omitempty"`
	Command      *commandRecord      `json:"command,omitempty"`
	Call         *callRecord         `json:"call,omitempty"`
	Agent        *agentRecord        `json:"agent,omitempty"`
	Fault        *faultRecord        `json:"fault,omitempty"`
	Recorder     *recorderRecord     `json:"recorder,omitempty"`
	Incident     *incidentRecord     `json:"incident,omitempty"`
	Journal      *journalRecord      `json:"journal,omitempty"`
	Behind       *behindRecord       `json:"behind,omitempty"`
	Message      *messageRecord      `json:"message,omitempty"`
	Row          *rowRecord          `json:"row,omitempty"`

	// log is a message in the form of T-Server's log.
	log []byte
}

type linkRecord struct {
	State     string     `json:"state"`
	Address   string     `json:"address,omitempty"`
	Role      string     `json:"role,omitempty"`
	Version   string     `json:"version,omitempty"`
	Reason    string     `json:"reason,omitempty"`
	Lost      bool       `json:"lost,omitempty"`
	Attempt   int        `json:"attempt,omitempty"`
	Retry     *timestamp `json:"retry,omitempty"`
	Other     string     `json:"other,omitempty"`
	KeepAlive string     `json:"keepAlive,omitempty"`
}

type registrationRecord struct {
	State string `json:"state"`
	Code  int32  `json:"code,omitempty"`
	Text  string `json:"text,omitempty"`
}

type captureRecord struct {
	Old    string `json:"old"`
	New    string `json:"new"`
	By     string `json:"by"`
	ConnID string `json:"connID,omitempty"`
}

type vouchedRecord struct {
	Vouched bool `json:"vouched"`
}

type commandRecord struct {
	Verb   string `json:"verb"`
	ConnID string `json:"connID,omitempty"`
}

type callRecord struct {
	ConnID   string     `json:"connID"`
	State    string     `json:"state"`
	From     string     `json:"from,omitempty"`
	Other    string     `json:"other,omitempty"`
	Type     int32      `json:"callType,omitempty"`
	Queue    string     `json:"queue,omitempty"`
	UUID     string     `json:"callUUID,omitempty"`
	Original string     `json:"original,omitempty"`
	Began    *timestamp `json:"began,omitempty"`
	AtLeast  bool       `json:"beganAtLeast,omitempty"`
	Found    bool       `json:"found,omitempty"`
}

type agentRecord struct {
	ID     string `json:"id,omitempty"`
	State  string `json:"state,omitempty"`
	Reason string `json:"reason,omitempty"`
}

type faultRecord struct {
	Fault string `json:"fault,omitempty"`
	Code  int32  `json:"code,omitempty"`
	Ended string `json:"ended,omitempty"`
}

type recorderRecord struct {
	Silent bool       `json:"silent"`
	Since  *timestamp `json:"since,omitempty"`
	Whole  bool       `json:"wholeSite"`
}

type incidentRecord struct {
	Event      string    `json:"event"`
	ID         string    `json:"id"`
	Kind       string    `json:"kind"`
	Severity   string    `json:"severity"`
	Began      timestamp `json:"began"`
	AtLeast    bool      `json:"atLeast,omitempty"`
	EndNotSeen bool      `json:"endNotSeen,omitempty"`
	Count      int       `json:"count"`
	Cause      string    `json:"cause,omitempty"`
	ConnID     string    `json:"connID,omitempty"`
}

type journalRecord struct {
	Failed bool   `json:"failed"`
	Reason string `json:"reason,omitempty"`
}

type behindRecord struct {
	Behind bool `json:"behind"`
}

type messageRecord struct {
	Direction string          `json:"direction"`
	Automatic bool            `json:"automatic,omitempty"`
	Problem   string          `json:"problem,omitempty"`
	Bytes     string          `json:"bytes,omitempty"`
	Content   json.RawMessage `json:"content,omitempty"`
}

// rowRecord is the present state of a DN. Its members are those of an exported row
// (docs/EXPORT.md).
type rowRecord struct {
	Registration  string     `json:"registration"`
	State         string     `json:"state"`
	Stale         []string   `json:"stale,omitempty"`
	Since         *timestamp `json:"since,omitempty"`
	AtLeast       bool       `json:"sinceAtLeast,omitempty"`
	Heard         *timestamp `json:"heard,omitempty"`
	CaptureConnID string     `json:"captureConnID,omitempty"`
	CaptureCall   string     `json:"captureCall,omitempty"`
	Fault         string     `json:"fault,omitempty"`
	ConnID        string     `json:"connID,omitempty"`
	Call          string     `json:"call,omitempty"`
	Agent         string     `json:"agent,omitempty"`
	AgentState    string     `json:"agentState,omitempty"`
}

func rowOf(row *board.Row) *rowRecord {
	capture, agent := row.Capture(), row.Agent()
	r := &rowRecord{
		Registration: row.Registration().State.String(), State: row.State().String(), Stale: export.StaleWords(row.Stale()),
		Since: optional(capture.Since), AtLeast: capture.SinceIsLowerBound, Heard: optional(capture.Heard),
		CaptureConnID: connID(capture.ConnID), CaptureCall: row.CaptureCall().String(), Fault: row.Fault().String(),
		Agent: agent.ID, AgentState: agent.StateText(),
	}
	if call, ok := row.CurrentCall(); ok {
		r.ConnID, r.Call = connID(call.ConnID), call.State.String()
	}
	return r
}

func linkOf(link *event.Link) *linkRecord {
	r := &linkRecord{
		State: linkWord(link.State), Address: link.Address, Version: link.Version, Reason: link.Reason, Lost: link.Lost,
		Attempt: link.Attempt, Retry: optional(link.Retry), Other: link.Other, KeepAlive: link.KeepAlive,
	}
	if link.State.Connected() {
		r.Role = link.Role.String()
	}
	return r
}

// linkWord returns a state of the link as a word that does not change.
func linkWord(state event.LinkState) string {
	return map[event.LinkState]string{
		event.LinkConnecting: "connecting", event.LinkLoggingIn: "logging-in", event.LinkDown: "down", event.LinkStandby: "standby",
		event.LinkUp: "up", event.LinkWaiting: "waiting", event.LinkRefused: "refused", event.LinkClosed: "closed",
	}[state]
}

// causeWord returns who changed a capture as a word that does not change.
func causeWord(cause board.Cause) string {
	return map[board.Cause]string{
		board.CauseNone: "recorder", board.CauseCommand: "us", board.CauseOther: "other", board.CauseCall: "call", board.CauseQuery: "query",
	}[cause]
}

// connID returns a ConnID in its 16 digits, "" for 0.
func connID(id uint64) string {
	if id == 0 {
		return ""
	}
	return say.ConnID(id)
}

// timestamp is a time with its zone and milliseconds.
type timestamp time.Time

func (t timestamp) String() string { return time.Time(t).Format(timeFormat) }

// MarshalText is part of encoding.TextMarshaler.
func (t timestamp) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// optional returns nil for the zero time.
func optional(at time.Time) *timestamp {
	if at.IsZero() {
		return nil
	}
	stamp := timestamp(at)
	return &stamp
}

// line returns a record as it is printed, safe for a terminal.
func (r *record) line(asJSON bool) []byte {
	if asJSON {
		line, err := json.Marshal(r)
		if err != nil {
			// A message that is no JSON, which tjson never writes.
			line = []byte(`{"schema":1,"type":"` + r.Type + `"}`)
		}
		return append(cell.EscapeJSON(nil, line), '\n')
	}
	if r.Type == typeMessage {
		return r.log
	}
	whose := ""
	if r.DN != "" {
		whose = r.DN
		if r.Label != "" {
			whose += " " + r.Label
		}
		whose += ": "
	}
	return []byte(r.Time.String() + " " + cell.Clean(whose+r.Text) + "\n")
}
