package send

import (
	"time"

	"capdeck/model/board"
	"capdeck/ui/cli/exit"
)

// result is one object of `send --json`.
type result struct {
	Site    string `json:"site"`
	DN      string `json:"dn"`
	Round   int    `json:"round,omitempty"`
	Verb    string `json:"verb"`
	Outcome string `json:"outcome"`
	Capture string `json:"capture"`
	ConnID  string `json:"connID,omitempty"`
	times
	Code int32  `json:"code,omitempty"`
	Text string `json:"text,omitempty"`
	heard
	ExitCode exit.Code `json:"exitCode"`
}

// times says when what happened to a command. What did not happen is left out.
type times struct {
	Queued     string `json:"queued,omitempty"`
	Sent       string `json:"sent,omitempty"`
	Accepted   string `json:"accepted,omitempty"`
	Indication string `json:"indication,omitempty"`
	Ended      string `json:"ended,omitempty"`

	WaitedMS     *float64 `json:"waitedMs,omitempty"` // from queued to sent
	AcceptedMS   *float64 `json:"acceptedMs,omitempty"`
	IndicationMS *float64 `json:"indicationMs,omitempty"`
	EndedMS      *float64 `json:"endedMs,omitempty"`
}

func timesOf(c *board.Command) times {
	return times{
		Queued: stamp(c.Queued), Sent: stamp(c.Sent), Accepted: stamp(c.Accepted), Indication: stamp(c.Indicated), Ended: stamp(c.Ended),
		WaitedMS: milliseconds(c.Queued, c.Sent), AcceptedMS: milliseconds(c.Sent, c.Accepted),
		IndicationMS: milliseconds(c.Sent, c.Indicated), EndedMS: milliseconds(c.Sent, c.Ended),
	}
}

// stamp returns a time as exports write it: RFC 3339 with microseconds and the local zone.
func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Local().Format("2006-01-02T15:04:05.000000Z07:00")
}

// milliseconds returns the time from one event to a later one, or nil if one of them did
// not happen.
func milliseconds(from, to time.Time) *float64 {
	if from.IsZero() || to.IsZero() {
		return nil
	}
	ms := inMilliseconds(to.Sub(from))
	return &ms
}

func inMilliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
