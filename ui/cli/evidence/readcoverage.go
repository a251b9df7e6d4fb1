package evidence

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/coverage/report"
	"capdeck/tlibconn/dayfile"
)

const (
	// lateEnd is how long after a period files are read for stretches that began in it.
	lateEnd = 48 * time.Hour
	// missingSign is how long a process may give no sign of life before it counts as not
	// watching: twice AliveInterval and a margin for a slow disk.
	missingSign = 2*AliveInterval + 10*time.Second
	// roundingError is how much the parts of a stretch may differ from its length.
	roundingError = time.Millisecond
)

// ReadCoverage returns what the processes recorded that may concern a period, in the
// coverage logs of a state directory. It skips lines that it cannot read and lists them in
// problems. The error means that the folder cannot be read; one that does not exist holds
// no logs. now is the end of what running processes watch.
func ReadCoverage(state string, from, to, now time.Time) ([]report.Run, []Problem, error) {
	all, err := dayfile.List(CoverageDir(state))
	if err != nil {
		return nil, nil, fmt.Errorf("the coverage log cannot be read: %w", err)
	}
	r := coverageReader{runs: map[string]*runReader{}, now: now}
	for _, file := range between(all, from.Add(-24*time.Hour), to.Add(lateEnd)) {
		r.file(file)
	}
	snapshots, err := dayfile.Snapshots(CoverageDir(state), false)
	if err != nil {
		return nil, nil, fmt.Errorf("the coverage log cannot be read: %w", err)
	}
	for _, file := range between(snapshots, from.Add(-24*time.Hour), to.Add(lateEnd)) {
		r.snapshot(file)
	}
	var runs []report.Run
	for _, id := range r.order {
		runs = append(runs, r.runs[id].finish(now))
	}
	return runs, r.problems, nil
}

// coverageReader reads coverage logs.
type coverageReader struct {
	reader
	runs  map[string]*runReader
	order []string
	now   time.Time
}

// runReader collects what one process recorded.
type runReader struct {
	run     report.Run
	watched map[board.Key]int // of run.Watched, of those that last
	going   []coverage.Stretch
	file    dayfile.Name // its newest
}

func (r *coverageReader) file(file dayfile.Name) {
	var of *runReader
	r.read(file, kinds{kindBegin, kindFailure, kindWatch, kindUnwatch, kindStretch, kindBlind, kindStood, kindAlive, kindEnd}, func(line head, text []byte) error {
		if line.Kind == kindBegin || of == nil {
			begin := beginRecord{}
			if line.Kind == kindBegin {
				if err := decode(text, &begin); err != nil {
					return err
				}
			}
			of = r.of(file, line, &begin)
		}
		of.sign(line.Time.Time)
		err := of.line(line, text)
		var told failed
		if errors.As(err, &told) {
			r.problem(0, told.Error(), false)
			return nil
		}
		return err
	})
	if of != nil {
		of.file = file
	}
}

// snapshot reads the stretches that went on when a process was last heard of.
func (r *coverageReader) snapshot(file dayfile.Name) {
	var of *runReader
	r.read(file, kinds{kindBegin, kindGoing}, func(line head, text []byte) error {
		if line.Kind == kindBegin {
			var begin beginRecord
			if err := decode(text, &begin); err != nil {
				return err
			}
			of = r.of(file, line, &begin)
			of.sign(line.Time.Time)
			return nil
		}
		if of == nil {
			return errors.New("the file does not begin with its process")
		}
		var record stretchRecord
		if err := decode(text, &record); err != nil {
			return err
		}
		stretch, err := record.stretch()
		if err == nil {
			of.going = append(of.going, stretch)
		}
		return err
	})
}

// of returns the reader of the process that a file's first line names, or of the file if it
// names none.
func (r *coverageReader) of(file dayfile.Name, line head, begin *beginRecord) *runReader {
	id := file.Path
	if begin.Kind == kindBegin {
		id = fmt.Sprintf("%d %s %s", begin.PID, begin.Start.Format(timeFormat), begin.User)
	}
	if known := r.runs[id]; known != nil {
		return known
	}
	of := &runReader{watched: map[board.Key]int{}, run: report.Run{
		Process: fmt.Sprint(begin.PID), User: begin.User, Version: begin.Capdeck, Site: begin.Site, Server: begin.Server,
		Policy: begin.Policy, Grace: time.Duration(begin.Grace), From: line.Time.Time, To: line.Time.Time,
	}}
	r.runs[id], r.order = of, append(r.order, id)
	return of
}

// sign notes a sign of life.
func (o *runReader) sign(at time.Time) {
	if at.Sub(o.run.To) > missingSign {
		o.run.Stood = append(o.run.Stood, report.Span{From: o.run.To, To: at})
	}
	if at.After(o.run.To) {
		o.run.To = at
	}
}

// failed is what a line says about a time in which the log could not be written.
type failed string

// Error returns the sentence.
func (f failed) Error() string { return string(f) }

// line reads one line.
func (o *runReader) line(of head, text []byte) error {
	switch of.Kind {
	case kindEnd:
		o.run.Ended = true
	case kindFailure:
		var r failureRecord
		if err := decode(text, &r); err != nil {
			return err
		}
		return failed(sentenceOf(&r))
	case kindWatch, kindUnwatch, kindBlind:
		var r dnsRecord
		if err := decode(text, &r); err != nil {
			return err
		}
		return o.dns(&r)
	case kindStood:
		var r stoodRecord
		if err := decode(text, &r); err != nil {
			return err
		}
		if r.Ended.Before(r.Began.Time) {
			return errors.New("its end is before its begin")
		}
		o.run.Stood = append(o.run.Stood, report.Span{From: r.Began.Time, To: r.Ended.Time})
	case kindStretch:
		var r stretchRecord
		if err := decode(text, &r); err != nil {
			return err
		}
		stretch, err := r.stretch()
		if err != nil {
			return err
		}
		o.run.Stretches = append(o.run.Stretches, stretch)
	}
	return nil
}

// sentenceOf returns what a failure means.
func sentenceOf(r *failureRecord) string {
	text := ""
	if !r.Since.IsZero() {
		text = fmt.Sprintf("the log could not be written from %s to %s: %s", r.Since.Format(time.RFC3339), r.Time.Format(time.RFC3339), printable(r.Text))
	}
	if r.Lost > 0 {
		if text != "" {
			text += "; "
		}
		text += fmt.Sprintf("entries that are missing: %d", r.Lost)
	}
	return text
}

// dns reads a line about several DNs.
func (o *runReader) dns(r *dnsRecord) error {
	var keys []board.Key
	for _, dn := range r.DNs {
		keys = append(keys, board.Key{Site: r.Site, DN: dn})
	}
	for _, inHex := range r.Hex {
		of, err := key(r.Site, "", inHex)
		if err != nil {
			return err
		}
		keys = append(keys, of)
	}
	if o.run.Site == "" {
		o.run.Site = r.Site
	}
	cause, ok := blindCauses().value(r.Cause)
	if r.Kind == kindBlind && (!ok || r.Began.IsZero() || r.Ended.Before(r.Began.Time)) {
		return errors.New("it is no time without watch")
	}
	for i, of := range keys {
		label := ""
		if i < len(r.Labels) {
			label = r.Labels[i]
		}
		at, watched := o.watched[of]
		switch r.Kind {
		case kindBlind:
			o.run.Blinds = append(o.run.Blinds, coverage.Blind{Key: of, Began: r.Began.Time, Ended: r.Ended.Time, Cause: cause})
		case kindWatch:
			if watched {
				o.run.Watched[at].Team, o.run.Watched[at].Label = r.Team, label
				continue
			}
			o.watched[of] = len(o.run.Watched)
			o.run.Watched = append(o.run.Watched, report.Watched{Key: of, Team: r.Team, Label: label, From: r.Time.Time})
		case kindUnwatch:
			if watched {
				o.run.Watched[at].To = r.Time.Time
				delete(o.watched, of)
			}
		}
	}
	return nil
}

// finish returns what the process recorded. What it watched until its last sign of life
// ends there, or now if it still runs.
func (o *runReader) finish(now time.Time) report.Run {
	if !o.run.Ended && now.Sub(o.run.To) < missingSign && dayfile.Lives(o.file.Path, o.file.PID) {
		o.run.Running = true
		if o.run.To.Before(now) {
			o.run.To = now
		}
	}
	for _, at := range o.watched {
		o.run.Watched[at].To = o.run.To
	}
	if !o.run.Ended && !o.run.Running {
		o.addGoing()
	}
	return o.run
}

// addGoing adds the stretches that went on when the process was killed, without those that it
// saw end after that was written.
func (o *runReader) addGoing() {
	type begin struct {
		key board.Key
		at  time.Time
	}
	ended := make(map[begin]bool, len(o.run.Stretches))
	for i := range o.run.Stretches {
		ended[begin{o.run.Stretches[i].Key, o.run.Stretches[i].Began}] = true
	}
	for i := range o.going {
		if !ended[begin{o.going[i].Key, o.going[i].Began}] {
			o.run.Stretches = append(o.run.Stretches, o.going[i])
		}
	}
}

// stretch returns the stretch of a line, after checking that it can be one.
func (r *stretchRecord) stretch() (coverage.Stretch, error) {
	of, err := key(r.Site, r.DN, r.DNHex)
	if err != nil {
		return coverage.Stretch{}, err
	}
	excluded, ok := exclusions().value(r.Excluded)
	s := coverage.Stretch{
		Key: of, Label: r.Label, Team: r.Team, Agent: r.Agent, Began: r.Began.Time, Ended: r.Ended.Time, AtLeast: r.AtLeast, EndNotSeen: r.EndNotSeen,
		MoreCalls: max(r.MoreCalls, 0), Captured: time.Duration(r.Captured), Paused: time.Duration(r.Paused), PausedWithin: time.Duration(r.PausedWithin),
		Off: time.Duration(r.Off), Unverified: time.Duration(r.Unverified), UnverifiedStart: time.Duration(r.UnverifiedStart), MoreGaps: max(r.MoreGaps, 0),
		CapturedAfter: time.Duration(r.CapturedAfter), EverCaptured: r.EverCaptured, AtMost: r.AtMost, EndedPaused: r.EndedPaused, Excluded: excluded,
	}
	const longest = 366 * 24 * time.Hour
	sum := s.Captured + s.Paused + s.Off + s.Unverified
	switch {
	case of.DN == "":
		return s, errors.New("its DN is missing")
	case !ok:
		return s, fmt.Errorf("its exclusion %s is not known", quoted(r.Excluded))
	case r.Began.IsZero(), r.Ended.Before(r.Began.Time), s.Length() > longest:
		return s, errors.New("its begin and end are not those of a stretch")
	case (sum - s.Length()).Abs() > roundingError, s.PausedWithin > s.Paused+roundingError:
		return s, errors.New("its parts do not add up to its length")
	}
	// What is written in microseconds may miss some.
	s.Unverified = max(s.Unverified+s.Length()-sum, 0)
	s.PausedWithin = min(s.PausedWithin, s.Paused)
	for i := range min(len(r.Calls), coverage.MaxStretchCalls) {
		c := &r.Calls[i]
		s.Calls = append(s.Calls, coverage.StretchCall{ConnID: uint64(c.ConnID), UUID: c.UUID, Type: c.Type, Other: c.Other, Began: c.Began.Time, Ended: c.Ended.Time})
	}
	for i := range min(len(r.Gaps), coverage.MaxGaps) {
		g := &r.Gaps[i]
		cause, ok := gapCauses().value(g.Cause)
		if !ok || g.Began.Before(s.Began.Add(-roundingError)) || g.Ended.After(s.Ended.Add(roundingError)) || g.Ended.Before(g.Began.Time) {
			return s, errors.New("a gap of it has no cause or is outside of it")
		}
		s.Gaps = append(s.Gaps, coverage.Gap{Began: g.Began.Time, Ended: g.Ended.Time, Off: time.Duration(g.Off), Cause: cause})
	}
	slices.SortStableFunc(s.Gaps, func(a, b coverage.Gap) int { return a.Began.Compare(b.Began) })
	return s, nil
}
