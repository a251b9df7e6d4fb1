package journal

import (
	"fmt"
	"hash/maphash"
	"slices"
	"time"

	"capdeck/tlibconn/dayfile"
)

// maxProblems is how many problems of one file are listed individually.
const maxProblems = 100

// Read returns the entries of all processes whose files are in the directory and that the filter selects. They
// are ordered by time; the entries of one process are in the order in which it recorded them, even if its clock
// was set back. Read pairs intents with outcomes by process and command. It skips lines that it cannot read and
// lists them in problems. It ignores duplicate lines and lines of kinds that only a later version knows, and
// counts them in problems without Damage. The error means that the directory cannot be read; a directory that
// does not exist has no entries. Read needs memory for the returned entries, for the commands without an
// outcome, and about 50 bytes for each other command. A line has at most 1 MiB.
func Read(dir string, filter Filter) ([]Entry, []Problem, error) {
	files, err := dayfile.List(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("the journal cannot be read: %w", err)
	}
	if filter.Outcome == "unknown" {
		filter.Outcome = OutcomeUnknown
	}
	dns := make(map[string]bool, len(filter.DNs))
	for _, dn := range filter.DNs {
		dns[dn] = true
	}
	var entries []Entry
	r := newReader(func(e *Entry) {
		if filter.wants(e, dns) {
			entries = append(entries, *e)
		}
	})
	r.readAll(filter.files(files))
	putInOrder(entries)
	return entries, r.problems, nil
}

func (f *Filter) wants(e *Entry, dns map[string]bool) bool {
	at := e.Intent.Time
	switch {
	case !f.From.IsZero() && at.Before(f.From), !f.To.IsZero() && !at.Before(f.To):
		return false
	case len(dns) > 0 && !dns[e.Intent.DN]:
		return false
	case f.Verb != "" && f.Verb != e.Intent.Verb:
		return false
	case f.Outcome != "" && f.Outcome != e.Outcome.Outcome:
		return false
	}
	return f.User == "" || f.User == e.User
}

// files returns the files that can contain entries of the filter's time, or their outcomes. A file contains
// what was written on its day; a margin of a day on both sides allows for requests that were prepared before
// midnight and for clocks that are set. An outcome can be in any other file of its process: in a later one, or
// in an earlier one if the clock was set back.
func (f *Filter) files(all []dayfile.Name) []dayfile.Name {
	const margin = 24 * time.Hour
	wanted := map[int]bool{}
	for _, file := range all {
		if (f.From.IsZero() || !file.Day.Add(margin).Before(f.From.Add(-margin))) && (f.To.IsZero() || file.Day.Before(f.To.Add(margin))) {
			wanted[file.PID] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(file dayfile.Name) bool { return !wanted[file.PID] })
}

// reader pairs intents with outcomes.
type reader struct {
	emit     func(*Entry)
	problems []Problem
	file     int // number of the file being read, from 1
	inFile   int // number of its problems
	passed   passedOver

	seen  map[uint64]struct{} // hashes of the lines of commands
	seed  maphash.Seed
	ended map[key]struct{} // commands whose outcome was read

	waiting   map[key]*Entry // intents without an outcome, and outcomes without an intent
	serial    uint64
	processes map[Process]*processFiles
}

// key identifies a command among those of all processes. serial is not 0 for entries to which no outcome can
// refer.
type key struct {
	process Process
	command uint64
	serial  uint64
}

// processFiles is what is known about a process.
type processFiles struct {
	paths []string
	told  bool // its commands of unknown outcome were reported
	lives bool // valid if asked
	asked bool
}

func newReader(emit func(*Entry)) *reader {
	return &reader{
		emit: emit, waiting: map[key]*Entry{}, processes: map[Process]*processFiles{},
		seen: map[uint64]struct{}{}, seed: maphash.MakeSeed(), ended: map[key]struct{}{},
	}
}

func (r *reader) readAll(files []dayfile.Name) {
	for _, file := range files {
		if err := r.readFile(file); err != nil {
			r.problems = append(r.problems, Problem{File: file.Path, Text: "the rest cannot be read: " + err.Error(), Damage: true})
		}
	}
	for k, e := range r.waiting {
		if e.Recorded && !e.Intent.Automatic {
			e.Outcome.Outcome = OutcomeUnknown
			if r.process(k.process).living(k.process.PID) {
				e.Outcome.Outcome = OutcomeOpen
			}
		}
		r.emit(e)
	}
}

func (r *reader) process(of Process) *processFiles {
	p := r.processes[of]
	if p == nil {
		p = &processFiles{}
		r.processes[of] = p
	}
	return p
}

// living reports whether a process has one of its files open. It tries the newest first.
func (p *processFiles) living(pid int) bool {
	if !p.asked {
		p.asked = true
		p.lives = slices.ContainsFunc(p.paths, func(path string) bool { return dayfile.Lives(path, pid) })
	}
	return p.lives
}

func (r *reader) readFile(file dayfile.Name) error {
	handle, err := dayfile.OpenFile(file.Path)
	if err != nil {
		return err
	}
	defer handle.Close()
	r.file, r.inFile, r.passed = r.file+1, 0, passedOver{}
	defer func() { r.problems = r.passed.report(r.problems, file.Path) }()
	in := dayfile.NewReader(handle)
	var text []byte
	for number := 1; ; number++ {
		var whole bool
		text, whole, err = dayfile.ReadLine(in, text[:0])
		if err != nil || len(text) == 0 && !whole {
			return err
		}
		if whole && len(text) == 0 {
			continue
		}
		r.add(file, number, text, whole)
	}
}

// add processes one line.
func (r *reader) add(file dayfile.Name, number int, text []byte, whole bool) {
	var l line
	var err error
	if len(text) > dayfile.MaxLine {
		err = fmt.Errorf("it is longer than %d bytes", dayfile.MaxLine)
	} else {
		l, err = parseLine(text)
	}
	switch {
	case err != nil && !whole:
		// A running process may still be writing the line.
		if !dayfile.Lives(file.Path, file.PID) {
			r.problem(file, number, "the last line is torn: its process ended, or the disk was full, during a write", false)
		}
		return
	case err != nil:
		r.problem(file, number, "the line is skipped: "+err.Error(), true)
		return
	}
	if !knownKind(l.kind) {
		r.passed.unknown(l.kind, number)
		return
	}
	if r.again(l.kind, text) {
		r.passed.twice(number)
		return
	}
	p := r.process(l.process)
	if len(p.paths) == 0 || p.paths[0] != file.Path {
		p.paths = slices.Insert(p.paths, 0, file.Path)
	}
	switch l.kind {
	case kindIntent, kindQueries:
		r.pair(l, func(e *Entry) bool { return !e.Recorded }, file, number)
	case kindOutcome:
		r.pair(l, func(e *Entry) bool { return e.Recorded }, file, number)
	case kindTold:
		r.process(l.told).told = true
	case kindFailure:
		r.problem(file, number, l.failure, false)
	}
}

// again reports whether an identical line about a command was read before.
func (r *reader) again(kind string, text []byte) bool {
	switch kind {
	case kindIntent, kindQueries, kindOutcome:
	default:
		return false
	}
	hash := maphash.Bytes(r.seed, text)
	if _, seen := r.seen[hash]; seen {
		return true
	}
	r.seen[hash] = struct{}{}
	return false
}

// pair joins a line with the other half of its command, or keeps it until the other half is read. fits reports
// whether an entry with the same key is the other half.
func (r *reader) pair(l line, fits func(*Entry) bool, file dayfile.Name, number int) {
	e := &Entry{Process: l.process, User: l.user, Program: l.program, place: place{file: r.file, line: number}}
	k := key{process: l.process, command: l.intent.Command}
	if l.kind == kindOutcome {
		k.command = l.outcome.Command
	}
	other := r.waiting[k]
	_, ended := r.ended[k]
	switch {
	case k.command == 0:
		r.serial++
		k.serial = r.serial
	case ended && l.kind == kindOutcome:
		r.problem(file, number, fmt.Sprintf("the line is skipped: command %d already has another outcome", k.command), true)
		return
	case other != nil && fits(other):
		e = other
		delete(r.waiting, k)
	case other != nil, ended:
		r.problem(file, number, fmt.Sprintf("command %d has two different intents", k.command), true)
		r.serial++
		k.serial = r.serial
	}
	if l.kind == kindOutcome {
		r.ended[k] = struct{}{}
		e.Outcome = l.outcome
		if !e.Recorded {
			e.Intent = Intent{Time: l.outcome.Time, Site: l.outcome.Site, Command: l.outcome.Command, DN: l.outcome.DN, Verb: l.outcome.Verb}
		}
	} else {
		e.Intent, e.Recorded, e.place = l.intent, true, place{file: r.file, line: number}
	}
	if e == other || l.kind == kindQueries {
		r.emit(e)
		return
	}
	r.waiting[k] = e
}

func (r *reader) problem(file dayfile.Name, number int, text string, damage bool) {
	r.inFile++
	switch {
	case r.inFile < maxProblems:
		r.problems = append(r.problems, Problem{File: file.Path, Line: number, Text: text, Damage: damage})
	case r.inFile == maxProblems:
		r.problems = append(r.problems, Problem{File: file.Path, Line: number, Text: "this line and others after it also have problems, which are not listed", Damage: true})
	}
}
