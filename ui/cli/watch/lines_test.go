package watch

import (
	"strings"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// TestRareLines checks the lines that a test of the whole command would have to wait for,
// against the schema and in words.
func TestRareLines(t *testing.T) {
	at := time.Date(2026, 11, 30, 14, 2, 8, 112e6, time.FixedZone("", 3600))
	l := &lines{host: "sip:7000"}
	l.begin(nil)
	l.changed(&board.Change{Kind: board.ChangeSilence, At: at, Silent: true, Since: at.Add(-30 * time.Second), Whole: true})
	l.changed(&board.Change{Kind: board.ChangeSilence, At: at, Team: "claims"})
	l.late(at, true)
	l.late(at, true)
	l.late(at, false)
	l.linkChanged(at, &event.Link{State: event.LinkWaiting, Address: "sip:7000", Reason: "connection refused by sip:7000", Attempt: 1, Retry: at.Add(time.Second)})
	l.linkChanged(at, &event.Link{State: event.LinkConnecting, Address: "sip:7000", Attempt: 2})
	l.linkChanged(at, &event.Link{State: event.LinkWaiting, Address: "sip:7000", Reason: "connection refused by sip:7000", Attempt: 2, Retry: at.Add(2 * time.Second)})
	l.linkChanged(at, &event.Link{State: event.LinkRefused, Address: "sip:7000", Reason: "sip:7000 refused the login: 119 \x1b[31mbad password"})
	l.add(at, record{Type: typeJournal, Text: "x", Journal: &journalRecord{Failed: true, Reason: "the disk is full"}})
	schema := schemaOf(t)
	var texts []string
	taken := l.take()
	for i := range taken {
		validate(t, schema, string(taken[i].line(true)))
		texts = append(texts, string(taken[i].line(false)))
	}
	want := `2026-11-30T14:02:08.112+01:00 the recorder is silent
2026-11-30T14:02:08.112+01:00 the recorder of team claims answers again
2026-11-30T14:02:08.112+01:00 The next lines are late: their reader or capdeck cannot keep up.
2026-11-30T14:02:08.112+01:00 Lines are no longer late.
2026-11-30T14:02:08.112+01:00 Connection refused by sip:7000.
2026-11-30T14:02:08.112+01:00 Sip:7000 refused the login: 119 ␛[31mbad password. Check --app-name and the password and start capdeck again.
2026-11-30T14:02:08.112+01:00 x
`
	if got := strings.Join(texts, ""); got != want {
		t.Errorf("the lines are\n%swant\n%s", got, want)
	}
}
