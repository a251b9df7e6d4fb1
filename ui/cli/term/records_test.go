package term

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/erikgeiser/coninput"

	"capdeck/ui/cli/term/input"
	"capdeck/ui/keymsg"
)

// keyRecord is the record of a key in the layout of Windows.
func keyRecord(down bool, repeats uint16, key coninput.VirtualKeyCode, char uint16) (r coninput.InputRecord) {
	r.EventType = coninput.KeyEventType
	if down {
		r.Event[0] = 1
	}
	binary.LittleEndian.PutUint16(r.Event[4:], repeats)
	binary.LittleEndian.PutUint16(r.Event[6:], uint16(key))
	binary.LittleEndian.PutUint16(r.Event[10:], char)
	return r
}

// typed returns the records of a text: each character is pressed and released.
func typed(chars ...uint16) (records []coninput.InputRecord) {
	for _, char := range chars {
		records = append(records, keyRecord(true, 1, 0, char), keyRecord(false, 1, 0, char))
	}
	return records
}

func chars(text string) (chars []uint16) {
	for _, char := range text {
		chars = append(chars, uint16(char))
	}
	return chars
}

func TestTextOfConsoleRecords(t *testing.T) {
	for _, test := range []struct {
		name    string
		records []coninput.InputRecord
		want    string
	}{
		{"letters", typed(chars("aß€")...), "aß€"},
		{"a character of two records", typed(0xd83d, 0xde00), "😀"},
		{"the second half alone", typed(0xde00, 'a'), "\ufffda"},
		{"an arrow", typed(chars("\x1b[A")...), "\x1b[A"},
		{"a key that is held", []coninput.InputRecord{keyRecord(true, 3, 0x41, 'a')}, "aaa"},
		{"no count", []coninput.InputRecord{keyRecord(true, 0, 0x41, 'a')}, "a"},
		{"a character by its number", []coninput.InputRecord{keyRecord(true, 1, altKey, 0), keyRecord(false, 1, altKey, 'é')}, "é"},
		{"shift alone", []coninput.InputRecord{keyRecord(true, 1, 0x10, 0), keyRecord(false, 1, 0x10, 0)}, ""},
		{"the focus, a size, a menu and what is unknown", []coninput.InputRecord{{EventType: coninput.FocusEventType}, {EventType: coninput.WindowBufferSizeEventType}, {EventType: coninput.MenuEventType}, {EventType: 0x4711}}, ""},
	} {
		var records recordText
		if got := string(records.appendTo(nil, test.records)); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		// The same, each record in a read of its own.
		var got []byte
		for i := range test.records {
			got = records.appendTo(got, test.records[i:i+1])
		}
		if string(got) != test.want {
			t.Errorf("%s, one by one: %q, want %q", test.name, got, test.want)
		}
	}
}

// TestConsoleRecordsFitIntoARead: a read has room for the text of all its records.
func TestConsoleRecordsFitIntoARead(t *testing.T) {
	full := make([]coninput.InputRecord, recordsARead)
	for i := range full {
		full[i] = keyRecord(true, 0xffff, 0x41, 0xffff)
	}
	var records recordText
	if got := len(records.appendTo(nil, full)); got > readSize {
		t.Errorf("%d bytes, more than %d", got, readSize)
	}
}

// TestPasteFromAConsole: pasted text arrives as one paste, never as letters.
func TestPasteFromAConsole(t *testing.T) {
	text := strings.Repeat("7001\r", 100)
	all := typed(chars("\x1b[200~" + text + "\x1b[201~x")...)
	decoder := input.New()
	var records recordText
	var presses []tea.KeyMsg
	for len(all) > 0 {
		n := min(recordsARead, len(all))
		decoder.Feed(time.Now(), 1, records.appendTo(nil, all[:n]), func(press keymsg.Press) {
			if key, ok := press.Msg.(tea.KeyMsg); ok {
				presses = append(presses, key)
			}
		})
		all = all[n:]
	}
	if len(presses) != 2 || !presses[0].Paste || presses[1].String() != "x" {
		t.Errorf("the presses are %q", presses)
	}
}
