package evidence

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/incidents"
	"capdeck/tlibconn/dayfile"
)

const (
	// AliveInterval is how often a coverage log says that its process watches. If less than
	// that is known about a time, the time was not watched.
	AliveInterval = time.Minute
	// tick is how often the process looks at the clock, and lateTick after how long without a
	// look it has not run.
	tick     = time.Second
	lateTick = 5 * time.Second
	// maxPending is how many entries may wait for their encoding.
	maxPending = 100_000
)

// CoverageDir and IncidentDir return the folders of the logs in the state directory.
func CoverageDir(state string) string { return filepath.Join(state, "coverage") }

// IncidentDir returns the folder of the incident log.
func IncidentDir(state string) string { return filepath.Join(state, "incidents") }

// Options configures an Evidence. State and Go are required.
type Options struct {
	// State is the state directory; the logs are in folders of it.
	State string
	// PID and Start identify the process; 0 means this process's, zero the time of Open.
	PID   int
	Start time.Time
	// User, Version, Site, Server, Policy and Grace are written at the beginning of each file:
	// the user, the version of capdeck, the site and its T-Server, the policy of coverage in
	// words, and the grace in it.
	User, Version, Site, Server string
	Policy                      []string
	Grace                       time.Duration
	// Keep is for how long files are kept, 0 for ever. Size is how many bytes both folders may
	// hold, 0 for no limit. The files of the present day are never deleted.
	Keep time.Duration
	Size int64
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Changed, if not nil, is called when State changes, and Told with a sentence about files
	// that were deleted or cannot be. They are called on other goroutines and must not wait.
	Changed func()
	Told    func(sentence string)
	// Go starts the goroutines, which Close ends.
	Go func(func())
}

// State reports whether the logs can be written.
type State struct {
	// Err is why a log cannot be written, nil if both can.
	Err error
	// Lost counts the entries that are missing.
	Lost uint64
}

// Watched is a DN that is on the board from now on.
type Watched struct {
	Key         board.Key
	Team, Label string
}

// Evidence writes the logs of one process. It is safe for concurrent use. No method but
// Close waits for the disk.
type Evidence struct {
	options             Options
	coverage, incidents *dayfile.Log
	wake                chan struct{}    // has a buffer of one
	going               dayfile.Snapshot // the goroutine's
	closing             chan bool
	done                chan struct{}
	once                sync.Once

	mu      sync.Mutex
	pending pending
	watched map[board.Key]Watched
	lost    uint64
	failed  error // why the stretches that go on cannot be written
}

// pending is what waits to be encoded.
type pending struct {
	stretches []coverage.Stretch
	blinds    []coverage.Blind
	entries   []incidents.Entry
	watches   []watches
	going     *going
}

// going are the stretches that go on at a time.
type going struct {
	at        time.Time
	stretches []coverage.Stretch
}

// watches are DNs that are watched from now on, or no longer.
type watches struct {
	at   time.Time
	kind string
	dns  []Watched
}

func (p *pending) len() int {
	return len(p.stretches) + len(p.blinds) + len(p.entries) + len(p.watches)
}

// Open opens the logs and starts their goroutines. It returns an error only for faulty
// options: if the disk fails, State reports it.
func Open(options Options) (*Evidence, error) {
	if options.State == "" || options.Go == nil {
		return nil, errors.New("the coverage log needs a state directory and Options.Go")
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.PID == 0 {
		options.PID = os.Getpid()
	}
	if options.Start.IsZero() {
		options.Start = options.Now()
	}
	if options.Changed == nil {
		options.Changed = func() {}
	}
	e := &Evidence{options: options, wake: make(chan struct{}, 1), closing: make(chan bool), done: make(chan struct{}), watched: map[board.Key]Watched{}}
	e.going = dayfile.Snapshot{Dir: CoverageDir(options.State), PID: options.PID}
	var err error
	if e.coverage, err = e.open(CoverageDir(options.State), e.beginCoverage); err != nil {
		return nil, err
	}
	if e.incidents, err = e.open(IncidentDir(options.State), e.begin); err != nil {
		return nil, errors.Join(err, e.coverage.Close())
	}
	options.Go(e.run)
	return e, nil
}

func (e *Evidence) open(dir string, begin func([]byte, time.Time) []byte) (*dayfile.Log, error) {
	log, err := dayfile.Open(dayfile.Options{
		Dir: dir, PID: e.options.PID, Now: e.options.Now, Go: e.options.Go, Changed: func(dayfile.State) { e.options.Changed() },
		Begin: begin, Failure: failure,
	})
	if err != nil {
		return nil, fmt.Errorf("the evidence cannot be opened: %w", err)
	}
	return log, nil
}

// begin appends the first line of a file.
func (e *Evidence) begin(dst []byte, now time.Time) []byte {
	o := &e.options
	policy := slices.Clone(o.Policy)
	for i := range policy {
		policy[i] = cut(policy[i])
	}
	return appendLine(dst, beginRecord{
		head: headOf(kindBegin, now), PID: o.PID, Start: stamp{o.Start}, User: cut(o.User), Capdeck: o.Version, Site: o.Site, Server: cut(o.Server),
		Policy: policy, Grace: millis(o.Grace),
	})
}

// beginCoverage appends the first lines of a file of the coverage log: each file says by
// itself what was watched.
func (e *Evidence) beginCoverage(dst []byte, now time.Time) []byte {
	dst = e.begin(dst, now)
	e.mu.Lock()
	var all []Watched
	for _, dn := range e.watched {
		all = append(all, dn)
	}
	e.mu.Unlock()
	return appendWatches(dst, &watches{now, kindWatch, all})
}

func failure(dst []byte, now time.Time, failed dayfile.State) []byte {
	r := failureRecord{head: headOf(kindFailure, now), Lost: failed.Lost}
	if failed.Err != nil {
		r.Since, r.Text = stamp{failed.Since}, cut(failed.Err.Error())
	}
	return appendLine(dst, r)
}

// Coverage writes stretches and times without watch to the coverage log. It retains the
// slices.
func (e *Evidence) Coverage(stretches []coverage.Stretch, blinds []coverage.Blind) {
	e.add(len(stretches)+len(blinds), func(p *pending) {
		p.stretches = append(p.stretches, stretches...)
		p.blinds = append(p.blinds, blinds...)
	})
}

// Going writes which stretches go on, as they would end now, in place of what was written of
// that before. If the process is killed, they are all that is known of them. It retains the
// slice.
func (e *Evidence) Going(stretches []coverage.Stretch) {
	state := &going{e.options.Now(), stretches}
	e.add(1, func(p *pending) { p.going = state })
}

// Incidents writes what happened to incidents to the incident log.
func (e *Evidence) Incidents(entries []incidents.Entry) {
	e.add(len(entries), func(p *pending) { p.entries = append(p.entries, entries...) })
}

// Watch records that DNs are on the board from now on.
func (e *Evidence) Watch(dns []Watched) { e.watch(kindWatch, dns) }

// Unwatch records that DNs are no longer on the board.
func (e *Evidence) Unwatch(keys []board.Key) {
	var dns []Watched
	for _, key := range keys {
		dns = append(dns, Watched{Key: key})
	}
	e.watch(kindUnwatch, dns)
}

func (e *Evidence) watch(kind string, dns []Watched) {
	if len(dns) == 0 {
		return
	}
	change := watches{e.options.Now(), kind, dns}
	e.add(1, func(p *pending) {
		for _, dn := range dns {
			if kind == kindUnwatch {
				delete(e.watched, dn.Key)
			} else {
				e.watched[dn.Key] = dn
			}
		}
		p.watches = append(p.watches, change)
	})
}

// add adds entries to what is pending, or counts them as lost if too much is.
func (e *Evidence) add(entries int, add func(*pending)) {
	if entries == 0 {
		return
	}
	e.mu.Lock()
	if e.pending.len()+entries > maxPending && e.pending.len() > 0 {
		e.lost += uint64(entries)
		e.mu.Unlock()
		e.options.Changed()
		return
	}
	add(&e.pending)
	e.mu.Unlock()
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// State reports whether the logs can be written.
func (e *Evidence) State() State {
	of, in := e.coverage.State(), e.incidents.State()
	e.mu.Lock()
	defer e.mu.Unlock()
	state := State{Err: of.Err, Lost: of.Lost + in.Lost + e.lost}
	if state.Err == nil {
		state.Err = in.Err
	}
	if state.Err == nil {
		state.Err = e.failed
	}
	return state
}

// Close writes what waits, and waits for the disk. ended reports that the board ended in
// order, so that nothing is missing from the logs. It returns an error if entries are lost.
func (e *Evidence) Close(ended bool) error {
	var err error
	e.once.Do(func() {
		e.closing <- ended
		<-e.done
		err = errors.Join(e.coverage.Close(), e.incidents.Close())
		if err == nil && ended {
			err = e.going.Remove() // each stretch has ended
		}
		if err != nil {
			err = fmt.Errorf("the last lines of the evidence could not be written: %w", err)
		}
	})
	return err
}
