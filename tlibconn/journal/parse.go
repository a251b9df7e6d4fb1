package journal

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// record is a line in its JSON form.
type record struct {
	Kind         string  `json:"kind"`
	Time         string  `json:"time"`
	PID          int     `json:"pid"`
	Start        string  `json:"start"`
	User         string  `json:"user"`
	Program      string  `json:"program"`
	Session      uint32  `json:"session"`
	Command      uint64  `json:"command"`
	Round        uint32  `json:"round"`
	Site         string  `json:"site"`
	Server       string  `json:"server"`
	DN           string  `json:"dn"`
	DNHex        string  `json:"dnHex"`
	ConnID       string  `json:"connID"`
	Verb         string  `json:"verb"`
	Reference    int32   `json:"reference"`
	Last         int32   `json:"last"`
	Count        int     `json:"count"`
	Outcome      string  `json:"outcome"`
	Code         int32   `json:"code"`
	Text         string  `json:"text"`
	Why          string  `json:"why"`
	AcceptedMS   float64 `json:"acceptedMs"`
	IndicationMS float64 `json:"indicationMs"`
	Since        string  `json:"since"`
	Lost         uint64  `json:"lost"`
	OfPID        int     `json:"ofPid"`
	OfStart      string  `json:"ofStart"`
}

// line is a parsed line.
type line struct {
	kind    string
	process Process
	user    string
	program string
	intent  Intent
	outcome Outcome
	told    Process // for kindTold
	failure string  // for kindFailure, a sentence
}

// parseLine parses one line. If this version does not know the line's kind, parseLine returns only the kind,
// because a later version defines the other members. The error describes what is wrong with the line.
func parseLine(text []byte) (line, error) {
	var r record
	err := json.Unmarshal(text, &r)
	var wrongType *json.UnmarshalTypeError
	if err == nil || errors.As(err, &wrongType) && wrongType.Field != "kind" {
		if r.Kind != "" && !knownKind(r.Kind) {
			return line{kind: r.Kind}, nil
		}
	}
	switch {
	case wrongType != nil && wrongType.Field != "":
		return line{}, fmt.Errorf("its %s cannot be a %s", wrongType.Field, wrongType.Value)
	case err != nil:
		return line{}, fmt.Errorf("it is not a JSON object of the journal: %w", err)
	}
	l := line{kind: r.Kind, user: r.User, program: r.Program}
	at, err := parseTime("time", r.Time)
	if err != nil {
		return line{}, err
	}
	if l.process, err = parseProcess(r.PID, r.Start); err != nil {
		return line{}, err
	}
	switch r.Kind {
	case kindProcess:
	case kindIntent, kindQueries:
		l.intent, err = r.intent(at)
	case kindOutcome:
		l.outcome, err = r.result(at)
	case kindTold:
		l.told, err = parseProcess(r.OfPID, r.OfStart)
	case kindFailure:
		l.failure, err = r.failure(at)
	default:
		err = errors.New("its kind is missing")
	}
	return l, err
}

func knownKind(kind string) bool {
	switch kind {
	case kindProcess, kindIntent, kindQueries, kindOutcome, kindFailure, kindTold:
		return true
	}
	return false
}

func parseTime(name, text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("its %s %s is not a time", name, strconv.QuoteToASCII(cut(text)))
	}
	return t.UTC(), nil
}

func parseProcess(pid int, start string) (Process, error) {
	if pid <= 0 {
		return Process{}, fmt.Errorf("its pid must be 1 or more, not %d", pid)
	}
	at, err := parseTime("start", start)
	return Process{PID: pid, Start: at}, err
}

func (r *record) intent(at time.Time) (Intent, error) {
	dn, err := r.dn()
	if err != nil {
		return Intent{}, err
	}
	var connID uint64
	if r.ConnID != "" {
		if connID, err = strconv.ParseUint(r.ConnID, 16, 64); err != nil {
			return Intent{}, fmt.Errorf("its connID %s is not 16 hex digits", strconv.QuoteToASCII(cut(r.ConnID)))
		}
	}
	return Intent{
		Time: at, Site: r.Site, Server: r.Server, Connection: r.Session, Command: r.Command,
		Automatic: r.Kind == kindQueries, Round: r.Round, Last: r.Last, Count: r.Count, DN: dn, ConnID: connID, Verb: r.Verb, Reference: r.Reference,
	}, nil
}

func (r *record) result(at time.Time) (Outcome, error) {
	if r.Outcome == "" {
		return Outcome{}, errors.New("its outcome is missing")
	}
	dn, err := r.dn()
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{
		Time: at, Site: r.Site, DN: dn, Command: r.Command, Verb: r.Verb, Outcome: r.Outcome,
		Code: r.Code, Text: r.Text, Why: r.Why,
		ToAccepted: fromMilliseconds(r.AcceptedMS), ToIndication: fromMilliseconds(r.IndicationMS),
	}, nil
}

func (r *record) dn() (string, error) {
	if r.DNHex == "" {
		return r.DN, nil
	}
	dn, err := hex.DecodeString(r.DNHex)
	if err != nil {
		return "", fmt.Errorf("its dnHex %s is not hexadecimal", strconv.QuoteToASCII(cut(r.DNHex)))
	}
	return string(dn), nil
}

func (r *record) failure(at time.Time) (string, error) {
	text := ""
	if r.Since != "" {
		since, err := parseTime("since", r.Since)
		if err != nil {
			return "", err
		}
		text = fmt.Sprintf("the journal could not be written from %s to %s, and commands were refused: %s",
			since.Format(time.RFC3339), at.Format(time.RFC3339), escape(r.Text))
	}
	if r.Lost > 0 {
		if text != "" {
			text += "; "
		}
		text += fmt.Sprintf("outcomes not recorded: %d", r.Lost)
	}
	return text, nil
}

func fromMilliseconds(ms float64) time.Duration {
	const most = float64(1<<63-1) / float64(time.Millisecond)
	if ms < 0 || ms >= most {
		return 0
	}
	return time.Duration(ms*1000+0.5) * time.Microsecond
}

// escape cuts text and makes it safe to print.
func escape(text string) string {
	quoted := strconv.Quote(cut(text))
	return quoted[1 : len(quoted)-1]
}

// cut returns at most the first 100 bytes of a text, for errors.
func cut(text string) string { return text[:min(len(text), 100)] }
