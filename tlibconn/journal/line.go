package journal

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The kinds of lines.
const (
	kindProcess = "process"
	kindIntent  = "intent"
	kindQueries = "queries"
	kindOutcome = "outcome"
	kindFailure = "failure"
	kindTold    = "told"
)

// Texts are cut to these lengths in bytes. Even if every byte is escaped as six, a line is shorter than
// dayfile.MaxLine.
const (
	maxDNBytes  = 64 << 10 // the longest text of the protocol
	maxTextSize = 1 << 10
	maxVerbSize = 64
)

// timeFormat is the format of all times, which are in UTC.
const timeFormat = "2006-01-02T15:04:05.000000Z07:00"

// encoder encodes the lines of one process.
type encoder struct {
	process string   // the members that are the same in all lines
	secrets []string // texts that no line may contain
}

func newEncoder(pid int, start time.Time, user, program string, secrets []string) encoder {
	process := appendNumber(nil, "pid", int64(pid))
	process = appendTime(process, "start", start)
	process = appendString(process, "user", user, maxTextSize)
	process = appendOptional(process, "program", program)
	secrets = slices.DeleteFunc(slices.Clone(secrets), func(s string) bool { return s == "" })
	return encoder{process: string(process), secrets: secrets}
}

// begin appends the members at the start of every line.
func (e *encoder) begin(dst []byte, kind string, at time.Time) []byte {
	dst = append(dst, `{"kind":"`...)
	dst = append(dst, kind...)
	dst = append(dst, '"')
	dst = appendTime(dst, "time", at)
	return append(dst, e.process...)
}

func end(dst []byte) []byte { return append(dst, '}', '\n') }

func (e *encoder) appendIntent(dst []byte, i *Intent) []byte {
	kind := kindIntent
	if i.Automatic {
		kind = kindQueries
	}
	dst = e.begin(dst, kind, i.Time)
	dst = appendNumber(dst, "session", int64(i.Connection))
	if i.Automatic {
		dst = appendNumber(dst, "round", int64(i.Round))
	} else {
		dst = appendUnsigned(dst, "command", i.Command)
	}
	dst = appendString(dst, "site", i.Site, maxTextSize)
	dst = appendString(dst, "server", i.Server, maxTextSize)
	dst = appendDN(dst, i.DN)
	dst = appendConnID(dst, i.ConnID)
	dst = appendString(dst, "verb", i.Verb, maxVerbSize)
	return end(appendReferences(dst, i))
}

func (e *encoder) appendOutcome(dst []byte, o *Outcome) []byte {
	dst = e.begin(dst, kindOutcome, o.Time)
	dst = appendUnsigned(dst, "command", o.Command)
	dst = appendString(dst, "site", o.Site, maxTextSize)
	dst = appendDN(dst, o.DN)
	dst = appendString(dst, "verb", o.Verb, maxVerbSize)
	dst = appendResult(dst, &Outcome{
		Outcome: o.Outcome, Code: o.Code, Text: e.redact(o.Text), Why: e.redact(o.Why),
		ToAccepted: o.ToAccepted, ToIndication: o.ToIndication,
	})
	return end(dst)
}

// appendReferences appends the ReferenceID; for automatic queries it appends the first and the last
// ReferenceID and the number of queries.
func appendReferences(dst []byte, i *Intent) []byte {
	if i.Reference != 0 || !i.Automatic {
		dst = appendNumber(dst, "reference", int64(i.Reference))
	}
	if i.Automatic && i.Count != 0 {
		dst = appendNumber(dst, "last", int64(i.Last))
		dst = appendNumber(dst, "count", int64(i.Count))
	}
	return dst
}

// appendResult appends how a command ended.
func appendResult(dst []byte, o *Outcome) []byte {
	dst = appendOptional(dst, "outcome", o.Outcome)
	if o.Code != 0 {
		dst = appendNumber(dst, "code", int64(o.Code))
	}
	dst = appendOptional(dst, "text", o.Text)
	dst = appendOptional(dst, "why", o.Why)
	dst = appendMilliseconds(dst, "acceptedMs", o.ToAccepted)
	return appendMilliseconds(dst, "indicationMs", o.ToIndication)
}

// appendProcess appends the first line of a file.
func (e *encoder) appendProcess(dst []byte, now time.Time) []byte {
	return end(e.begin(dst, kindProcess, now))
}

// appendFailure appends a line that reports a time in which the journal could not be written, or lost outcomes.
func (e *encoder) appendFailure(dst []byte, now time.Time, failed State) []byte {
	dst = e.begin(dst, kindFailure, now)
	if failed.Err != nil {
		dst = appendTime(dst, "since", failed.Since)
		dst = appendString(dst, "text", e.redact(failed.Err.Error()), maxTextSize)
	}
	if failed.Lost > 0 {
		dst = appendUnsigned(dst, "lost", failed.Lost)
	}
	return end(dst)
}

// appendTold appends a line that records that a process's commands of unknown outcome were reported to a user.
func (e *encoder) appendTold(dst []byte, now time.Time, of Process) []byte {
	dst = e.begin(dst, kindTold, now)
	dst = appendNumber(dst, "ofPid", int64(of.PID))
	dst = appendTime(dst, "ofStart", of.Start)
	return end(dst)
}

func (e *encoder) redact(s string) string {
	for _, secret := range e.secrets {
		s = strings.ReplaceAll(s, secret, "[redacted]")
	}
	return s
}

func appendName(dst []byte, name string) []byte {
	dst = append(dst, ',', '"')
	dst = append(dst, name...)
	return append(dst, '"', ':')
}

func appendNumber(dst []byte, name string, n int64) []byte {
	return strconv.AppendInt(appendName(dst, name), n, 10)
}

func appendUnsigned(dst []byte, name string, n uint64) []byte {
	return strconv.AppendUint(appendName(dst, name), n, 10)
}

func appendTime(dst []byte, name string, t time.Time) []byte {
	dst = append(appendName(dst, name), '"')
	return append(t.UTC().AppendFormat(dst, timeFormat), '"')
}

func appendMilliseconds(dst []byte, name string, d time.Duration) []byte {
	if d == 0 {
		return dst
	}
	return strconv.AppendFloat(appendName(dst, name), float64(d.Microseconds())/1000, 'f', -1, 64)
}

func appendConnID(dst []byte, connID uint64) []byte {
	if connID == 0 {
		return dst
	}
	dst = append(appendName(dst, "connID"), '"')
	for shift := 60; shift >= 0; shift -= 4 {
		dst = append(dst, hexDigits[connID>>shift&0xf])
	}
	return append(dst, '"')
}

// appendDN appends a DN. A DN that is not valid UTF-8 is written in hex, as in the JSON form of messages
// (WIRE.md, Messages as JSON).
func appendDN(dst []byte, dn string) []byte {
	switch {
	case dn == "":
		return dst
	case utf8.ValidString(dn):
		return appendString(dst, "dn", dn, maxDNBytes)
	}
	dst = append(appendName(dst, "dnHex"), '"')
	dst = hex.AppendEncode(dst, []byte(dn[:min(len(dn), maxDNBytes)]))
	return append(dst, '"')
}

func appendOptional(dst []byte, name, s string) []byte {
	if s == "" {
		return dst
	}
	return appendString(dst, name, s, maxTextSize)
}

const hexDigits = "0123456789abcdef"

// appendString appends a text with unprintable characters escaped. It cuts the text after maxBytes bytes and
// then appends an ellipsis. Invalid UTF-8 becomes U+FFFD.
func appendString(dst []byte, name, s string, maxBytes int) []byte {
	dst = append(appendName(dst, name), '"')
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if i+size > maxBytes {
			dst = append(dst, "…"...)
			break
		}
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == utf8.RuneError || unicode.IsPrint(r):
			dst = utf8.AppendRune(dst, r)
		default:
			dst = appendEscaped(dst, r)
		}
		i += size
	}
	return append(dst, '"')
}

func appendEscaped(dst []byte, r rune) []byte {
	if r > 0xffff {
		r -= 0x10000
		return appendEscaped(appendEscaped(dst, 0xd800+r>>10), 0xdc00+r&0x3ff)
	}
	dst = append(dst, '\\', 'u')
	for shift := 12; shift >= 0; shift -= 4 {
		dst = append(dst, hexDigits[r>>shift&0xf])
	}
	return dst
}
