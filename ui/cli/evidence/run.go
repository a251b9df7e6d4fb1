package evidence

import (
	"slices"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
)

// run is the goroutine that encodes what is pending, says that the process is alive, and
// deletes old files.
func (e *Evidence) run() {
	defer close(e.done)
	timer := time.NewTicker(tick)
	defer timer.Stop()
	now := e.options.Now()
	clock := clock{looked: now, said: now}
	e.prune(now)
	for {
		select {
		case ended := <-e.closing:
			e.flush()
			if ended {
				e.queue(e.coverage, appendLine(nil, headOf(kindEnd, e.options.Now())), 0)
			}
			return
		case <-e.wake:
			e.flush()
		case <-timer.C:
			now := e.options.Now()
			if now.UTC().YearDay() != clock.looked.UTC().YearDay() {
				e.prune(now)
			}
			if line := clock.look(now); line != nil {
				e.queue(e.coverage, line, 0)
			}
		}
	}
}

// clock is when the process looked at the clock last, and when it last said so.
type clock struct{ looked, said time.Time }

// look notes the time and returns the lines that are due.
func (c *clock) look(now time.Time) []byte {
	var lines []byte
	// The longer of both clocks counts: the monotonic one stands still while a machine sleeps.
	since := max(now.Sub(c.looked), now.Round(0).Sub(c.looked.Round(0)))
	if since > lateTick {
		lines = appendLine(lines, stoodRecord{headOf(kindStood, now), stamp{c.looked}, stamp{c.looked.Round(0).Add(since)}})
	}
	c.looked = now
	if lines != nil || now.Sub(c.said) >= AliveInterval {
		lines = appendLine(lines, headOf(kindAlive, now))
		c.said = now
	}
	return lines
}

// flush encodes what is pending and passes it to the logs.
func (e *Evidence) flush() {
	e.mu.Lock()
	p := e.pending
	e.pending = pending{}
	e.mu.Unlock()
	now := e.options.Now()
	of := pieces{evidence: e, log: e.coverage}
	for i := range p.watches {
		of.add(appendWatches(of.lines, &p.watches[i]))
	}
	for i := range p.stretches {
		of.add(appendLine(of.lines, stretchOf(&p.stretches[i], now)))
	}
	of.add(appendBlinds(of.lines, p.blinds, now))
	of.end()
	of = pieces{evidence: e, log: e.incidents}
	for i := range p.entries {
		of.add(AppendEntry(of.lines, &p.entries[i]))
	}
	of.end()
	if p.going != nil {
		e.writeGoing(p.going)
	}
}

// writeGoing writes which stretches go on.
func (e *Evidence) writeGoing(state *going) {
	var err error
	if len(state.stretches) == 0 {
		err = e.going.Remove()
	} else {
		text := e.begin(nil, state.at)
		for i := range state.stretches {
			record := stretchOf(&state.stretches[i], state.at)
			record.Kind = kindGoing
			text = appendLine(text, record)
		}
		err = e.going.Replace(state.at.UTC().Format(time.DateOnly), text)
	}
	e.mu.Lock()
	changed := (err == nil) != (e.failed == nil)
	e.failed = err
	e.mu.Unlock()
	if changed {
		e.options.Changed()
	}
}

// pieces passes lines to a log in pieces, each far smaller than what may wait for the disk.
type pieces struct {
	evidence *Evidence
	log      queue
	lines    []byte // of the present piece
	entries  int    // in lines
}

// queue is the part of a log that takes lines.
type queue interface{ Queue([]byte, int) error }

// add takes the present piece with one more entry.
func (p *pieces) add(lines []byte) {
	const piece = 1 << 20
	p.lines = lines
	if p.entries++; len(lines) > piece {
		p.end()
	}
}

// end passes the present piece to the log.
func (p *pieces) end() {
	p.evidence.queue(p.log, p.lines, p.entries)
	p.lines, p.entries = nil, 0
}

// queue passes lines to a log, whose State reports what is lost.
func (e *Evidence) queue(log queue, lines []byte, entries int) {
	if len(lines) == 0 {
		return
	}
	if err := log.Queue(lines, entries); err != nil {
		e.options.Changed()
	}
}

// appendWatches appends lines about DNs that are watched from now on, or no longer.
func appendWatches(dst []byte, change *watches) []byte {
	groups := map[dnGroup][]labelled{}
	for _, dn := range change.dns {
		group := dnGroup{site: dn.Key.Site, team: dn.Team}
		groups[group] = append(groups[group], labelled{dn.Key.DN, cut(dn.Label)})
	}
	return appendGroups(dst, change.kind, change.at, groups)
}

// appendBlinds appends lines about times without watch, one for all DNs with the same time.
func appendBlinds(dst []byte, blinds []coverage.Blind, now time.Time) []byte {
	groups := map[dnGroup][]labelled{}
	for i := range blinds {
		b := &blinds[i]
		group := dnGroup{site: b.Key.Site, cause: blindCauses().word(b.Cause), began: b.Began.UTC().Format(timeFormat), ended: b.Ended.UTC().Format(timeFormat)}
		groups[group] = append(groups[group], labelled{dn: b.Key.DN})
	}
	return appendGroups(dst, kindBlind, now, groups)
}

// dnGroup is what DNs of one line have in common. Times are texts, since only these compare.
type dnGroup struct{ site, team, cause, began, ended string }

// labelled is a DN with its label.
type labelled struct{ dn, label string }

// appendGroups appends lines with the DNs of each group, a bounded number in each.
func appendGroups(dst []byte, kind string, at time.Time, groups map[dnGroup][]labelled) []byte {
	const most = 32 << 10 // bytes of DNs, which a line exceeds by one DN at most
	for group, dns := range groups {
		record := dnsRecord{head: headOf(kind, at), Site: cut(group.site), Team: cut(group.team), Cause: group.cause, Began: parsed(group.began), Ended: parsed(group.ended)}
		size, labels, ofHex := 0, []string{}, []string{}
		for i, dn := range dns {
			text, inHex := asHex(dn.dn)
			if inHex != "" {
				record.Hex, ofHex = append(record.Hex, inHex), append(ofHex, dn.label)
			} else {
				record.DNs, labels = append(record.DNs, text), append(labels, dn.label)
			}
			if size += len(dn.dn) + len(dn.label) + len(`"","",`); size > most || i == len(dns)-1 {
				if record.Labels = append(labels, ofHex...); !slices.ContainsFunc(record.Labels, func(label string) bool { return label != "" }) {
					record.Labels = nil
				}
				dst = appendLine(dst, record)
				record.DNs, record.Hex, size, labels, ofHex = nil, nil, 0, nil, nil
			}
		}
	}
	return dst
}

// parsed reverses the text of a time; "" is the zero time.
func parsed(text string) stamp {
	at, err := time.Parse(timeFormat, text)
	if err != nil {
		return stamp{}
	}
	return stamp{at}
}

// key returns the key of a DN that is written as text or in hex.
func key(site, text, inHex string) (board.Key, error) {
	dn, err := fromHex(text, inHex)
	return board.Key{Site: strings.Clone(site), DN: dn}, err
}
