package export

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/quote"
	"capdeck/tlibconn/wire/tjson"
)

// zone is three and a half hours east, so that a missing zone is noticed.
func zone() *time.Location { return time.FixedZone("", 3*3600+1800) }

func at() time.Time { return time.Date(2026, 11, 25, 14, 2, 10, 123456000, time.UTC) }

func fullRow() Row {
	return Row{
		Key: board.Key{Site: "sip-a", DN: "7001"}, Label: "A. Ødegård", Team: "night",
		Registration: board.Registration{State: board.RegistrationHeld, Code: 125, Text: "DN already registered"},
		Capture:      board.Capture{State: board.StateRec, Since: at(), Heard: at(), ConnID: 0x6f01, SinceIsLowerBound: true},
		Stale:        board.StaleLink | board.StaleCallLeft, Fault: board.Fault{Kind: board.FaultRejected, Code: 59},
		CaptureCall: board.CaptureOtherCall, FurtherCalls: 1, FurtherState: board.CallHeld, Stopped: board.Stopped{At: at()},
		Gap: 31500 * time.Millisecond, HasGap: true,
		Call:  board.Call{ConnID: 0x006f01b2c3d4e5f6, State: board.CallTalking, Other: "+33123456", UUID: "0012UUID"},
		Agent: board.Agent{ID: "4711", State: board.AgentReady, Reason: "tea"},
		Last: board.Command{
			Verb: event.VerbStart, Life: board.LifeRejected, Sent: at(), Accepted: at().Add(2500 * time.Microsecond),
			Indicated: at().Add(84 * time.Millisecond), Code: 59, Text: "=not, \"here\"",
		},
	}
}

func writeRows(t testing.TB, format Format, rows ...Row) string {
	t.Helper()
	var out bytes.Buffer
	if err := WriteRows(&out, format, zone(), rows); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestRowAsCSV checks the names and the form of every field.
func TestRowAsCSV(t *testing.T) {
	want := "site,dn,label,team,registration,registrationCode,registrationText,state,stale,fault,since,sinceAtLeast,heard," +
		"captureConnID,connID,call,otherParty,agent,agentState,agentReason,lastVerb,lastWho,lastLife,lastSent,lastAcceptedMs,lastIndicationMs,lastCode,lastText,captureCall,furtherCalls,furtherCallsState,callUUID,stopped,stoppedBy,gapMs\r\n" +
		"sip-a,7001,A. Ødegård,night,registered,125,DN already registered,enabled,link; call-left,REJECTED 59,2026-11-25T17:32:10.123456+03:30,true,2026-11-25T17:32:10.123456+03:30," +
		"0000000000006f01,006f01b2c3d4e5f6,talking,+33123456,4711,ready,tea,start,us,rejected,2026-11-25T17:32:10.123456+03:30,2.5,84,59,\"'=not, \"\"here\"\"\",other call,1,held,0012UUID,2026-11-25T17:32:10.123456+03:30,unasked,31500\r\n" +
		"sip-a,7002,,,not asked,,,unknown,,,,false,,,,,,,,,,,,,,,,,,,,,,,\r\n"
	if got := writeRows(t, CSV, fullRow(), Row{Key: board.Key{Site: "sip-a", DN: "7002"}}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestRowAsJSONL(t *testing.T) {
	want := `{"site":"sip-a","dn":"7001","label":"A. Ødegård","team":"night","registration":"registered","registrationCode":125,"registrationText":"DN already registered",` +
		`"state":"enabled","stale":["link","call-left"],"fault":"REJECTED 59","since":"2026-11-25T17:32:10.123456+03:30","sinceAtLeast":true,"heard":"2026-11-25T17:32:10.123456+03:30",` +
		`"captureConnID":"0000000000006f01","connID":"006f01b2c3d4e5f6","call":"talking","otherParty":"+33123456","agent":"4711","agentState":"ready","agentReason":"tea",` +
		`"lastVerb":"start","lastWho":"us","lastLife":"rejected","lastSent":"2026-11-25T17:32:10.123456+03:30","lastAcceptedMs":2.5,"lastIndicationMs":84,"lastCode":59,"lastText":"=not, \"here\"","captureCall":"other call","furtherCalls":1,"furtherCallsState":"held","callUUID":"0012UUID","stopped":"2026-11-25T17:32:10.123456+03:30","stoppedBy":"unasked","gapMs":31500}` + "\n" +
		`{"site":"sip-a","dn":"7002","label":null,"team":null,"registration":"not asked","registrationCode":null,"registrationText":null,"state":"unknown","stale":[],"fault":null,"since":null,"sinceAtLeast":false,"heard":null,` +
		`"captureConnID":null,"connID":null,"call":null,"otherParty":null,"agent":null,"agentState":null,"agentReason":null,"lastVerb":null,"lastWho":null,"lastLife":null,"lastSent":null,"lastAcceptedMs":null,"lastIndicationMs":null,"lastCode":null,"lastText":null,"captureCall":null,"furtherCalls":null,"furtherCallsState":null,"callUUID":null,"stopped":null,"stoppedBy":null,"gapMs":null}` + "\n"
	if got := writeRows(t, JSONL, fullRow(), Row{Key: board.Key{Site: "sip-a", DN: "7002"}}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestCells tests how text in a cell is changed.
func TestCells(t *testing.T) {
	tests := []struct{ name, text, cell string }{
		{"plain", "7001", "7001"},
		{"a telephone number", "+33123456", "+33123456"},
		{"a negative number", "-5", "-5"},
		{"a formula", "=1+1", "'=1+1"},
		{"a formula after a sign", "+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"},
		{"a sign alone", "-", "'-"},
		{"a function", "@SUM(A1)", "'@SUM(A1)"},
		{"after a tab", "\t=1", "' =1"},
		{"after a return", "\rx", "' x"},
		{"after a line feed", "\n7", "' 7"},
		{"after blanks", "  =1", "'  =1"},
		{"wide", "＝1", "'＝1"},
		{"inside", "a=b", "a=b"},
		{"after a semicolon", "x;=1+1;y", "x;'=1+1;y"},
		{"after every separator", "a,=1;-x|@y;+a", "a,'=1;'-x|'@y;'+a"},
		{"after a semicolon and blanks", "x;  =1", "x;'  =1"},
		{"after a semicolon and a quote", `x;"=1+1"`, `x;'"=1+1"`},
		{"a quoted formula", `"=1+1"`, `'"=1+1"`},
		{"wide, after a semicolon", "x;＝1", "x;'＝1"},
		{"telephone numbers with semicolons", "+33123456;+33123457", "'+33123456;'+33123457"},
		{"the last separator", "a;", "a;"},
		{"lines", "a\r\nb", "a  b"},
		{"an escape sequence", "\x1b[2J", "\ufffd[2J"},
		{"C1", "\u009b2J", "\ufffd2J"},
		{"another writing direction", "a\u202eb\u2066", "a\ufffdb\ufffd"},
		{"no UTF-8", "M\xfcller", "M\ufffdller"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := text(test.text)
			if got := v.cell(time.UTC); got != test.cell {
				t.Errorf("got %q, want %q", got, test.cell)
			}
		})
	}
}

// anyText draws text as a network may deliver it.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		rapid.StringOf(rapid.SampledFrom([]rune("=+-@\t\r\n\"',; 07a\x1b\u202e"))),
	)
}

func drawRow(t *rapid.T) Row {
	row := fullRow()
	for _, field := range []*string{
		&row.Key.Site, &row.Key.DN, &row.Label, &row.Team, &row.Registration.Text, &row.Call.Other, &row.Agent.ID, &row.Last.Text,
	} {
		*field = anyText().Draw(t, "text")
	}
	return row
}

// TestCSVReadsBack: encoding/csv reads what was meant to be written, one record per row, and nothing in it is a
// formula or moves a cursor.
func TestCSVReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(drawRow), 0, 4).Draw(t, "rows")
		var out bytes.Buffer
		if err := WriteRows(&out, CSV, zone(), rows); err != nil {
			t.Fatal(err)
		}
		checkOtherSeparators(t, out.String())
		records, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(records) != len(rows)+1 {
			t.Fatalf("read %d records of %d rows: %v", len(records), len(rows), err)
		}
		for i := range rows {
			for j, f := range rowFields() {
				v := f.value(&rows[i])
				cell := records[i+1][j]
				if cell != v.cell(zone()) {
					t.Fatalf("%s: read %q, meant %q", f.name, cell, v.cell(zone()))
				}
				if cell != Clean(cell) || !isSigned(cell) && strings.ContainsAny(strings.TrimLeft(cell, " ")+" ", "=+-@") && strings.IndexAny(strings.TrimLeft(cell, " "), "=+-@") == 0 {
					t.Fatalf("%s: the cell %q is not harmless", f.name, cell)
				}
			}
		}
	})
}

// checkOtherSeparators reads a file as a spreadsheet does that separates cells by something other than commas.
func checkOtherSeparators(t *rapid.T, file string) {
	for _, separator := range ";\t|" {
		reader := csv.NewReader(strings.NewReader(file))
		reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord = separator, true, -1
		records, err := reader.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range records {
			for _, cell := range record {
				if start := strings.TrimLeft(cell, " \""); start != "" && strings.ContainsRune("=+-@", rune(start[0])) && !isSigned(cell) && !isSignedCells(start) {
					t.Fatalf("with %q between cells there is %q", separator, cell)
				}
			}
		}
	}
}

// isSignedCells reports whether the text begins with a signed number followed by a comma, which is the rest of a
// line.
func isSignedCells(text string) bool {
	number, _, _ := strings.Cut(text, ",")
	return isSigned(number)
}

// TestJSONLIsLossless: every text is read back byte by byte, from lines that are UTF-8 and contain nothing that
// controls a terminal.
func TestJSONLIsLossless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := drawRow(t)
		var out bytes.Buffer
		if err := WriteRows(&out, JSONL, zone(), []Row{row}); err != nil {
			t.Fatal(err)
		}
		line := out.String()
		if !utf8.ValidString(line) || strings.IndexFunc(strings.TrimSuffix(line, "\n"), quote.IsUnsafe) >= 0 {
			t.Fatalf("the line is not safe: %q", line)
		}
		read := map[string]any{}
		if err := json.Unmarshal([]byte(line), &read); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"site": row.Key.Site, "dn": row.Key.DN, "label": row.Label, "otherParty": row.Call.Other, "agent": row.Agent.ID} {
			if got := member(t, read, name); got != want {
				t.Fatalf("%s is %q, want %q", name, got, want)
			}
		}
	})
}

// member returns a text, which may be written in hex.
func member(t *rapid.T, read map[string]any, name string) string {
	if inHex, ok := read[name+"Hex"].(string); ok {
		raw, err := hex.DecodeString(inHex)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	plain, _ := read[name].(string)
	return plain
}

func message(t testing.TB, dn string) []byte {
	t.Helper()
	list, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair(event.CaptureKey, "paused")})
	if err != nil {
		t.Fatal(err)
	}
	m := wire.Message{Type: wire.EventUserEvent, Attributes: []wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, dn), list, wire.IntAttribute(wire.AttributeReferenceID, 7)}}
	body, err := m.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func log(t testing.TB) []Message {
	t.Helper()
	body := message(t, "7001")
	return []Message{
		{Time: at(), Direction: Remark, Body: []byte("LINK UP  sip-a:5000"), Length: 19},
		{Time: at(), Direction: Received, Body: body, Length: len(body), Latency: 1500 * time.Microsecond},
		{Time: at(), Direction: Received, Body: body[:9], Length: len(body), DN: "7009"},
		{Time: at(), Direction: Sent, Body: []byte{0, 0}, Length: 2, Problem: "too short", DN: "7002"},
	}
}

func TestMessages(t *testing.T) {
	var out bytes.Buffer
	n, err := WriteMessages(&out, JSONL, zone(), nil, slices.Values(log(t)))
	if err != nil || n != 4 {
		t.Fatal(n, err)
	}
	const none = `"name":null,"capture":null,"reference":null,"errorCode":null,"errorText":null,"latencyMs":null,`
	lines := strings.Split(out.String(), "\n")
	want := []string{
		`{"time":"2026-11-25T17:32:10.123456+03:30","direction":"remark","dn":null,` + none + `"problem":null,"remark":"LINK UP  sip-a:5000","bytes":null,"message":null}`,
		`{"time":"2026-11-25T17:32:10.123456+03:30","direction":"received","dn":"7001","name":"EventUserEvent","capture":"paused","reference":7,"errorCode":null,"errorText":null,"latencyMs":1.5,"problem":null,"remark":null,"bytes":null,"message":` +
			`{"type":96,"typeName":"EventUserEvent","attrs":[{"id":20,"name":"ThisDN","wire":"s","value":"7001"},{"id":51,"name":"UserData","wire":"b","list":[{"key":"screen-capture","type":"string","value":"paused"}]},{"id":2,"name":"ReferenceID","wire":"i","value":7}]}}`,
	}
	for i := range want {
		if lines[i] != want[i] {
			t.Errorf("line %d is\n%s\nwant\n%s", i, lines[i], want[i])
		}
	}
	for i, texts := range map[int][]string{
		2: {`"dn":"7009"`, `"problem":"the log kept the first 9 of `, `"bytes":"` + hex.EncodeToString(message(t, "7001")[:9]) + `"`, `"message":null`},
		3: {`"direction":"sent"`, `"dn":"7002"`, `"problem":"too short"`, `"bytes":"0000"`},
	} {
		for _, text := range texts {
			if !strings.Contains(lines[i], text) {
				t.Errorf("line %d has no %s: %s", i, text, lines[i])
			}
		}
	}
}

// TestMessageReadsBack: the message in a line is in the form that package wire reads, byte by byte, in both formats.
func TestMessageReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := wire.Message{Type: wire.EventUserEvent, Attributes: []wire.Attribute{
			wire.TextAttribute(wire.AttributeThisDN, anyText().Draw(t, "DN")),
			wire.TextAttribute(wire.AttributeErrorMessage, anyText().Draw(t, "text")),
		}}
		body, err := m.AppendBody(nil)
		if err != nil {
			t.Fatal(err)
		}
		entry := Message{Time: at(), Direction: Received, Body: body, Length: len(body)}
		var lines, cells bytes.Buffer
		for out, format := range map[*bytes.Buffer]Format{&lines: JSONL, &cells: CSV} {
			if _, err = WriteMessages(out, format, zone(), nil, slices.Values([]Message{entry})); err != nil {
				t.Fatal(err)
			}
		}
		var read struct{ Message json.RawMessage }
		if err = json.Unmarshal(lines.Bytes(), &read); err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(&cells).ReadAll()
		if err != nil || len(records) != 2 {
			t.Fatal(records, err)
		}
		for _, text := range []string{string(read.Message), records[1][len(records[1])-1]} {
			parsed, failed := tjson.Parse([]byte(text))
			if failed != nil {
				t.Fatal(failed)
			}
			got, failed := parsed.Message.AppendBody(nil)
			if failed != nil || !bytes.Equal(got, body) {
				t.Fatalf("got %x, want %x (%v)", got, body, failed)
			}
		}
	})
}

// full is a disk that is full after the first bytes.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		return f.room, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

var errFull = errors.New("no space left")

func TestWriterFails(t *testing.T) {
	for _, format := range []Format{CSV, JSONL} {
		if err := WriteRows(&full{}, format, zone(), []Row{fullRow()}); !errors.Is(err, errFull) {
			t.Errorf("one row: %v", err)
		}
		if err := WriteRows(&full{bufferSize}, format, zone(), slices.Repeat([]Row{fullRow()}, 1000)); !errors.Is(err, errFull) {
			t.Errorf("many rows: %v", err)
		}
	}
}

// BenchmarkRows measures the cost of an export of 10,000 rows for Update.
func BenchmarkRows(b *testing.B) {
	truth := board.New(board.Options{})
	for i := range 10_000 {
		truth.Add(board.Entry{Key: board.Key{Site: "sip-a", DN: strconv.Itoa(i)}})
	}
	for b.Loop() {
		rows := make([]Row, 0, truth.Len())
		for _, row := range truth.Rows() {
			rows = append(rows, RowOf(truth.Row(row.Key())))
		}
		if len(rows) != truth.Len() {
			b.Fatal("rows are missing")
		}
	}
}

// BenchmarkMessages measures the writing of one message.
func BenchmarkMessages(b *testing.B) {
	body := message(b, "7001")
	entry := Message{Time: at(), Direction: Received, Body: body, Length: len(body)}
	for name, format := range map[string]Format{"CSV": CSV, "JSONL": JSONL} {
		b.Run(name, func(b *testing.B) {
			_, err := WriteMessages(&full{1 << 62}, format, zone(), nil, func(yield func(Message) bool) {
				for b.Loop() {
					yield(entry)
				}
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}

// DNs and errors in a code page are decoded; the message itself stays as it was received.
func TestMessagesInACodePage(t *testing.T) {
	m := wire.Message{Type: wire.EventError, Attributes: []wire.Attribute{
		wire.TextAttribute(wire.AttributeThisDN, "\xd8deg"), wire.TextAttribute(wire.AttributeErrorMessage, "\xd8"),
	}}
	body, err := m.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	decode := func(text []byte) string { return strings.ReplaceAll(string(text), "\xd8", "Ø") }
	entries := slices.Values([]Message{{Time: at(), Direction: Received, Body: body, Length: len(body)}})
	if _, err := WriteMessages(&out, JSONL, zone(), decode, entries); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"dn":"Ødeg"`, `"errorText":"Ø"`, `"valueHex":"d8646567"`} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("%s lacks %s", out.String(), part)
		}
	}
}
