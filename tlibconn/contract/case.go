package contract

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Case is one test of the contract.
type Case struct {
	// ID is stable: reports of different days are compared by it.
	ID string
	// Title says in a sentence what the case checks.
	Title string
	// Clause quotes the line of the contract that the case rests on (SEMANTICS.md, The
	// screen-capture contract), or says that there is none.
	Clause string
	// Class says how strictly it is judged, Subject which party it judges.
	Class   Class
	Subject Subject
	// Needs is what the case cannot do without. Without it the case is skipped.
	Needs Needs

	// alone says that the case can be judged without a recorder.
	alone bool
	run   func(ctx context.Context, b *bench) outcome
}

// Needs is what a case cannot do without. The zero value is nothing but the DN under test.
type Needs struct {
	// SecondDN and UnknownDN are DNs of Options.
	SecondDN, UnknownDN bool
	// SecondSession is another login at T-Server. It is made when it is first needed.
	SecondSession bool
	// Call is a call on the DN under test: one that is there, or one that Options.Calls
	// makes.
	Call bool
	// Step is what must happen to that call, or to the recorder; "" for nothing.
	Step Step
}

// Words returns what is needed, in words, such as "a second DN".
func (n Needs) Words() []string {
	var words []string
	for _, need := range []struct {
		needed bool
		word   string
	}{
		{n.SecondDN, "a second DN"},
		{n.UnknownDN, "an unknown DN"},
		{n.SecondSession, "a second session"},
		{n.Call && n.Step == "", StepCall.words()},
		{n.Step != "", n.Step.words()},
	} {
		if need.needed {
			words = append(words, need.word)
		}
	}
	return words
}

// Step is something that only a person, or a simulated T-Server, can do.
type Step string

// The steps.
const (
	// StepCall makes a call and answers it at the DN.
	StepCall Step = "call"
	// StepHold puts the call on hold, StepTransfer transfers it to somebody else, and
	// StepRelease ends it.
	StepHold     Step = "hold"
	StepTransfer Step = "transfer"
	StepRelease  Step = "release"
	// StepRestart restarts the recorder.
	StepRestart Step = "restart"
)

// words returns what a case needs that needs the step, such as "a call that is put on hold".
func (s Step) words() string {
	switch s {
	case StepCall:
		return "a call"
	case StepHold:
		return "a call that is put on hold"
	case StepTransfer:
		return "a call that is transferred"
	case StepRelease:
		return "a call that ends"
	case StepRestart:
		return "a restart of the recorder"
	}
	return string(s)
}

// Steps returns all steps.
func Steps() []Step { return []Step{StepCall, StepHold, StepTransfer, StepRelease, StepRestart} }

// Cases returns all cases in the order in which they run: those that need a call come after
// the others.
func Cases() []Case {
	return slices.Concat(tserverCases(), formCases(), queryCases(), verbCases(), robustCases(), observedCases(), latencyCases(), callCases())
}

// Select returns the cases whose IDs match one of the patterns, all of them if there is no
// pattern. In a pattern * stands for any characters, ? for one, and [a-z] for a range. The
// error names a pattern that no case matches, because a misspelt pattern must not leave cases
// out silently.
func Select(cases []Case, patterns []string) ([]Case, error) {
	if len(patterns) == 0 {
		return cases, nil
	}
	chosen := make([]bool, len(cases))
	for _, pattern := range patterns {
		found := false
		for i := range cases {
			matched, err := path.Match(flat(pattern), flat(cases[i].ID))
			if err != nil {
				return nil, fmt.Errorf("the pattern %q is malformed", pattern)
			}
			if matched {
				chosen[i], found = true, true
			}
		}
		if !found {
			return nil, fmt.Errorf("no case is called %q%s", pattern, similar(cases, pattern))
		}
	}
	var selected []Case
	for i := range cases {
		if chosen[i] {
			selected = append(selected, cases[i])
		}
	}
	return selected, nil
}

// flat makes * of path.Match stand for slashes too.
func flat(id string) string { return strings.ReplaceAll(id, "/", "\x00") }

// similar returns a hint at cases that contain the last part of a pattern, "" for none.
func similar(cases []Case, pattern string) string {
	last := pattern[strings.LastIndexByte(pattern, '/')+1:]
	var ids []string
	for i := range cases {
		if last != "" && strings.Contains(cases[i].ID, last) && len(ids) < 3 {
			ids = append(ids, cases[i].ID)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return "; there is " + strings.Join(ids, ", ")
}
