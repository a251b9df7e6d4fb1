package tserver

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
)

const (
	// loadTick is the time between two steps of the load.
	loadTick = 10 * time.Millisecond
	// reachedShare is the share of an ordered rate that counts as reached.
	reachedShare = 0.9
	// tenth is the factor of the order +.
	tenth = 1.1
)

// hasLoad reports whether the flags ask for a load.
func (f *options) hasLoad() bool { return f.agents > 0 || f.callRate > 0 || f.eventRate > 0 }

// checkLoad returns an error for flags of the load that exclude each other.
func (f *options) checkLoad() error {
	switch {
	case f.agents < 0:
		return exit.UsageError("--agents must not be negative")
	case !isRate(f.callRate):
		return exit.UsageError("--calls-per-second %g: use a number from 0 to %d", f.callRate, simserver.MaxRate)
	case !isRate(f.eventRate):
		return exit.UsageError("--events-per-second %g: use a number from 0 to %d", f.eventRate, simserver.MaxRate)
	case f.callTime <= 0:
		return exit.UsageError("--call-time must be above 0")
	case f.life && f.hasLoad():
		return exit.UsageError("--life and a load exclude each other: leave out --life, or --agents, --calls-per-second and --events-per-second")
	}
	return nil
}

// isRate reports whether a load can have a rate. Not a number is none.
func isRate(rate float64) bool { return rate >= 0 && rate <= simserver.MaxRate }

// newLoad returns the load that the flags ask for, nil for none.
func (s *simulation) newLoad(given *options) (*simserver.Load, error) {
	if !given.hasLoad() {
		return nil, nil
	}
	load, err := simserver.NewLoad(s.current(), simserver.LoadOptions{
		Agents: given.agents, Calls: given.callRate, Events: given.eventRate, CallTime: given.callTime,
		Seed: given.seed, Current: s.current,
	})
	if err != nil {
		return nil, exit.UsageError("--agents, --calls-per-second and --events-per-second: %w", err)
	}
	return load, nil
}

// runLoad runs the load until the context is cancelled, and reports on the output when a
// rate is not reached, and when it is again.
func runLoad(ctx context.Context, streams process.Streams, load *simserver.Load) {
	ticker := time.NewTicker(loadTick)
	defer ticker.Stop()
	looked, behind := time.Now(), false
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			load.Step(now)
			if now.Sub(looked) < time.Second {
				continue
			}
			looked = now
			all := load.Statistics()
			if missed := isMissed(all.Calls) || isMissed(all.Events); missed != behind {
				behind = missed
				what := "the load is reached again"
				if missed {
					what = "the load is not reached"
				}
				fmt.Fprintf(streams.Out, "%s %s: calls %s, events %s\n", now.Format("15:04:05.000"), what, rateInWords(all.Calls), rateInWords(all.Events))
			}
		}
	}
}

// isMissed reports whether less is done than was ordered. A rate below 10 a second varies
// too much to tell it in a second.
func isMissed(rate simserver.LoadRate) bool {
	return rate.Ordered >= 10 && rate.Reached >= 0 && rate.Reached < reachedShare*rate.Ordered
}

func rateInWords(rate simserver.LoadRate) string {
	if rate.Reached < 0 {
		return number(rate.Ordered) + " a second, not measured yet"
	}
	return fmt.Sprintf("%s of %s a second", number(rate.Reached), number(rate.Ordered))
}

// number returns a number with at most one digit after the point.
func number(value float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(value, 'f', 1, 64), ".0")
}

// loadOrders returns the orders about the load, which is nil if there is none.
func loadOrders(load *simserver.Load) []order {
	scale := func(factor float64) func(*simserver.Server, []string) (string, error) {
		return func(*simserver.Server, []string) (string, error) {
			if load == nil {
				return "", errNoLoad()
			}
			calls, events := load.Rates()
			if calls == 0 && events == 0 {
				return "", errors.New("both rates are 0; set them with the order rate")
			}
			return setRates(load, calls*factor, events*factor)
		}
	}
	return []order{
		{word: "rate", arguments: "SPEC", meaning: "change the load, as in calls=5,events=100 (a second)", least: 1, most: 1, do: func(_ *simserver.Server, a []string) (string, error) {
			if load == nil {
				return "", errNoLoad()
			}
			before, beforeEvents := load.Rates()
			calls, events, err := parseRates(a[0], before, beforeEvents)
			if err != nil {
				return "", err
			}
			if calls == before && events == beforeEvents {
				return "", fmt.Errorf("the load has these rates already: calls=%g,events=%g", calls, events)
			}
			return setRates(load, calls, events)
		}},
		{word: "+", meaning: "raise both rates of the load by a tenth", do: scale(tenth)},
		{word: "-", meaning: "lower both rates of the load by a tenth", do: scale(1 / tenth)},
	}
}

func errNoLoad() error {
	return errors.New("there is no load; start capdeck tserver with --agents, --calls-per-second or --events-per-second")
}

// parseRates reads a text such as calls=5,events=100. A rate that it does not name stays.
func parseRates(text string, calls, events float64) (newCalls, newEvents float64, err error) {
	for item := range strings.SplitSeq(text, ",") {
		word, value, _ := strings.Cut(item, "=")
		rate, failed := strconv.ParseFloat(value, 64)
		switch {
		case word != "calls" && word != "events":
			return 0, 0, fmt.Errorf("unknown rate %q; use calls=NUMBER and events=NUMBER, separated by commas", word)
		case failed != nil:
			return 0, 0, fmt.Errorf("%s takes a number a second, not %q", word, value)
		case word == "calls":
			calls = rate
		default:
			events = rate
		}
	}
	return calls, events, nil
}

func setRates(load *simserver.Load, calls, events float64) (string, error) {
	if err := load.SetRates(time.Now(), calls, events); err != nil {
		return "", fmt.Errorf("the load stays as it is: %w", err)
	}
	return fmt.Sprintf("calls %s, events %s a second", number(calls), number(events)), nil
}
