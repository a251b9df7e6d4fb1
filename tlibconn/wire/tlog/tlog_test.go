package tlog

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/internal/vectors"
	"capdeck/tlibconn/wire/quote"
)

// textOf returns the lines of a message's attributes.
func textOf(attributes ...wire.Attribute) string {
	return string(AppendAttributes(nil, &wire.Message{Type: wire.EventUserEvent, Attributes: attributes}))
}

func TestTextIsThatOfTServersLog(t *testing.T) {
	list, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair("screen-capture", "start")})
	if err != nil {
		t.Fatal(err)
	}
	m := wire.Message{Type: wire.RequestSendEvent, Attributes: []wire.Attribute{
		wire.IntAttribute(wire.AttributeReferenceID, 12),
		wire.TextAttribute(wire.AttributeThisDN, "7001"),
		wire.IntAttribute(wire.AttributeUserEvent, 96),
		wire.LongAttribute(wire.AttributeConnID, 0x006c029a6685d0a1),
		list,
	}}
	at := time.Date(2026, 11, 23, 10, 21, 16, 439_300_000, time.UTC)
	const want = "@10:21:16.4393 [0] -> message RequestSendEvent\n" +
		"\tAttributeReferenceID\t12\n" +
		"\tAttributeThisDN\t'7001'\n" +
		"\tAttributeUserEvent\tEventUserEvent\n" +
		"\tAttributeConnID\t006c029a6685d0a1\n" +
		"\tAttributeUserData\t[26] 00 01 00 00..\n" +
		"\t\t'screen-capture'\t'start'\n"
	if got := string(Append(nil, at, true, &m)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := string(AppendTime(nil, at, false)); got != "@10:21:16.4393 [0] <- " {
		t.Errorf("a received message begins with %q", got)
	}
}

func TestTextOfValues(t *testing.T) {
	list := func(pairs ...wire.KeyValue) wire.Attribute {
		a, err := wire.ListAttribute(wire.AttributeExtensions, pairs)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	text := func(value string) wire.Attribute { return wire.TextAttribute(wire.AttributeThisDN, value) }
	tests := []struct {
		name string
		got  string
		want string
	}{
		{"other 8-byte integers are decimal", textOf(wire.LongAttribute(wire.AttributeServerStartTime, 77), wire.LongAttribute(wire.AttributeNetworkCallID, 1<<64-1)), "\tAttributeServerStartTime\t77\n\tAttributeNetworkCallID\t-1\n"},
		{"a sequence number has 16 digits", textOf(wire.LongAttribute(wire.AttributeEventSequenceNumber, 4899493), wire.IntAttribute(wire.AttributeEventSequenceNumber, 77)), "\tAttributeEventSequenceNumber\t00000000004ac2a5\n\tAttributeEventSequenceNumber\t77\n"},
		{"a ReferenceID has no sign", textOf(wire.IntAttribute(wire.AttributeReferenceID, -1), wire.IntAttribute(wire.AttributeReferenceID, 12), wire.LongAttribute(wire.AttributeReferenceID, 1<<64-1)), "\tAttributeReferenceID\t4294967295\n\tAttributeReferenceID\t12\n\tAttributeReferenceID\t-1\n"},
		{"a UserEvent is named", textOf(wire.IntAttribute(wire.AttributeUserEvent, 96), wire.IntAttribute(wire.AttributeUserEvent, 49), wire.IntAttribute(wire.AttributeUserEvent, 60)), "\tAttributeUserEvent\tEventUserEvent\n\tAttributeUserEvent\tRequestSendEvent\n\tAttributeUserEvent\tEventRinging\n"},
		{"a UserEvent without a name", textOf(wire.IntAttribute(wire.AttributeUserEvent, 4711), wire.IntAttribute(wire.AttributeUserEvent, -1), wire.TextAttribute(wire.AttributeUserEvent, "96")), "\tAttributeUserEvent\t4711\n\tAttributeUserEvent\t-1\n\tAttributeUserEvent\t'96'\n"},
		{"every ConnID has 16 digits", textOf(wire.LongAttribute(wire.AttributePreviousConnID, 1), wire.LongAttribute(wire.AttributeLastTransferConnID, 1<<64-1)), "\tAttributePreviousConnID\t0000000000000001\n\tAttributeLastTransferConnID\tffffffffffffffff\n"},
		{"unknown attribute", textOf(wire.IntAttribute(4711, -3)), "\tAttribute4711\t-3\n"},
		{"binary", textOf(wire.BinaryAttribute(wire.AttributeInputMask, []byte{0, 1, 0xff})), "\tAttributeInputMask\t[3] 00 01 ff\n"},
		{"empty binary", textOf(wire.BinaryAttribute(wire.AttributeInputMask, nil)), "\tAttributeInputMask\t[0]\n"},
		{"long binary", textOf(wire.BinaryAttribute(wire.AttributeServerCapabilityMask, make([]byte, 64))), "\tAttributeServerCapabilityMask\t[64] " + strings.Repeat("00 ", 15) + "00..\n"},
		{"empty list", textOf(list()), "\tAttributeExtensions\t[2] 00 00\n"},
		{
			"pairs", textOf(list(wire.IntPair("i", -5), wire.BinaryPair("b", []byte{1, 2}), wire.UnicodePair("u", "héllo 😀"), wire.KeyValue{Key: "x", Type: 9, Bytes: []byte{7}})),
			"\tAttributeExtensions\t[49] 00 04 01 00..\n\t\t'i'\t-5\n\t\t'b'\t[2] 01 02\n\t\t'u'\t'héllo 😀'\n\t\t'x'\t(type 9) [1] 07\n",
		},
		{
			"nested lists", textOf(list(wire.ListPair("outer", wire.ListPair("inner", wire.IntPair("i", 1)), wire.TextPair("k", "v")), wire.TextPair("z", ""))),
			"\tAttributeExtensions\t[53] 00 02 03 00..\n\t\t'outer'(list)\n\t\t\t'inner'(list)\n\t\t\t\t'i'\t1\n\t\t\t'k'\t'v'\n\t\t'z'\t''\n",
		},
		{"bad list", textOf(wire.BinaryAttribute(wire.AttributeUserData, []byte{0, 5, 0})), "\tAttributeUserData\t[3] 00 05 00\n\t\tundecodable\tthe key-value list is malformed at byte 2: the list ends inside a pair's type and key length\n"},
		{"list attribute in text", textOf(wire.TextAttribute(wire.AttributeReason, "why")), "\tAttributeReason\t'why'\n"},
		{"quotes and backslashes", textOf(text(`it's a \ "`)), "\tAttributeThisDN\t'it\\'s a \\\\ \"'\n"},
		{"line ends and tabs", textOf(text("a\r\n\tb")), "\tAttributeThisDN\t'a\\r\\n\\tb'\n"},
		{"escape sequences", textOf(text("\x1b]52;c;\a\x00\x7f")), "\tAttributeThisDN\t'\\u001b]52;c;\\u0007\\u0000\\u007f'\n"},
		{"C1 and bidi controls", textOf(text("\u009b\u202e\u2066\u200f\u061c\u2028")), "\tAttributeThisDN\t'\\u009b\\u202e\\u2066\\u200f\\u061c\\u2028'\n"},
		{"invalid UTF-8", textOf(text("caf\xe9 \x9b")), "\tAttributeThisDN\t'caf\\xe9 \\x9b'\n"},
		{"controls in UTF-16", textOf(list(wire.KeyValue{Key: "\n", Type: wire.PairUnicode, Bytes: []byte{0, 0x1b, 0x20, 0x2e, 0xd8, 0x3d, 0, '\''}})), "\tAttributeExtensions\t[16] 00 01 04 00..\n\t\t'\\n'\t'\\u001b\\u202e\\ud83d\\''\n"},
		{"ADDP", string(AppendADDP(nil, wire.ADDP{Op: wire.ADDPPoll, Value: 7})), "ADDP P 7\n"},
		{"ADDP with a control character", string(AppendADDP(nil, wire.ADDP{Op: 0x1b})), "ADDP 0x1b 0\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got\n%q\nwant\n%q", tt.got, tt.want)
			}
		})
	}
}

func TestTextOfAnUndecodableMessage(t *testing.T) {
	body := vectors.Unhex(t, "020000003400000002690000000c000000017300ff4f6f6f6f")
	var m wire.Message
	err := m.Decode(body, wire.Limits{})
	if err == nil {
		t.Fatal("no error")
	}
	const want = "\tAttributeReferenceID\t12\n" +
		"\tundecodable\tEventError, attribute ErrorMessage cannot be decoded: byte 19: a length of 255 goes past the end of the message: 4 bytes are left\n" +
		"\t00000000\t02 00 00 00 34 00 00 00 02 69 00 00 00 0c 00 00\n" +
		"\t00000010\t00 01 73 00\n" +
		"\t5 bytes more\n"
	if got := string(AppendUndecodable(nil, &m, err.Error(), body, 20)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := string(AppendUndecodable(nil, &wire.Message{}, "a\x1b\n", []byte{1}, 0)); got != "\tundecodable\ta\\u001b\\n\n\t00000000\t01\n" {
		t.Errorf("got %q", got)
	}
}

// checkText asserts what [Form.AppendUndecodable] guarantees for any message.
func checkText(t testing.TB, m *wire.Message) {
	t.Helper()
	text := AppendAttributes(nil, m)
	if !utf8.Valid(text) {
		t.Fatalf("the text is not UTF-8: %q", text)
	}
	for _, line := range bytes.Split(text, []byte{'\n'}) {
		content := bytes.TrimLeft(line, "\t")
		if len(line) > 0 && len(content) == len(line) {
			t.Fatalf("a line begins without a tab: %q", line)
		}
		for _, r := range string(bytes.ReplaceAll(content, []byte{'\t'}, nil)) {
			if quote.IsUnsafe(r) {
				t.Fatalf("the text holds %U: %q", r, line)
			}
		}
	}
}

func TestTextOfTheVectors(t *testing.T) {
	for _, v := range vectors.Read(t, "../testdata") {
		frame, err := wire.NewFrameReader(bytes.NewReader(v.Bytes(t)), wire.Limits{}).Next()
		if err != nil {
			t.Fatal(err)
		}
		var m wire.Message
		if err := m.Decode(frame.Body, wire.Limits{}); err != nil {
			t.Fatal(err)
		}
		checkText(t, &m)
	}
}

// TestTextHidesPasswordsInLists checks pairs whose keys are those of passwords.
func TestTextHidesPasswordsInLists(t *testing.T) {
	for _, id := range []wire.AttributeID{wire.AttributeUserData, wire.AttributeExtensions, wire.AttributeReason, wire.AttributeTreatmentParms} {
		list, err := wire.ListAttribute(id, []wire.KeyValue{
			wire.TextPair("Password", "hush"), wire.TextPair("password", ""), wire.TextPair("old.ApplicationPASSWORD", "hush-hush"), wire.IntPair("PasswordPin", 4711),
			wire.TextPair("passwor", "kept"),
			{Key: "passwords", Type: wire.PairList, List: []wire.KeyValue{wire.TextPair("a", "hush")}},
			wire.TextPair("b", "kept"),
		})
		if err != nil {
			t.Fatal(err)
		}
		m := wire.Message{Type: wire.EventUserEvent, Attributes: []wire.Attribute{list}}
		const want = "\t\t'Password'\t'********'\n\t\t'password'\t'********'\n\t\t'old.ApplicationPASSWORD'\t'********'\n\t\t'PasswordPin'\t'********'\n" +
			"\t\t'passwor'\t'kept'\n\t\t'passwords'(list)\n\t\t\t'a'\t'********'\n\t\t'b'\t'kept'\n"
		if got := string(AppendAttributes(nil, &m)); !strings.HasSuffix(got, want) {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		got := string(Form{ShowPasswords: true}.AppendAttributes(nil, &m))
		for _, shown := range []string{"'Password'\t'hush'", "'hush-hush'", "4711", "'a'\t'hush'"} {
			if !strings.Contains(got, shown) {
				t.Errorf("%s is not in\n%s", shown, got)
			}
		}
	}
}

// TestTextHidesPasswords checks that passwords appear only with ShowPasswords.
func TestTextHidesPasswords(t *testing.T) {
	m := wire.Message{Type: wire.RequestRegisterClient, Attributes: []wire.Attribute{
		wire.TextAttribute(wire.AttributeApplicationName, "capdeck"),
		wire.TextAttribute(wire.AttributeApplicationPassword, "hush-hush"),
		wire.TextAttribute(wire.AttributePassword, ""),
		wire.IntAttribute(wire.AttributePassword, 4711),
	}}
	const name = "\tAttributeApplicationName\t'capdeck'\n"
	const hidden = name + "\tAttributeApplicationPassword\t'********'\n\tAttributePassword\t'********'\n\tAttributePassword\t'********'\n"
	if got := string(AppendAttributes(nil, &m)); got != hidden {
		t.Errorf("got\n%s\nwant\n%s", got, hidden)
	}
	const shown = name + "\tAttributeApplicationPassword\t'hush-hush'\n\tAttributePassword\t''\n\tAttributePassword\t4711\n"
	if got := string(Form{ShowPasswords: true}.AppendAttributes(nil, &m)); got != shown {
		t.Errorf("got\n%s\nwant\n%s", got, shown)
	}
}
