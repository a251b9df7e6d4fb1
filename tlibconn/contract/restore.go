package contract

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"capdeck/tlibconn/event"
)

const (
	// RestoreTimeout is how long it may take to put all DNs back at the end of a check, also of
	// one that was interrupted.
	RestoreTimeout = 20 * time.Second
	// RestoreNotice is how long it may take before Options.PuttingBack is called.
	RestoreNotice = 2 * time.Second
	// firstPause and longestPause are between two attempts to put a DN back. Each pause is
	// twice as long as the one before.
	firstPause   = 250 * time.Millisecond
	longestPause = 2 * time.Second
)

// restoring returns the context in which DNs are put back: it ends after RestoreTimeout, or with
// Options.GiveUp, but not with ctx. interrupted says why the check did not end by itself.
func (b *bench) restoring(ctx context.Context, interrupted string) (limited context.Context, end func()) {
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), RestoreTimeout)
	var once sync.Once
	announce := func(interrupted string) {
		once.Do(func() {
			if b.options.PuttingBack != nil {
				until, _ := limited.Deadline()
				b.options.PuttingBack(interrupted, time.Until(until))
			}
		})
	}
	if interrupted != "" {
		announce(interrupted)
	}
	ended := make(chan struct{})
	b.options.Go(func() {
		defer close(ended)
		notice := time.NewTimer(RestoreNotice)
		defer notice.Stop()
		interruption := ctx.Done()
		for {
			select {
			case <-interruption:
				announce(interruptedText)
				interruption = nil
			case <-notice.C:
				announce("")
			case <-b.options.GiveUp:
				cancel()
				return
			case <-limited.Done():
				return
			}
		}
	})
	return limited, func() { cancel(); <-ended }
}

// putBack brings the DN into the state in which the check found it, also when ctx has ended.
func (b *bench) putBack(ctx context.Context, found inspection, report *Report) {
	if !found.touched {
		return
	}
	ctx, end := b.restoring(ctx, report.Interrupted)
	defer end()
	b.begin()
	hanging, cancel := context.WithTimeout(ctx, RestoreTimeout/2) // a person may have to do it
	b.hangUp(hanging)
	cancel()
	report.leave(b.restore(ctx, found.state))
}

// leave adds a sentence about what was left.
func (r *Report) leave(sentence string) {
	if sentence != "" {
		r.Left = append(r.Left, sentence)
	}
}

// restore brings the DN into a state, and returns a sentence about what was left, "" if nothing
// was. T-Server and the recorder may just be restarting, so it logs in again, and tries again as
// long as no recorder tells another state, until ctx ends.
func (b *bench) restore(ctx context.Context, was event.Indication) string {
	pause := firstPause
	var hindrance error
	for {
		b.begin()
		b.regainLink(ctx)
		if was == event.IndicationNone {
			return fmt.Sprintf("DN %s was in a state that no recorder told; it is now %s", b.options.DN, b.stateInWords(ctx))
		}
		b.reach(ctx, was)
		var unreached *unreachedError
		switch {
		case b.trouble == nil:
			return ""
		case b.usedElsewhere():
			why := b.trouble
			b.trouble = nil
			return fmt.Sprintf("DN %s was %s when the check began, and is now %s: %s", b.options.DN, was, b.stateInWords(ctx), why)
		case errors.As(b.trouble, &unreached) && unreached.told != event.IndicationNone:
			return fmt.Sprintf("DN %s was %s when the check began; it could not be put back, and the recorder tells %s", b.options.DN, was, unreached.told)
		case ctx.Err() == nil:
			hindrance = b.trouble
		}
		if !b.pauses(ctx, pause) {
			return b.gaveUp(ctx, was, hindrance)
		}
		pause = min(2*pause, longestPause)
	}
}

// pauses waits, and reports whether ctx goes on.
func (b *bench) pauses(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// gaveUp says in which state the DN was left when ctx ended, and what kept it from being put
// back, nil for nothing but silence.
func (b *bench) gaveUp(ctx context.Context, was event.Indication, hindrance error) string {
	how := "was not put back, because the waiting was ended"
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		how = fmt.Sprintf("could not be put back within %s", RestoreTimeout)
	}
	var unreached *unreachedError
	why := "no recorder answers"
	if hindrance != nil && !errors.As(hindrance, &unreached) {
		why = hindrance.Error()
	}
	known := "nobody told its state since"
	if told := b.tape.lastTold(b.options.wireDN()); told != event.IndicationNone {
		known = "it was last known to be " + told.String()
	}
	return fmt.Sprintf("DN %s was %s when the check began, and %s: %s; %s", b.options.DN, was, how, why, known)
}

// stateInWords queries the DN and says what the recorder tells.
func (b *bench) stateInWords(ctx context.Context) string {
	if state := b.state(ctx); state != event.IndicationNone {
		return state.String()
	}
	return "in a state that no recorder tells"
}

// regainLink logs in again and registers the DNs if the link was lost. Failing to do so is
// trouble.
func (b *bench) regainLink(ctx context.Context) {
	lost := b.lost()
	if lost == nil {
		return
	}
	b.close() // so that nothing more comes of the old sessions
	again, err := openPeer(ctx, b.options, b.tape, desktopName)
	if err == nil {
		b.desktop = again
		b.tape.regain()
		err = b.register(ctx)
	}
	if err != nil {
		b.tape.lose(lost.why)
		b.fail(fmt.Errorf("%w, and it could not be set up again: %w", lost, err))
	}
}
