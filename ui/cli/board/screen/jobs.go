package screen

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"capdeck/model"
	"capdeck/model/phrase"
	"capdeck/model/say"
)

const (
	// jobsEnd is how long the program waits, before it exits, for files being written.
	jobsEnd = 5 * time.Second
	// jobsGivenUp is how long it waits for jobs that it has given up. Such a job notices
	// at its next write, and removes what it has written. The time must be shorter than
	// that after which a signal ends the process.
	jobsGivenUp = 200 * time.Millisecond
)

// errEnded is the error of a job that was given up.
var errEnded = errors.New("capdeck exited before it was written")

// jobs are the files that are being written while the board runs: exports and the
// configuration. Before the program exits, it waits for them and reports their outcomes.
type jobs struct {
	ctx  context.Context
	stop context.CancelCauseFunc

	mu      sync.Mutex
	running []*job
	left    []*job // those that ran when the user left the board
	leaving bool
}

// job is a file that is being written.
type job struct {
	what   string        // "the export FILE"
	done   chan struct{} // closed after result is set
	result model.Msg
}

// init prepares for jobs, which may run until end.
func (j *jobs) init(ctx context.Context) { j.ctx, j.stop = context.WithCancelCause(ctx) }

// start starts a job and returns a function that waits for its result. The result is nil if
// the board can no longer show it.
func (j *jobs) start(start func(func()), what string, do func() model.Msg) func() model.Msg {
	one := &job{what: what, done: make(chan struct{})}
	j.mu.Lock()
	j.running = append(j.running, one)
	j.mu.Unlock()
	start(func() {
		// A panic must close it, too.
		defer close(one.done)
		one.result = do()
	})
	return func() model.Msg {
		select {
		case <-one.done:
			j.told(one)
			return one.result
		case <-j.ctx.Done():
			return nil
		}
	}
}

// told records that the board receives a job's result.
func (j *jobs) told(one *job) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i, other := range j.running {
		if other == one {
			j.running = append(j.running[:i], j.running[i+1:]...)
			return
		}
	}
}

// leave records which jobs run when the user leaves the board.
func (j *jobs) leave() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.leaving {
		j.leaving, j.left = true, append([]*job(nil), j.running...)
	}
}

// end waits for the jobs that ran when the user left, for a bounded time or until
// interrupted, and gives up the others. It reports what was written with say, and returns
// an error for what was not.
func (j *jobs) end(interrupted <-chan struct{}, say func(text string)) error {
	j.leave()
	defer j.stop(errEnded)
	if waits := open(j.left); len(waits) > 0 && !isClosed(interrupted) {
		say(fmt.Sprintf("waiting at most %d s for %s; ctrl+c gives up", int(jobsEnd.Seconds()), strings.Join(waits, " and ")))
		wait(j.left, time.NewTimer(jobsEnd), interrupted)
	}
	j.stop(errEnded)
	wait(j.left, time.NewTimer(jobsGivenUp), nil)
	var problems []error
	for _, one := range j.left {
		switch text, ok := one.outcome(); {
		case ok, isClosed(interrupted):
			// After a signal, errors are no longer reported.
			say(text)
		default:
			problems = append(problems, errors.New(text))
		}
	}
	return errors.Join(problems...)
}

// outcome returns the outcome of a job, and whether its file was written.
func (one *job) outcome() (text string, ok bool) {
	if !isClosed(one.done) {
		return one.what + " was not written in time; a partial file may be left", false
	}
	switch result := one.result.(type) {
	case model.Exported:
		switch {
		case result.Problem != "":
			return result.Problem, false
		case result.Exists:
			return say.FileExists(result.Path), false
		case result.Export.Messages:
			return phrase.Count(result.Written, "message", "messages") + " written to " + result.Path, true
		}
		return phrase.Count(result.Written, "row", "rows") + " written to " + result.Path, true
	case model.Say:
		return result.Text, !result.IsError
	}
	return one.what + " was not written", false
}

// open returns the names of the jobs that have not ended.
func open(jobs []*job) []string {
	var names []string
	for _, one := range jobs {
		if !isClosed(one.done) {
			names = append(names, one.what)
		}
	}
	return names
}

// wait waits until all jobs have ended, the time is over, or it is interrupted.
func wait(jobs []*job, timer *time.Timer, interrupted <-chan struct{}) {
	defer timer.Stop()
	for _, one := range jobs {
		select {
		case <-one.done:
		case <-timer.C:
			return
		case <-interrupted:
			return
		}
	}
}

func isClosed(channel <-chan struct{}) bool {
	select {
	case <-channel:
		return true
	default:
		return false
	}
}
