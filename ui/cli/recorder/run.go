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

// endTimeout is how long the end waits for a reader of standard output.
const endTimeout = 300 * time.Millisecond

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
		states, err := openStates(given.stateFile)
		if err != nil {
			return err
		}
		h := &headless{
			streams: streams, given: given, states: states, stop: stop,
			report: report{asJSON: given.asJSON, text: written.Decoder(), now: time.Now},
		}
		return h.run(ctx, given.recorderOptions(&connect, dnfile.DNs(entries), presets))
	})
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

// headless is a recorder whose doings are printed.
type headless struct {
	streams process.Streams
	given   *options
	states  *stateFile
	report  report
	output  *output
	stop    func()
	failed  string // the last problem of the state file
}

func (h *headless) run(ctx context.Context, options recorder.Options) error {
	start := h.streams.Guard.Go
	h.output = newOutput(h.streams.Out, func(dropped uint64) string {
		return h.report.note(fmt.Sprintf("%d lines are missing here: standard output was not read", dropped))
	}, start, h.stop)
	options.Go = start
	options.Log = h.say
	options.Fate = func(fate recorder.Fate) { h.output.add(h.report.fate(&fate)) }
	saving, endSaving := context.WithCancel(context.WithoutCancel(ctx))
	defer endSaving()
	if h.states != nil {
		options.Initial, options.Changed = h.states.initial(), h.states.changed
		h.states.saved = h.savedStates
		start(func() { h.states.follow(saving) })
	}
	playing, err := recorder.Start(ctx, options)
	var counts recorder.Counts
	if err == nil {
		err = h.play(ctx, playing, options.DNs)
		playing.Close()
		counts = playing.Counts()
	} else {
		err = startError(ctx, err)
	}
	endSaving()
	h.states.close()
	last := ""
	if playing != nil {
		last = h.report.counts(&counts, h.output.lost())
	}
	waiting, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
	defer cancel()
	return errors.Join(err, h.output.close(waiting, last))
}

// play takes orders until the context ends.
func (h *headless) play(ctx context.Context, playing *recorder.Recorder, dns []string) error {
	ordered := &orders{recorder: playing, dns: dns}
	if h.given.control != "" {
		listener, err := control.Listen(h.given.control, ordered.execute, h.streams.Guard.Go)
		if err != nil {
			return exit.UsageError("--control: %w", err)
		}
		defer listener.Close()
	}
	h.say(fmt.Sprintf("recording %s as %s", count(len(dns), "DN"), h.given.connection.AppName))
	h.streams.Guard.Go(func() {
		problem := ordered.read(ctx, h.streams.In, func(order string, lines []string, err error) {
			h.output.add(h.report.order(order, lines, err))
		})
		if problem != "" {
			h.say(problem)
		}
	})
	<-ctx.Done()
	return nil
}

func (h *headless) say(sentence string) { h.output.add(h.report.note(sentence)) }

// savedStates reports that the state file can no longer be written, and that it can again.
func (h *headless) savedStates(err error) {
	problem := ""
	if err != nil {
		problem = err.Error()
	}
	switch problem {
	case h.failed:
	case "":
		h.say("the state file is written again")
	default:
		h.say("the states are not kept: " + problem)
	}
	h.failed = problem
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

// count returns a number with its noun.
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
