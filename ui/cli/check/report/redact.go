package report

import (
	"bytes"
	"slices"

	"capdeck/tlibconn/contract"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/redact"
	"capdeck/tlibconn/wire/tlog"
)

// unreadable stands for a message from which personal data cannot be removed.
const unreadable = "a message that cannot be decoded was left out, since it may hold personal data\n"

// Redact returns the report without personal data in its messages: user data other than the
// contract's keys, passwords, and the numbers of other parties (package redact). The report
// itself is not changed; what is the same is shared.
func Redact(report *contract.Report) *contract.Report {
	out := *report
	out.Results = slices.Clone(report.Results)
	for i := range out.Results {
		runs := slices.Clone(out.Results[i].Runs)
		for j := range runs {
			runs[j].Log = slices.Clone(runs[j].Log)
			for k := range runs[j].Log {
				redactEntry(&runs[j].Log[k])
			}
		}
		out.Results[i].Runs = runs
	}
	return &out
}

func redactEntry(entry *contract.LogEntry) {
	frame := entry.Frame
	entry.Frame = nil
	m, ok := decode(frame)
	if !ok {
		entry.Text = unreadable
		return
	}
	m, err := redact.Message(&m, event.CaptureKey, event.IndicationKey)
	if err != nil {
		entry.Text = unreadable
		return
	}
	if body, err := m.AppendBody(nil); err == nil {
		entry.Frame = wire.AppendFrames(nil, body)
	}
	entry.Text = string(tlog.Append(nil, entry.At, entry.Sent, &m))
}

// decode returns the message in a frame, which it refers to.
func decode(frame []byte) (wire.Message, bool) {
	read, err := wire.NewFrameReader(bytes.NewReader(frame), wire.Limits{}).Next()
	if err != nil || read.Body == nil {
		return wire.Message{}, false
	}
	var m wire.Message
	if err := m.Decode(slices.Clone(read.Body), wire.Limits{}); err != nil {
		return wire.Message{}, false
	}
	return m, true
}
