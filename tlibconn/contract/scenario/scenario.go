// Package scenario reads scenarios: files of steps that a check plays against a live
// recorder (docs/SCENARIOS.md). It turns YAML into values and finds every mistake with its
// line. It plays nothing and knows no session.
package scenario

import (
	"fmt"
	"strings"
	"time"
)

// Scenario is a file of steps.
type Scenario struct {
	// File is the name under which it was read.
	File string
	// Name says in a few words what it shows.
	Name string
	// DNs are the DNs that it uses, in the order of the file.
	DNs []DN
	// Steps has at least one step.
	Steps []Step
}

// DN is a DN with the name that steps use for it.
type DN struct {
	// Name is what steps call it, such as agent.
	Name string
	// Number is the DN itself. It is "" if the file leaves it to the command line.
	Number string
	// Line is its line in the file.
	Line int
}

// Role is the session that sends or receives.
type Role string

const (
	// Desktop is the agent's desktop, the first session. It is the default.
	Desktop Role = "desktop"
	// SecondDesktop is another client with the same DNs.
	SecondDesktop Role = "second-desktop"
)

// Kind is what a step does.
type Kind string

// The kinds, named as in the file.
const (
	// Send sends a verb.
	Send Kind = "send"
	// Expect waits for what must come.
	Expect Kind = "expect"
	// Sleep waits.
	Sleep Kind = "sleep"
	// Call gives the simulated T-Server an order about a call.
	Call Kind = "call"
	// Fault gives the simulated T-Server or recorder an order.
	Fault Kind = "fault"
)

// The words of Step.Expected that are no indication and no verb.
const (
	// Accepted is the EventACK of what the role sent last.
	Accepted = "accepted"
	// Rejected is its EventError; "rejected 59" asks for that code.
	Rejected = "rejected"
	// Nothing is that no indication comes.
	Nothing = "nothing"
)

// The values of Step.ConnID that are no ConnID.
const (
	// CurrentCall is the current call of the DN, or none if it has no call.
	CurrentCall = "current"
	// NoCall names no call.
	NoCall = "none"
)

// Step is one step of a scenario.
type Step struct {
	// Line is its line in the file, from 1.
	Line int
	Kind Kind
	// DN is the name of the DN that it is about. It is "" for Sleep, and for a Fault of
	// everything.
	DN string
	// Role sends or receives it.
	Role Role
	// Verb is what Send sends, such as start.
	Verb string
	// ConnID is the call that Send names: CurrentCall, NoCall, or 16 hex digits.
	ConnID string
	// Expected has the words of which one must come: an indication (enabled, paused,
	// disabled), another client's verb, Accepted, Rejected with or without a code, or
	// Nothing alone.
	Expected []string
	// Within is how long Expect waits, and how long nothing must come. 0 means the time
	// that the check waits for an indication.
	Within time.Duration
	// For is how long Sleep waits.
	For time.Duration
	// Order is what Call and Fault tell the simulator. In it {NAME} stands for a DN.
	Order string
}

// Text says in words what the step does.
func (s *Step) Text() string {
	var text string
	switch s.Kind {
	case Send:
		text = fmt.Sprintf("send %s for %s", s.Verb, s.DN)
		if s.ConnID != CurrentCall {
			text += ", ConnID " + s.ConnID
		}
	case Expect:
		text = fmt.Sprintf("expect %s for %s", strings.Join(s.Expected, " or "), s.DN)
		if s.Within > 0 {
			text += fmt.Sprintf(" within %s", s.Within)
		}
	case Sleep:
		return fmt.Sprintf("sleep %s", s.For)
	default:
		return fmt.Sprintf("%s: %s", s.Kind, s.Order)
	}
	if s.Role != Desktop {
		text += " (" + string(s.Role) + ")"
	}
	return text
}

// Assign gives the DNs their numbers in the order of the file. Without numbers those of the
// file stay. The error says which number is missing or too many, or that two DNs are the
// same.
func (s *Scenario) Assign(numbers []string) error {
	if len(numbers) > len(s.DNs) {
		return fmt.Errorf("%s uses %d DNs, but %d are given", s.File, len(s.DNs), len(numbers))
	}
	for i, number := range numbers {
		s.DNs[i].Number = number
	}
	names := map[string]string{}
	for _, dn := range s.DNs {
		switch {
		case dn.Number == "":
			return fmt.Errorf("%s:%d: the DN %s has no number: write one there, or name it on the command line", s.File, dn.Line, dn.Name)
		case names[dn.Number] != "":
			return fmt.Errorf("%s:%d: %s and %s are both DN %s; a scenario needs different ones", s.File, dn.Line, names[dn.Number], dn.Name, dn.Number)
		}
		names[dn.Number] = dn.Name
	}
	return nil
}

// Number returns the number of the DN with a name, "" if there is none.
func (s *Scenario) Number(name string) string {
	for _, dn := range s.DNs {
		if dn.Name == name {
			return dn.Number
		}
	}
	return ""
}

// OrderOf returns the order of a step with the numbers of its DNs.
func (s *Scenario) OrderOf(step *Step) string {
	order := step.Order
	for _, dn := range s.DNs {
		order = strings.ReplaceAll(order, "{"+dn.Name+"}", dn.Number)
	}
	return order
}

// NeedsOrders reports whether the scenario needs a simulator that takes orders.
func (s *Scenario) NeedsOrders() bool {
	for i := range s.Steps {
		if s.Steps[i].Kind == Call || s.Steps[i].Kind == Fault {
			return true
		}
	}
	return false
}

// NeedsSecondDesktop reports whether a step is played by a second client.
func (s *Scenario) NeedsSecondDesktop() bool {
	for i := range s.Steps {
		if s.Steps[i].Role == SecondDesktop {
			return true
		}
	}
	return false
}
