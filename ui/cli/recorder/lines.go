package recorder

import (
	"context"
	"fmt"
	"time"

	"capdeck/model/phrase"
	"capdeck/tlibconn/recorder"
)

// endTimeout is how long the end waits for a reader of standard output.
const endTimeout = 300 * time.Millisecond

// lines is the front that prints lines, and takes orders on standard input.
type lines struct {
	*player
	output *output
}

func (l *lines) prepare(options *recorder.Options) {
	l.output = newOutput(l.streams.Out, func(dropped uint64) string {
		return l.report.note(fmt.Sprintf("%d lines are missing here: standard output was not read", dropped))
	}, l.streams.Guard.Go, l.stop)
	options.Fate = func(fate recorder.Fate) { l.output.add(l.report.fate(&fate)) }
}

func (l *lines) say(sentence string) { l.output.add(l.report.note(sentence)) }

func (l *lines) show(ctx context.Context, ordered *orders) error {
	recording := phrase.Count(len(ordered.dns), "DN", "DNs")
	if refused := len(ordered.recorder.Refused()); refused > 0 {
		recording = fmt.Sprintf("%s of %s", phrase.Number(len(ordered.dns)-refused), recording)
	}
	l.say(fmt.Sprintf("recording %s as %s", recording, l.given.connection.AppName))
	l.streams.Guard.Go(func() {
		problem := ordered.read(ctx, l.streams.In, func(order string, answer []string, err error) {
			l.output.add(l.report.order(order, answer, err))
		})
		if problem != "" {
			l.say(problem)
		}
	})
	<-ctx.Done()
	return nil
}

func (l *lines) finish(ctx context.Context, counts *recorder.Counts) error {
	last := ""
	if counts != nil {
		last = l.report.counts(counts, l.output.lost())
	}
	ctx, cancel := context.WithTimeout(ctx, endTimeout)
	defer cancel()
	return l.output.close(ctx, last)
}
