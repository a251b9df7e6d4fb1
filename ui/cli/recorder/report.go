package recorder

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"capdeck/model/say"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/ui/cell"
)

// schema is the version of the JSON objects (docs/RECORDER.md). It increases when a reader
// of an older version would misread them.
const schema = 1

// report puts what happened into lines.
type report struct {
	asJSON bool
	text   func([]byte) string // say.Readable's decode
	now    func() time.Time
}

// head begins each object.
type head struct {
	Schema int    `json:"schema"`
	Type   string `json:"type"`
	Time   string `json:"time"`
}

func newHead(kind string, at time.Time) head {
	return head{Schema: schema, Type: kind, Time: at.Format("2006-01-02T15:04:05.000Z07:00")}
}

// fateObject is the object of a command and its indication.
type fateObject struct {
	head
	DN         string   `json:"dn"`
	Command    uint64   `json:"command,omitempty"`
	Verb       string   `json:"verb,omitempty"`
	VerbConnID string   `json:"verbConnID,omitempty"`
	Indication string   `json:"indication,omitempty"`
	ConnID     string   `json:"connID,omitempty"`
	AfterMS    *float64 `json:"afterMs,omitempty"`
	AnswerMS   *float64 `json:"answerMs,omitempty"`
	Outcome    string   `json:"outcome"`
	Code       int32    `json:"code,omitempty"`
	Text       string   `json:"text,omitempty"`
	Reason     string   `json:"reason,omitempty"`
	Faults     []string `json:"faults,omitempty"`
}

// fate returns the line of a command and its indication.
func (r *report) fate(f *recorder.Fate) string {
	if !r.asJSON {
		return r.fateText(f)
	}
	object := fateObject{
		head: newHead("indication", f.Ended), DN: f.DN, Command: f.Command.ID, Verb: f.Command.Verb.String(),
		VerbConnID: connID(f.Command.ConnID), Indication: f.Indication.String(), ConnID: connID(f.ConnID),
		AfterMS: milliseconds(f.Command.Time, f.Sent), Outcome: f.Outcome.String(), Code: f.Code,
		Text: r.readable(f.Text), Reason: f.Reason, Faults: f.Faults.Words(),
	}
	if f.Outcome == recorder.OutcomeAccepted || f.Outcome == recorder.OutcomeRejected {
		object.AnswerMS = milliseconds(f.Sent, f.Ended)
	}
	return object2line(object)
}

func (r *report) fateText(f *recorder.Fate) string {
	at, after, call := parts(f)
	return fmt.Sprintf("%s  %s  %s  %s  %s  %s\n", clock(at), cell.Pad(f.DN, 6), cell.Pad(exchange(f), 19), cell.Pad(call, 16), cell.Pad(after, 14), r.ending(f))
}

// screenTime is the layout of times on a screen, where the age of a command says more than milliseconds do.
const screenTime = "15:04:05"

// noteOnScreen returns the line of a sentence for a screen.
func (r *report) noteOnScreen(sentence string) string {
	return r.now().Format(screenTime) + "  " + cell.Clean(r.readable(sentence))
}

// onScreen returns the line of a command and its indication for a screen, which may cut it at the end.
func (r *report) onScreen(f *recorder.Fate) string {
	at, after, call := parts(f)
	return strings.TrimRight(fmt.Sprintf("%s  %s  %s  %s  %s  %s", at.Format(screenTime), cell.Clean(f.DN), exchange(f), r.ending(f), after, call), " ")
}

// parts returns when the indication left, or was given up; how long after the command; and the call.
func parts(f *recorder.Fate) (at time.Time, after, call string) {
	at, call = f.Sent, "no ConnID"
	if at.IsZero() {
		at = f.Ended
	} else if f.Command.ID != 0 {
		after = "after " + say.AnswerTime(f.Sent.Sub(f.Command.Time))
	}
	id := f.ConnID
	if f.Outcome == recorder.OutcomeIgnored {
		id = f.Command.ConnID
	}
	if id != 0 {
		call = connID(id)
	}
	return at, after, call
}

// exchange returns a command and its indication, such as "pause -> paused".
func exchange(f *recorder.Fate) string {
	verb, indication := "unasked", "nothing"
	if f.Command.ID != 0 {
		verb = f.Command.Verb.String()
	}
	if f.Indication != event.IndicationNone {
		indication = f.Indication.String()
	}
	return verb + " -> " + indication
}

// ending returns how an indication ended, such as "rejected 59 DN is not configured in CME", and the faults that
// occurred.
func (r *report) ending(f *recorder.Fate) string {
	said := f.Outcome.String()
	switch {
	case f.Outcome == recorder.OutcomeRejected:
		said += fmt.Sprintf(" %d %s", f.Code, cell.Clean(r.readable(f.Text)))
	case f.Reason != "":
		said += ": " + cell.Clean(f.Reason)
	}
	if f.Faults != 0 {
		said += "  [" + f.Faults.String() + "]"
	}
	return strings.TrimRight(said, " ")
}

// noteObject is the object of a sentence.
type noteObject struct {
	head
	Text string `json:"text"`
}

// note returns the line of a sentence.
func (r *report) note(sentence string) string {
	now := r.now()
	sentence = r.readable(sentence)
	if !r.asJSON {
		return clock(now) + "  " + cell.Clean(sentence) + "\n"
	}
	return object2line(noteObject{newHead("note", now), sentence})
}

// orderObject is the object of an order on standard input.
type orderObject struct {
	head
	Order   string   `json:"order"`
	Outcome string   `json:"outcome"`
	Lines   []string `json:"lines,omitempty"`
	Reason  string   `json:"reason,omitempty"`
}

// order returns the lines of an order's answer, in the form that the socket has.
func (r *report) order(order string, lines []string, err error) string {
	object := orderObject{head: newHead("order", r.now()), Order: order, Outcome: "ok", Lines: lines}
	ending := "ok\n"
	if err != nil {
		object.Outcome, object.Reason = "refused", err.Error()
		ending = "refused: " + cell.Clean(err.Error()) + "\n"
	}
	if r.asJSON {
		return object2line(object)
	}
	var text strings.Builder
	for _, line := range lines {
		text.WriteString(" " + cell.Clean(line) + "\n")
	}
	return text.String() + ending
}

// countsObject is the object of the counts.
type countsObject struct {
	head
	Commands     uint64            `json:"commands"`
	Verbs        map[string]uint64 `json:"verbs"`
	Indications  uint64            `json:"indications"`
	Accepted     uint64            `json:"accepted"`
	Rejected     uint64            `json:"rejected"`
	Unanswered   uint64            `json:"unanswered"`
	NotSent      uint64            `json:"notSent"`
	Ignored      uint64            `json:"ignored"`
	Faults       map[string]uint64 `json:"faults"`
	LinesDropped uint64            `json:"linesDropped"`
}

// counts returns the lines of the counts. dropped is the number of lines that were not
// printed.
func (r *report) counts(c *recorder.Counts, dropped uint64) string {
	if !r.asJSON {
		return strings.Join(countLines(c), "\n") + "\n"
	}
	object := countsObject{
		head: newHead("counts", r.now()), Commands: c.Commands, Verbs: map[string]uint64{}, Indications: c.Indications,
		Accepted: c.Acknowledged, Rejected: c.Rejected, Unanswered: c.Unanswered, NotSent: c.Unsent, Ignored: c.Ignored,
		Faults:       map[string]uint64{"silent": c.Ignored, "late": c.Late, "conn-id": c.ConnID, "twice": c.Twice, "wrong": c.Wrong},
		LinesDropped: dropped,
	}
	for verb := event.VerbStart; verb <= event.VerbQuery; verb++ {
		object.Verbs[verb.String()] = c.Verbs[verb]
	}
	return object2line(object)
}

// countLines returns the counts as lines without line breaks.
func countLines(c *recorder.Counts) []string {
	var verbs []string
	for verb := event.VerbStart; verb <= event.VerbQuery; verb++ {
		verbs = append(verbs, fmt.Sprintf("%s %d", verb, c.Verbs[verb]))
	}
	return []string{
		fmt.Sprintf("commands     %d  (%s)", c.Commands, strings.Join(verbs, ", ")),
		fmt.Sprintf("indications  %d  (accepted %d, rejected %d, unanswered %d), and %d not sent", c.Indications, c.Acknowledged, c.Rejected, c.Unanswered, c.Unsent),
		fmt.Sprintf("faults       silent %d, late %d, conn-id %d, twice %d, wrong %d", c.Ignored, c.Late, c.ConnID, c.Twice, c.Wrong),
	}
}

func (r *report) readable(text string) string { return say.Readable([]byte(text), r.text) }

// object2line returns an object as a line that is safe for a terminal.
func object2line(object any) string {
	line, err := json.Marshal(object)
	if err != nil {
		line = []byte(`{"schema":1,"type":"note","text":"an object cannot be written as JSON"}`)
	}
	return string(cell.EscapeJSON(nil, line)) + "\n"
}

func connID(id uint64) string {
	if id == 0 {
		return ""
	}
	return say.ConnID(id)
}

func clock(at time.Time) string { return at.Format("15:04:05.000") }

// milliseconds returns the time between two moments, nil if one of them did not come.
func milliseconds(from, to time.Time) *float64 {
	if from.IsZero() || to.IsZero() {
		return nil
	}
	ms := float64(to.Sub(from).Microseconds()) / 1000
	return &ms
}
