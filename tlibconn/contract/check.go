package contract

import (
	"context"
	"slices"
	"time"
)

// Check runs the cases and returns what it found. The error means that nothing could be run:
// the options cannot be used, no T-Server accepted the login (the error wraps that of the
// session; *NotUpError if the time was over), or T-Server refused a DN (*RefusedError). When ctx ends, Check puts the DN back
// into the state in which it found it, and returns what it has found so far.
func Check(ctx context.Context, options Options) (Report, error) {
	if err := options.Check(); err != nil {
		return Report{}, err
	}
	options = options.withDefaults()
	report := Report{
		Schema: ReportSchema, Program: options.Program, Name: options.Name, DN: options.DN, SecondDN: options.SecondDN,
		Began: time.Now(), Results: []Result{}, Latencies: []LatencySummary{},
	}
	t := newTape(&options, options.wireDN())
	b := newBench(&options, t)
	b.dns = append(b.dns, options.DN)
	if options.SecondDN != "" {
		b.dns = append(b.dns, options.SecondDN)
	}
	var err error
	if b.desktop, err = openPeer(ctx, &options, t, desktopName); err != nil {
		return report, err
	}
	defer b.close()
	link := b.desktop.session.Link()
	report.Server, report.ServerVersion = link.Address, link.Version
	if err := b.register(ctx); err != nil {
		return report, err
	}
	b.begin()
	var found inspection
	if !b.missesAll() {
		found = b.inspect(ctx)
	}
	if b.stopped(ctx, &report) {
		found.blocked = "" // it is no fault of the recorder
	}
	if (found.blocked == "" || b.noRecorder) && report.Interrupted == "" {
		_ = b.rival() // what came before the first case disturbs none
		b.runAll(ctx, &report)
	}
	b.putBack(ctx, found, &report)
	report.Blocked, report.Notes = found.blocked, found.notes
	b.rest(&report)
	report.Latencies = summaries(b.latencies)
	report.Ended = time.Now()
	return report, nil
}

// runAll runs the cases until one finds that the check cannot go on.
func (b *bench) runAll(ctx context.Context, report *Report) {
	for i := range b.options.Cases {
		c := &b.options.Cases[i]
		if b.noRecorder && !c.alone {
			continue
		}
		result := Result{
			Case: c.ID, Title: c.Title, Clause: c.Clause, Class: c.Class, Subject: c.Subject, Expectation: b.options.Expectations[c.ID],
		}
		for n := range b.options.Repeat {
			if b.options.Began != nil {
				b.options.Began(c, n+1, b.options.Repeat)
			}
			result.Runs = append(result.Runs, b.runOnce(ctx, c))
			result.shorten()
			if b.stopped(ctx, report) {
				break
			}
		}
		if report.Interrupted != "" && ctx.Err() != nil {
			return // the run that was interrupted says nothing
		}
		result.Verdict = verdict(result.Runs)
		b.report(report, result)
		if report.Interrupted != "" {
			return
		}
	}
}

// maxLogged is how many runs of a case keep their messages if they ended like the first one.
const maxLogged = 10

// shorten leaves out the messages of the last run if many before it ended in the same way.
func (r *Result) shorten() {
	last := &r.Runs[len(r.Runs)-1]
	if len(r.Runs) > maxLogged && last.Verdict == r.Runs[0].Verdict && last.Outcome == r.Runs[0].Outcome {
		last.LogCut += len(last.Log)
		last.Log = nil
	}
}

// interruptedText is why a check ended that its caller ended.
const interruptedText = "the check was interrupted"

// stopped reports whether the check cannot go on, and notes why.
func (b *bench) stopped(ctx context.Context, report *Report) bool {
	switch {
	case ctx.Err() != nil:
		report.Interrupted = interruptedText
	case b.lost() != nil:
		report.Interrupted = b.lost().Error()
	case b.usedElsewhere():
		report.Interrupted = b.trouble.Error()
	}
	return report.Interrupted != ""
}

// runOnce runs a case once.
func (b *bench) runOnce(ctx context.Context, c *Case) Run {
	run := b.begin()
	found := b.missing(c)
	if found.skip == "" {
		found = c.run(ctx, b)
		b.finish(ctx)
		if err := b.rival(); err != nil {
			b.trouble = err // it may be the cause of any other
		}
	}
	b.judge(c, run, found)
	run.Took = time.Since(run.Began)
	return *run
}

// missesAll reports whether each case needs what was not offered: then nothing is sent.
func (b *bench) missesAll() bool {
	return !slices.ContainsFunc(b.options.Cases, func(c Case) bool { return b.missing(&c).skip == "" })
}

// missing returns the outcome of a case that needs what was not offered; its skip is "" if
// nothing is missing.
func (b *bench) missing(c *Case) outcome {
	switch {
	case c.Needs.SecondDN && b.options.SecondDN == "":
		return skipped("it needs a second DN")
	case c.Needs.UnknownDN && b.options.UnknownDN == "":
		return skipped("it needs a DN that T-Server does not know")
	case c.Needs.Step != "" && !b.can(c.Needs.Step):
		return skipped("it needs %s, which was not offered", c.Needs.Step.words())
	case c.Needs.Call && !b.can(StepCall):
		if current, ok := b.call(); !ok || current.state == ringing {
			return skipped("it needs %s, which was not offered", StepCall.words())
		}
	}
	return outcome{}
}

// report adds a result and passes it on.
func (b *bench) report(report *Report, result Result) {
	report.Results = append(report.Results, result)
	if b.options.Ended != nil {
		b.options.Ended(&report.Results[len(report.Results)-1])
	}
}

// rest adds a result for each case that did not run: blocked if the check was, else skipped.
func (b *bench) rest(report *Report) {
	v, why := Blocked, report.Blocked
	switch {
	case report.Interrupted != "":
		v, why = Skipped, "it did not run: "+report.Interrupted
	case why == "":
		return
	}
	for i := range b.options.Cases {
		c := &b.options.Cases[i]
		if slices.ContainsFunc(report.Results, func(r Result) bool { return r.Case == c.ID }) {
			continue
		}
		b.report(report, Result{
			Case: c.ID, Title: c.Title, Clause: c.Clause, Class: c.Class, Subject: c.Subject, Verdict: v,
			Expectation: b.options.Expectations[c.ID], Runs: []Run{{Verdict: v, Reason: why, Began: time.Now()}},
		})
	}
}

// lost returns why the link was lost, nil if it was not.
func (b *bench) lost() *lostError {
	b.tape.mu.Lock()
	defer b.tape.mu.Unlock()
	if b.tape.lost == "" {
		return nil
	}
	return &lostError{why: b.tape.lost}
}
