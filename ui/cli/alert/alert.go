// Package alert runs a user's command when an incident is raised or over (--alert-exec).
// Commands run one at a time, at a bounded rate, and for a bounded time; nothing waits for
// them. The package knows no board: what the command reads is given to it.
package alert

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"capdeck/model/phrase"
)

const (
	// TimeLimit is how long a command may run; then it is killed.
	TimeLimit = 30 * time.Second
	// MaxWaiting is how many alerts may wait for their command; more are left out.
	MaxWaiting = 100
	// Burst is how many commands may start at once, one after the other; after that, one a
	// second starts.
	Burst = 10
	// lastWait is how long Close waits for a command that is running.
	lastWait = 2 * time.Second
	// maxOutput is how much of what a command writes to its standard error is shown.
	maxOutput = 300
)

// Alert is one run of the command.
type Alert struct {
	// Input is what the command reads from its standard input.
	Input []byte
	// Environment are additional variables, as NAME=VALUE.
	Environment []string
}

// Options configures a Runner. Command and Go are required.
type Options struct {
	// Command is the command with its arguments. No shell reads it.
	Command []string
	// Environment is that of the command.
	Environment []string
	// TimeLimit is how long a command may run; 0 means the constant of that name.
	TimeLimit time.Duration
	// Told is called with a sentence when commands fail, when the reason changes, when alerts
	// are left out, and when commands work again. It is called on other goroutines and must
	// not wait.
	Told func(sentence string, failed bool)
	// Go starts the goroutine, which Close ends.
	Go func(func())
}

// Runner runs the command. It is safe for concurrent use.
type Runner struct {
	options Options
	wake    chan struct{}
	closing chan struct{}
	done    chan struct{}
	once    sync.Once
	limit   *rate.Limiter

	mu      sync.Mutex
	waiting []Alert
	leftOut int
}

// New returns a Runner and starts its goroutine.
func New(options Options) *Runner {
	if options.TimeLimit == 0 {
		options.TimeLimit = TimeLimit
	}
	r := &Runner{
		options: options, wake: make(chan struct{}, 1), closing: make(chan struct{}), done: make(chan struct{}), limit: rate.NewLimiter(rate.Every(time.Second), Burst),
	}
	options.Go(r.run)
	return r
}

// Run runs the command for each alert, in their order, after those that wait. It does not
// wait for anything.
func (r *Runner) Run(alerts ...Alert) {
	r.mu.Lock()
	room := min(len(alerts), MaxWaiting-len(r.waiting))
	r.waiting = append(r.waiting, alerts[:room]...)
	r.leftOut += len(alerts) - room
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Close gives a running command a moment, kills it, and leaves out what waits.
func (r *Runner) Close() {
	r.once.Do(func() {
		close(r.closing)
		<-r.done
	})
}

// next returns the next alert, and how many were left out since the last call.
func (r *Runner) next() (alert Alert, ok bool, leftOut int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	leftOut, r.leftOut = r.leftOut, 0
	if len(r.waiting) == 0 {
		return Alert{}, false, leftOut
	}
	alert = r.waiting[0]
	r.waiting = r.waiting[1:]
	return alert, true, leftOut
}

func (r *Runner) run() {
	defer close(r.done)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	// What waits for the rate ends at once, what runs a moment later.
	pacing, stop := context.WithCancel(ctx)
	defer stop()
	r.options.Go(func() {
		select {
		case <-ctx.Done():
			return
		case <-r.closing:
		}
		stop()
		select {
		case <-ctx.Done():
		case <-time.After(lastWait):
			cancel()
		}
	})
	failing := ""
	for pacing.Err() == nil {
		alert, ok, leftOut := r.next()
		if leftOut > 0 {
			r.options.Told(fmt.Sprintf("%s left out: --alert-exec is slower than the incidents", phrase.Count(leftOut, "alert was", "alerts were")), true)
		}
		if !ok {
			select {
			case <-r.closing:
				return
			case <-r.wake:
			}
			continue
		}
		if r.limit.Wait(pacing) != nil {
			return
		}
		reason := r.execute(ctx, &alert)
		if reason != failing && pacing.Err() == nil {
			r.tell(reason)
		}
		failing = reason
	}
}

// tell tells why commands fail now, or that they work again.
func (r *Runner) tell(reason string) {
	if reason == "" {
		r.options.Told("--alert-exec works again", false)
		return
	}
	r.options.Told("--alert-exec "+r.options.Command[0]+" failed: "+reason, true)
}

// execute runs the command once and returns why it failed, "" if it did not.
func (r *Runner) execute(ctx context.Context, alert *Alert) string {
	limited, cancel := context.WithTimeout(ctx, r.options.TimeLimit)
	defer cancel()
	output := &head{most: maxOutput}
	command := exec.CommandContext(limited, r.options.Command[0], r.options.Command[1:]...)
	command.Stdin, command.Stderr = bytes.NewReader(alert.Input), output
	command.Env = append(append([]string(nil), r.options.Environment...), alert.Environment...)
	command.WaitDelay = time.Second
	ownGroup(command)
	err := command.Run()
	var ended *exec.ExitError
	switch {
	case err == nil, errors.Is(err, exec.ErrWaitDelay) && limited.Err() == nil:
		// With ErrWaitDelay the command has succeeded, and something that it left running holds
		// its standard error.
		return ""
	case errors.Is(limited.Err(), context.DeadlineExceeded):
		return fmt.Sprintf("it was killed after %s", r.options.TimeLimit)
	case errors.As(err, &ended):
		text := ended.String()
		if said := strings.Join(strings.Fields(output.String()), " "); said != "" {
			text += ": " + said
		}
		return text
	}
	return err.Error()
}

// head keeps the first bytes that are written to it. It belongs to the goroutine that copies
// the output until the command has ended.
type head struct {
	most int
	kept []byte
}

// Write keeps what there is room for.
func (h *head) Write(p []byte) (int, error) {
	h.kept = append(h.kept, p[:min(len(p), h.most-len(h.kept))]...)
	return len(p), nil
}

// String returns what was kept.
func (h *head) String() string { return strings.ToValidUTF8(string(h.kept), "�") }
