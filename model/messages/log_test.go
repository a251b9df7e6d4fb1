package messages

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func userEvent(t testing.TB, dn, filler string) []byte {
	t.Helper()
	m := wire.Message{Type: wire.EventUserEvent, Attributes: []wire.Attribute{
		wire.TextAttribute(wire.AttributeThisDN, dn), wire.TextAttribute(wire.AttributeErrorMessage, filler),
	}}
	body, err := m.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func logMessage(t testing.TB, l *Log, dn, filler string) []byte {
	t.Helper()
	return logWith(t, &event.Batch{}, l, dn, filler)
}

// logWith is logMessage with the memory of a batch, for tests that log very many.
func logWith(t testing.TB, batch *event.Batch, l *Log, dn, filler string) []byte {
	t.Helper()
	batch.Reset()
	body := userEvent(t, dn, filler)
	e := batch.AddMessage(event.KindMessage, body, wire.Limits{})
	e.Time = time.Unix(1700000000, 0)
	l.apply(e)
	return body
}

func TestLogKeepsTheNewestMessages(t *testing.T) {
	l := newLog(MaxMessages, MaxBytes, asIs)
	const extra = 10
	var batch event.Batch
	for i := range MaxMessages + extra {
		logWith(t, &batch, l, fmt.Sprint(i), "")
	}
	if got := l.End() - l.First(); got != MaxMessages {
		t.Errorf("the log holds %d messages", got)
	}
	if l.Left() != extra {
		t.Errorf("%d messages have left, want %d", l.Left(), extra)
	}
	entry, ok := l.At(l.First())
	if !ok || !bytes.Equal(entry.Body, userEvent(t, fmt.Sprint(extra), "")) {
		t.Errorf("the oldest entry is %x, %v", entry.Body, ok)
	}
	if _, ok = l.At(l.First() - 1); ok {
		t.Error("an entry that has left is still there")
	}
	if _, ok = l.At(l.End()); ok {
		t.Error("an entry that has not come is there")
	}
}

func TestLogHoldsAtMostItsBytes(t *testing.T) {
	l := newLog(MaxMessages, MaxBytes, asIs)
	filler := string(bytes.Repeat([]byte("x"), 40_000))
	var last []byte
	for i := range 3000 {
		last = logMessage(t, l, fmt.Sprint(i), filler)
	}
	held := 0
	for n := l.First(); n < l.End(); n++ {
		entry, _ := l.At(n)
		held += len(entry.Body)
	}
	if held > MaxBytes || held < MaxBytes/2 {
		t.Errorf("the log holds %d bytes, its limit is %d", held, MaxBytes)
	}
	entry, ok := l.At(l.End() - 1)
	if !ok || !bytes.Equal(entry.Body, last) {
		t.Error("the newest entry is not what was appended last")
	}
	if l.Left()+l.End()-l.First() != 3000 {
		t.Errorf("%d left and %d held do not add up to 3000", l.Left(), l.End()-l.First())
	}
}

func TestLogCutsLongMessages(t *testing.T) {
	l := newLog(MaxMessages, MaxBytes, asIs)
	body := logMessage(t, l, "7001", string(bytes.Repeat([]byte("y"), 200_000)))
	entry, _ := l.At(1)
	if len(entry.Body) != MaxBody || entry.Length != len(body) || l.Cut() != 1 {
		t.Errorf("kept %d of %d bytes, cut %d messages", len(entry.Body), entry.Length, l.Cut())
	}
}

func TestLogFindsMessagesOfADN(t *testing.T) {
	l := newLog(MaxMessages, MaxBytes, asIs)
	for i := range 100 {
		logMessage(t, l, fmt.Sprint(i%10), "")
	}
	var found []uint64
	for n := l.Before(l.End(), "3"); n != 0; n = l.Before(n, "3") {
		found = append(found, n)
	}
	if len(found) != 10 || found[0] != 94 || found[9] != 4 {
		t.Errorf("messages of DN 3: %v", found)
	}
}

func TestLogAppendAllocatesNothing(t *testing.T) {
	l := newLog(MaxMessages, MaxBytes, asIs)
	var batch event.Batch
	e := batch.AddMessage(event.KindMessage, userEvent(t, "7001", ""), wire.Limits{})
	for l.Left() == 0 {
		l.apply(e)
	}
	if allocs := testing.AllocsPerRun(5000, func() { l.apply(e) }); allocs != 0 {
		t.Errorf("%v allocations a message", allocs)
	}
}

// TestRemarksOfTheSession checks that each remark is shown as the session reported it.
func TestRemarksOfTheSession(t *testing.T) {
	l := newLog(MaxMessages, MaxBytes, asIs)
	var batch event.Batch
	for range 2 {
		e := batch.Add(event.KindRemark)
		e.Problem = "sent ADDP P 0"
		l.apply(e)
	}
	entry, ok := l.At(2)
	if !ok || entry.Direction != Remark || string(entry.Body) != "sent ADDP P 0" || entry.Problem != "" {
		t.Errorf("the remark is %+v", entry)
	}
}

// TestRemarksAreNotRepeated has a session that reports its whole state whenever a
// part of it changes, such as the round-trip time.
func TestRemarksAreNotRepeated(t *testing.T) {
	f := newFixture(t)
	report := func(link event.Link) {
		f.stamp(f.feed.Batch.Add(event.KindLink)).Link = &link
		f.flush()
	}
	before := f.p.Log().End()
	for i := range 5 {
		report(event.Link{State: event.LinkUp, Address: "sip-a:5000", Round: 1, RoundTrip: time.Duration(i) * time.Millisecond})
	}
	if got := f.p.Log().End(); got != before {
		t.Errorf("%d remarks repeat the first", got-before)
	}
	report(event.Link{State: event.LinkUp, Address: "sip-a:5000", KeepAlive: "ADDP no answer", Other: "sip-b:5000 cannot be reached"})
	entry, ok := f.p.Log().At(before)
	if want := "LINK UP  sip-a:5000  ADDP no answer  sip-b:5000 cannot be reached"; !ok || string(entry.Body) != want {
		t.Errorf("the remark is %q, want %q", entry.Body, want)
	}
}

// TestLogKnowsTheDNOfAnAnswer: an EventACK carries its ReferenceID and no more.
func TestLogKnowsTheDNOfAnAnswer(t *testing.T) {
	l := newLog(MaxMessages, MaxBytes, asIs)
	m := wire.Message{Type: wire.EventACK, Attributes: []wire.Attribute{wire.IntAttribute(wire.AttributeReferenceID, 2)}}
	body, err := m.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	var batch event.Batch
	e := batch.AddMessage(event.KindMessage, body, wire.Limits{})
	e.DN = "7001"
	l.apply(e)
	entry, _ := l.At(1)
	if entry.DN != "7001" || l.Before(l.End(), "7001") != 1 {
		t.Errorf("the entry's DN is %q, and the DN's last entry %d", entry.DN, l.Before(l.End(), "7001"))
	}
}

// TestTextsLeaveWithTheirEntries fills the log with undecodable messages, which other
// messages then replace.
func TestTextsLeaveWithTheirEntries(t *testing.T) {
	l := newLog(MaxMessages, MaxBytes, asIs)
	var batch event.Batch
	for range MaxMessages + 10 {
		batch.Reset()
		l.apply(batch.AddMessage(event.KindMessage, []byte{1, 2, 3}, wire.Limits{}))
	}
	if entry, ok := l.At(l.First()); !ok || entry.Problem == "" || len(l.texts) != MaxMessages {
		t.Errorf("the oldest entry is %+v, %t; %d texts are kept", entry, ok, len(l.texts))
	}
	for range MaxMessages {
		logWith(t, &batch, l, "7001", "")
	}
	if entry, ok := l.At(l.First()); !ok || entry.Problem != "" || len(l.texts) != 0 {
		t.Errorf("the oldest entry is %+v, %t; %d texts are kept", entry, ok, len(l.texts))
	}
}

// asIs returns a DN as it is on the wire if it is ASCII.
func asIs(dn string) string { return dn }

// A DN's messages are found by its bytes on the wire, and the answers that name no
// DN by its name.
func TestMessagesOfADNInACodePage(t *testing.T) {
	const dn, bytes = "Ødegård", "\xd8deg\xe5rd"
	l := newLog(MaxMessages, MaxBytes, strings.NewReplacer("Ø", "\xd8", "å", "\xe5").Replace)
	logMessage(t, l, "7001", "")
	logMessage(t, l, bytes, "")
	var batch event.Batch
	answer := batch.AddMessage(event.KindMessage, []byte{0, 0, 0, 0, byte(wire.EventACK)}, wire.Limits{})
	answer.DN = dn
	l.apply(answer)
	logMessage(t, l, dn, "")
	only := l.subsetOf(dn)
	if first, second := only.before(l, l.End()), only.before(l, 3); first != 3 || second != 2 || only.before(l, 2) != 0 {
		t.Errorf("messages %d and %d are the DN's", first, second)
	}
	if first, second := l.Before(l.End(), dn), l.Before(3, dn); first != 3 || second != 2 || l.Before(2, dn) != 0 {
		t.Errorf("messages %d and %d are the DN's", first, second)
	}
	entry, _ := l.At(3)
	if other, _ := l.At(1); !only.hasCopy(&entry) || only.hasCopy(&other) {
		t.Error("a copy is not told apart")
	}
}

// TestASmallLogIsARing checks that dropped entries cannot be read, and that the memory is
// bounded.
func TestASmallLogIsARing(t *testing.T) {
	l := newLog(5, 2*chunkSize, asIs)
	texts := func() string {
		var all []string
		for n := l.First(); n < l.End(); n++ {
			entry, _ := l.At(n)
			all = append(all, string(entry.Body))
		}
		return strings.Join(all, " ")
	}
	for i := range 12 {
		l.append(fmt.Append(nil, i))
	}
	if got := texts(); got != "7 8 9 10 11" || l.Left() != 7 {
		t.Errorf("the ring holds %q, %d have left", got, l.Left())
	}
	big := make([]byte, MaxBody)
	for range 5 {
		l.append(big)
	}
	if got := l.End() - l.First(); got != 4 {
		t.Errorf("%d messages of 64 KiB are in two chunks of twice that", got)
	}
	snapshot := l.Snapshot()
	l.append([]byte("later"))
	if snapshot.Len() != 4 {
		t.Errorf("a snapshot holds %d", snapshot.Len())
	}
	for entry := range snapshot.Entries() {
		if len(entry.Body) != MaxBody {
			t.Errorf("an entry of the snapshot has %d bytes", len(entry.Body))
		}
	}
}
