package recorder

import (
	"context"
	"errors"
	"fmt"
	"time"

	"capdeck/tlibconn"
	"capdeck/tlibconn/recorder"
	"capdeck/ui/cli/control"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
)

// run records until a signal comes.
func run(ctx context.Context, streams process.Streams, given *options) error {
	entries, err := given.entries()
	if err != nil {
		return err
	}
	presets, err := given.presets(entries)
	if err != nil {
		return err
	}
	written, err := given.connection.ServerCharset()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	return streams.RunHeadless(stop, func() error {
		connect, secret, err := given.connection.Options(&given.secure, streams)
		if err != nil {
			return err
		}
		streams.Guard.AddSecret(secret)
		given.secure.Warn(streams.Err)
		ordered := &orders{dns: dnfile.DNs(entries), started: make(chan struct{})}
		// This comes before the login, so that a wrong path disturbs no T-Server.
		endOrders, err := listen(given.control, ordered, streams)
		if err != nil {
			return err
		}
		defer endOrders()
		states, err := openStates(given.stateFile)
		if err != nil {
			return err
		}
		p := &player{
			streams: streams, given: given, states: states, endOrders: endOrders, stop: stop,
			report: report{asJSON: given.asJSON, text: written.Decoder(), now: time.Now},
		}
		var watching front = &lines{player: p}
		if given.manual {
			if watching, err = newScreen(p, len(entries)); err != nil {
				return err
			}
		}
		return p.run(ctx, watching, ordered, given.recorderOptions(&connect, ordered.dns, presets))
	})
}

// listen takes orders on the socket of --control, if there is one, until end is called.
func listen(path string, ordered *orders, streams process.Streams) (end func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	listener, err := control.Listen(path, ordered.take, streams.Guard.Go)
	if err != nil {
		return nil, exit.UsageError("--control: %w", err)
	}
	return listener.Close, nil
}

// recorderOptions returns the options of the recorder that do not depend on who watches it.
func (o *options) recorderOptions(connect *tlibconn.Options, dns []string, presets []recorder.Order) recorder.Options {
	return recorder.Options{
		Addresses: connect.Addresses, AppName: connect.AppName, Password: connect.Password, EncodeDN: connect.EncodeDN,
		DNs: dns, Behaviour: recorder.Behaviour{Delay: o.delay, Jitter: o.jitter}, Orders: presets,
		Announce: o.announce, AnswerTimeout: answerTimeout, Seed: o.seed,
		Configure: func(session *tlibconn.Options) {
			session.Advice, session.TLS = connect.Advice, connect.TLS
			session.ADDPTimeout, session.ADDPRemoteTimeout, session.ADDPTrace = connect.ADDPTimeout, connect.ADDPRemoteTimeout, connect.ADDPTrace
		},
	}
}

// player plays the recorder while a front shows what it does.
type player struct {
	streams process.Streams
	given   *options
	states  *stateFile
	report  report
	stop    func()
	// endOrders ends the socket of --control. It may be called twice.
	endOrders func()
	unsaved   string // the last problem of the state file
}

// front shows what a recorder does. say, and what prepare sets, may be called from any goroutine.
type front interface {
	// prepare sets what the recorder reports to, before it starts.
	prepare(options *recorder.Options)
	// say shows a sentence.
	say(sentence string)
	// show returns when the recorder is to end.
	show(ctx context.Context, ordered *orders) error
	// finish prints the counts, or nothing for nil.
	finish(ctx context.Context, counts *recorder.Counts) error
}

// run plays the recorder until its front ends.
func (p *player) run(ctx context.Context, watching front, ordered *orders, options recorder.Options) error {
	options.Go, options.Log = p.streams.Guard.Go, watching.say
	watching.prepare(&options)
	saving, endSaving := context.WithCancel(context.WithoutCancel(ctx))
	defer endSaving()
	if p.states != nil {
		options.Initial, options.Changed = p.states.initial(), p.states.changed
		p.states.saved = func(err error) { p.savedStates(watching, err) }
		p.streams.Guard.Go(func() { p.states.follow(saving) })
	}
	playing, err := recorder.Start(ctx, options)
	var counts *recorder.Counts
	if err == nil {
		err = p.play(ctx, watching, ordered, playing)
		if ended := playing.Counts(); err == nil {
			counts = &ended
		}
	} else {
		err = startError(ctx, err)
	}
	endSaving()
	p.states.close()
	return errors.Join(err, watching.finish(context.WithoutCancel(ctx), counts))
}

// play lets the front show the recorder, and takes orders until it ends. It ends at once if
// T-Server has refused every DN.
func (p *player) play(ctx context.Context, watching front, ordered *orders, playing *recorder.Recorder) error {
	defer playing.Close()
	defer p.endOrders()
	if err := p.allRefused(playing.Refused(), len(ordered.dns)); err != nil {
		return err
	}
	ordered.start(playing)
	return watching.show(ctx, ordered)
}

// allRefused returns an error if T-Server has refused every DN.
func (p *player) allRefused(refused []recorder.Refusal, dns int) error {
	if len(refused) < dns {
		return nil
	}
	of := "DN " + refused[0].DN
	if dns > 1 {
		of = "all DNs, such as " + refused[0].DN
	}
	return &exit.Error{Code: exit.Rejected, Err: fmt.Errorf("T-Server refused the registration of %s: %s; nothing is recorded", of, p.report.readable(refused[0].Reason))}
}

// savedStates reports that the state file can no longer be written, and that it can again.
func (p *player) savedStates(watching front, err error) {
	problem := ""
	if err != nil {
		problem = err.Error()
	}
	switch problem {
	case p.unsaved:
	case "":
		watching.say("the state file is written again")
	default:
		watching.say("the states are not kept: " + problem)
	}
	p.unsaved = problem
}

// startError gives the error of a start its exit code.
func startError(ctx context.Context, err error) error {
	var refused *tlibconn.LoginError
	var unreachable *tlibconn.ConnectError
	var lost *tlibconn.LostError
	switch {
	case ctx.Err() != nil:
		return exit.With(exit.Failure)
	case errors.As(err, &refused):
		return &exit.Error{Code: exit.Login, Err: err}
	case errors.As(err, &unreachable), errors.As(err, &lost):
		return &exit.Error{Code: exit.Connect, Err: err}
	}
	return err
}
