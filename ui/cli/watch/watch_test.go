package watch

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"capdeck/tlibconn/event"
	"capdeck/ui/cli/exit"
)

// isCapture returns whether a line says that the capture of 7001 is in a state now.
func isCapture(state string) func(*got) bool {
	return func(g *got) bool { return g.Type == typeCapture && g.DN == "7001" && g.Capture.New == state }
}

// TestLines checks what is printed of each kind of change, and every line against the schema.
func TestLines(t *testing.T) {
	f := newFloor(t)
	w := f.watch("--dn", "7001-7003,9999", "--messages", "--verify-after", "0s")
	w.until("the first state", isCapture("disabled"))
	connID, err := f.server.Ring("7001", "+33123456")
	f.must(err)
	f.must(f.server.Answer("7001", connID))
	w.until("the call", func(g *got) bool { return g.Type == typeCall && g.Call.State == "talking" })
	f.asks(event.VerbStart, "7001", connID)
	if by := w.until("the start", isCapture("enabled")).Capture; by.Old != "disabled" || by.By != "other" {
		t.Errorf("the start is %+v", by)
	}
	f.must(f.recorder.Indicate("7001", connID, event.Disabled))
	stopped := w.until("the stop", isCapture("disabled"))
	if stopped.Capture.By != "recorder" || !strings.HasPrefix(stopped.Text, "capture stopped by the recorder, was recording") {
		t.Errorf("the stop is %s", stopped.raw)
	}
	w.until("the incident", func(g *got) bool { return g.Type == typeIncident && g.Incident.Kind == "stopped-unasked" })
	f.must(f.server.AgentLogin("7002", "4711"))
	w.until("the agent", func(g *got) bool { return g.Type == typeAgent && g.Agent.State == "logged in" })
	f.must(f.recorder.Indicate("7003", 0, event.Enabled))
	f.must(f.recorder.Indicate("7003", 0, event.Paused))
	w.until("the conflict", func(g *got) bool { return g.Type == typeFault && strings.HasPrefix(g.Fault.Fault, "CONFLICT") })
	f.server.LinkDown()
	w.until("that 7003 is not vouched for", func(g *got) bool { return g.Type == typeVouched && g.DN == "7003" && !g.Vouched.Vouched })
	f.server.LinkUp()
	w.until("that 7001 is registered again", func(g *got) bool { return g.Type == typeRegistration && g.DN == "7001" })
	w.stop()
	if err := w.end(); err != nil {
		t.Errorf("the end is %v", err)
	}
	schema := schemaOf(t)
	types := map[string]bool{}
	for _, line := range w.all {
		types[line.Type] = true
		validate(t, schema, line.raw)
	}
	for _, want := range []string{typeLink, typeRegistration, typeCapture, typeVouched, typeCommand, typeCall, typeAgent, typeFault, typeIncident, typeMessage} {
		if !types[want] {
			t.Errorf("no line has the type %s", want)
		}
	}
	if !slices.ContainsFunc(w.all, func(g got) bool { return g.DN == "9999" && g.Registration.State == "refused" }) {
		t.Error("no line says that 9999 was refused")
	}
}

func schemaOf(t *testing.T) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("../../../docs/watch.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, line string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
	if err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	if err = schema.Validate(value); err != nil {
		t.Errorf("%s\n%v", line, err)
	}
}

// TestExamples checks the examples of docs/WATCH.md: each type has one, and it is valid.
func TestExamples(t *testing.T) {
	document, err := os.ReadFile("../../../docs/WATCH.md")
	if err != nil {
		t.Fatal(err)
	}
	schema := schemaOf(t)
	found := map[string]bool{}
	for line := range strings.Lines(string(document)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, `{"schema"`) {
			validate(t, schema, line)
			_, rest, _ := strings.Cut(line, `"type":"`)
			kind, _, _ := strings.Cut(rest, `"`)
			found[kind] = true
		}
	}
	for _, kind := range []string{typeLink, typeRegistration, typeCapture, typeVouched, typeCommand, typeCall, typeAgent, typeFault, typeRecorder, typeIncident, typeJournal, typeBehind, typeMessage} {
		if !found[kind] {
			t.Errorf("docs/WATCH.md has no example of a line of the type %s", kind)
		}
	}
}

// TestFilter checks that the line with which a DN leaves the filter is printed, and none after
// it.
func TestFilter(t *testing.T) {
	f := newFloor(t)
	f.must(f.recorder.SetState("7001", event.Enabled))
	w := f.watch("--dn", "7001,7002", "--filter", "state:recording")
	w.until("the first state", isCapture("enabled"))
	f.must(f.recorder.Unasked("7001", event.Paused))
	w.until("the change that leaves the filter", isCapture("paused"))
	f.must(f.recorder.Unasked("7001", event.Disabled))
	f.must(f.recorder.Unasked("7002", event.Enabled))
	w.until("the other DN", func(g *got) bool { return g.Type == typeCapture && g.DN == "7002" })
	w.stop()
	f.must(w.end())
	for _, line := range w.all {
		if line.DN == "7001" && (line.Row.State == "disabled" || line.Type == typeRegistration) || line.DN == "7002" && line.Row.State != "enabled" {
			t.Errorf("the filter lets through %s", line.raw)
		}
	}
}

// TestUntil checks that a later change meets the condition, and that it ends there.
func TestUntil(t *testing.T) {
	f := newFloor(t)
	w := f.watch("--dn", "7001,7002", "--until", "state:paused dn:7001", "--until", "state:recording dn:7002")
	w.until("the first state", isCapture("disabled"))
	f.must(f.recorder.Unasked("7001", event.Paused))
	w.until("the pause", isCapture("paused"))
	f.asks(event.VerbStart, "7002", 0)
	f.must(w.end())
	if last := w.all[len(w.all)-1]; last.DN != "7002" || last.Capture.New != "enabled" {
		t.Errorf("the last line is %s", last.raw)
	}
}

// TestUntilNeedsAnAnswer checks that a state that no one vouches for does not count: that of a
// DN that was not heard from, and one from before a loss of the link.
func TestUntilNeedsAnAnswer(t *testing.T) {
	f := newFloor(t)
	f.must(f.recorder.SetState("7001", event.Enabled))
	w := f.watch("--dn", "7001,7002", "--until", "state:recording dn:7001", "--until", "state:paused dn:7002")
	w.until("the first state", isCapture("enabled"))
	w.until("the state of 7002", func(g *got) bool { return g.Type == typeCapture && g.DN == "7002" })
	f.must(f.server.UnregisterUnasked("7001", 41))
	w.until("the loss", func(g *got) bool { return g.Type == typeVouched && g.DN == "7001" && !g.Vouched.Vouched })
	f.must(f.recorder.Unasked("7002", event.Paused))
	w.until("the pause", func(g *got) bool { return g.Type == typeCapture && g.DN == "7002" && g.Capture.New == "paused" })
	w.stop()
	err := w.end()
	if exit.CodeOf(err) != exit.Failure || !strings.Contains(err.Error(), `"state:recording dn:7001" was not met before the end: the registration of 7001 was lost (41 `) {
		t.Errorf("the end is %v", err)
	}
}

// TestReconnect checks that a lost connection and the next one are lines.
func TestReconnect(t *testing.T) {
	f := newFloor(t)
	w := f.watch("--dn", "7001")
	w.until("the first state", isCapture("disabled"))
	for _, client := range f.server.Clients() {
		if client.Application == "capdeck" {
			f.must(f.server.Disconnect(client.ID))
		}
	}
	w.until("the loss", func(g *got) bool { return g.Type == typeLink && g.Link.State == "waiting" })
	w.until("that the link is up", func(g *got) bool { return g.Type == typeLink && g.Link.State == "up" })
	w.until("the registration", func(g *got) bool { return g.Type == typeRegistration })
	w.until("that it is vouched for", func(g *got) bool { return g.Type == typeVouched && g.Vouched.Vouched })
	w.stop()
	f.must(w.end())
}
