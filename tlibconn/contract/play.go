package contract

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"capdeck/tlibconn/contract/scenario"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// Orders gives orders to a simulated T-Server or recorder, for the steps call and fault of a
// scenario. The error is its refusal.
type Orders interface {
	Order(ctx context.Context, order string) error
}

// Play plays a scenario, whose DNs have numbers, and returns a Report with one Result. Of the
// options DN, SecondDN, UnknownDN, Cases and Expectations are not used. orders may be nil if
// no step needs it. The errors are those of Check. A DN on a call, or whose capture is
// running or paused, blocks the scenario unless OnLiveCall is set; at the end each DN goes
// back into the state in which it was found.
func Play(ctx context.Context, options Options, s *scenario.Scenario, orders Orders) (Report, error) {
	switch {
	case options.Journal == nil || options.Go == nil:
		return Report{}, errors.New("a scenario needs a journal and a way to start goroutines")
	case orders == nil && s.NeedsOrders():
		return Report{}, fmt.Errorf("%s has steps call or fault: name the control socket of the simulator", s.File)
	}
	options.DN, options.SecondDN, options.Cases = s.DNs[0].Number, "", nil
	options = options.withDefaults()
	report := Report{Schema: ReportSchema, Program: options.Program, Name: options.Name, DN: options.DN, Began: time.Now(), Results: []Result{}, Latencies: []LatencySummary{}}
	var follow []string
	for _, dn := range s.DNs {
		follow = append(follow, options.Session.Session.EncodeDN(dn.Number))
	}
	p := &player{
		bench: newBench(&options, newTape(&options, follow...)), scenario: s, orders: orders,
		found: map[string]event.Indication{}, onCall: map[string]bool{},
	}
	for _, dn := range s.DNs {
		p.dns = append(p.dns, dn.Number)
	}
	if err := p.open(ctx); err != nil {
		return report, err
	}
	defer p.close()
	link := p.desktop.session.Link()
	report.Server, report.ServerVersion = link.Address, link.Version
	p.begin()
	// A scenario that gives orders makes its own calls, at a simulator.
	p.tape.making(orders != nil)
	report.Blocked = p.mayPlay(ctx)
	switch {
	case p.stopped(ctx, &report):
		report.Blocked = ""
	case report.Blocked == "":
		p.playAll(ctx, &report)
		p.putAllBack(ctx, &report)
	}
	report.Latencies, report.Ended = summaries(p.latencies), time.Now()
	return report, nil
}

// player plays a scenario.
type player struct {
	*bench
	scenario *scenario.Scenario
	orders   Orders
	// found has the state in which each DN was found, by number.
	found map[string]event.Indication
	// onCall has the DNs that had a call when they were found.
	onCall map[string]bool
	// last has what a role sent last for a DN, and cursors how far its messages were
	// expected.
	last    map[roleDN]*exchange
	cursors map[cursor]int
	// sent has the verbs that a role sent for a DN, whose echoes are no other client's.
	sent map[roleDN]map[event.Verb]bool
}

// roleDN is a session and a DN by its number.
type roleDN struct {
	role scenario.Role
	dn   string
}

// cursor is where the next message of a family is looked for.
type cursor struct {
	roleDN
	family family
}

// open opens the sessions that the scenario needs, and registers its DNs on each.
func (p *player) open(ctx context.Context) error {
	var err error
	if p.desktop, err = openPeer(ctx, p.options, p.tape, desktopName); err != nil {
		return err
	}
	if err = p.registerOn(ctx, p.desktop, p.dns...); err == nil && p.scenario.NeedsSecondDesktop() {
		if p.second, err = openPeer(ctx, p.options, p.tape, secondName); err == nil {
			err = p.registerOn(ctx, p.second, p.dns...)
		}
	}
	if err != nil {
		p.close()
	}
	return err
}

// mayPlay returns why the scenario may not be played, "" if it may. It finds out the state of
// each DN.
func (p *player) mayPlay(ctx context.Context) string {
	for _, dn := range p.dns {
		current, onCall, _ := p.tape.current(p.options.Session.Session.EncodeDN(dn))
		if onCall && !p.options.OnLiveCall {
			return fmt.Sprintf("DN %s is on the call %016x; the scenario would change its capture", dn, current.connID)
		}
		p.onCall[dn] = onCall
		one := p.of(dn)
		state := one.state(ctx)
		if one.trouble != nil {
			return one.trouble.Error()
		}
		if (state == event.Enabled || state == event.Paused) && !p.options.OnLiveCall {
			return fmt.Sprintf("the capture of DN %s is %s; the scenario would change it", dn, state)
		}
		p.found[dn] = state
	}
	// What the queries caused must not be taken for what the scenario causes.
	if p.settle(ctx); p.trouble != nil {
		return p.trouble.Error()
	}
	return ""
}

// of returns a bench for another DN. It shares the tape, the sessions and the current run.
func (p *player) of(dn string) *bench {
	options := *p.options
	options.DN = dn
	one := *p.bench
	one.options, one.trouble = &options, nil
	return &one
}

// playAll plays the scenario as often as it is to be repeated.
func (p *player) playAll(ctx context.Context, report *Report) {
	name := strings.TrimSuffix(filepath.Base(p.scenario.File), filepath.Ext(p.scenario.File))
	result := Result{
		Case: "scenario/" + name, Title: p.scenario.Name, Clause: "No line of the contract: a scenario of your own, " + p.scenario.File + ".",
		Class: Required, Subject: SubjectRecorder,
	}
	told := Case{ID: result.Case, Title: result.Title, Clause: result.Clause, Class: result.Class, Subject: result.Subject}
	for n := range p.options.Repeat {
		if p.options.Began != nil {
			p.options.Began(&told, n+1, p.options.Repeat)
		}
		run := p.playOnce(ctx)
		if p.stopped(ctx, report) {
			run.Verdict, run.Reason = Blocked, report.Interrupted
		}
		if result.Runs = append(result.Runs, run); report.Interrupted != "" {
			break
		}
	}
	result.Verdict = verdict(result.Runs)
	p.report(report, result)
}

// playOnce plays the steps until one fails.
func (p *player) playOnce(ctx context.Context) Run {
	run := p.begin()
	p.last, p.cursors, p.sent = map[roleDN]*exchange{}, map[cursor]int{}, map[roleDN]map[event.Verb]bool{}
	run.Verdict, run.Outcome = Passed, "played"
	for i := range p.scenario.Steps {
		step := &p.scenario.Steps[i]
		failed := p.step(ctx, step)
		if p.trouble == nil && failed == "" {
			continue
		}
		run.Verdict, run.Outcome = Failed, fmt.Sprintf("step-%d", i+1)
		if failed == "" {
			run.Verdict, failed = Blocked, p.trouble.Error()
		}
		run.Reason = fmt.Sprintf("%s:%d: step %d, %s: %s", p.scenario.File, step.Line, i+1, step.Text(), failed)
		break
	}
	p.endCommands(ctx)
	if p.trouble == nil {
		p.hangUpAll(ctx) // what is still there then is reported at the end
	}
	p.settle(ctx)
	run.Took = time.Since(run.Began)
	run.Log, run.LogCut = p.tape.taken()
	return *run
}

// putAllBack brings the DNs into the states in which they were found, also when ctx has ended.
func (p *player) putAllBack(ctx context.Context, report *Report) {
	ctx, end := p.restoring(ctx, report.Interrupted)
	defer end()
	p.begin()
	p.regainLink(ctx)
	report.Left = append(report.Left, p.hangUpAll(ctx)...)
	for _, dn := range p.dns {
		report.leave(p.of(dn).restore(ctx, p.found[dn]))
	}
}

// hangUpAll orders the end of the calls that the scenario left on DNs that had none. It
// returns a sentence for each call that is still there.
func (p *player) hangUpAll(ctx context.Context) (left []string) {
	if !p.scenario.NeedsOrders() {
		return nil
	}
	for _, dn := range p.dns {
		dnOnWire := p.options.Session.Session.EncodeDN(dn)
		for range maxCalls {
			from := p.tape.length()
			current, ok, _ := p.tape.current(dnOnWire)
			if !ok || p.onCall[dn] {
				break
			}
			released := func(m *message) bool {
				return m.dn == dnOnWire && m.connID == current.connID && m.typ == wire.EventReleased
			}
			// Its end may be on its way, by the scenario's last step.
			ended, _, err := p.tape.next(ctx, from, time.Now().Add(p.quiet()), released)
			if ended != nil {
				continue
			}
			if err == nil {
				err = p.orders.Order(ctx, "release "+dn)
			}
			if err == nil {
				_, _, err = p.tape.next(ctx, from, time.Now().Add(p.options.RequestTimeout), released)
			}
			if err != nil {
				left = append(left, fmt.Sprintf("DN %s was left on the call %016x: %s", dn, current.connID, err))
				break
			}
		}
	}
	return left
}
