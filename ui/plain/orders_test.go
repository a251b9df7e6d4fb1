package plain

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// TestEachMessageOfALine knows all messages that this package sends to the model: an error
// note after an order means that the line failed.
func TestEachMessageOfALine(t *testing.T) {
	orders := map[string]bool{
		"Command": true, "Resynchronise": true, "Acknowledge": true, "OverlayKey": true, "Do": true,
		// The model refuses none of these: this package refuses their errors.
		"Mark": false, "SetFilter": false, "OverlayShown": false, "Tick": false,
	}
	messages := map[string]model.Msg{
		"Command": model.Command{}, "Resynchronise": model.Resynchronise{}, "Acknowledge": model.Acknowledge{},
		"OverlayKey": model.OverlayKey{}, "Do": model.Do{ID: action.Quit}, "Mark": model.Mark{},
		"SetFilter": model.SetFilter{}, "OverlayShown": model.OverlayShown{}, "Tick": model.Tick{},
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			name := toldMessage(node)
			if name == "" {
				return true
			}
			told++
			want, known := orders[name]
			if !known {
				t.Errorf("%s: nothing says whether model.%s is an order", file.Name(), name)
			} else if got := isOrder(messages[name]); got != want {
				t.Errorf("model.%s is an order: %v, want %v", name, got, want)
			}
			return true
		})
	}
	if told < len(orders) {
		t.Errorf("found %d messages", told)
	}
}

// toldMessage returns the name of the message with which a call updates the model, "" for
// none.
func toldMessage(node ast.Node) string {
	call, ok := node.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return ""
	}
	if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "tell" && f.Sel.Name != "Update" {
		return ""
	}
	if literal, ok := call.Args[0].(*ast.CompositeLit); ok {
		if of, ok := literal.Type.(*ast.SelectorExpr); ok {
			return of.Sel.Name
		}
	}
	return ""
}

// TestRefusedOrdersEndAScript has the lines that the model refuses.
func TestRefusedOrdersEndAScript(t *testing.T) {
	down := func(l *listener) {
		l.link(event.Link{State: event.LinkDown})
		l.flush()
	}
	locked := func(l *listener) { l.line("lock") }
	for _, test := range []struct {
		line string
		at   func(l *listener)
	}{
		{"resync 7001", down},
		{"resync 7001-7003", down},
		{"query 7001", down},
		{"start 7001", down},
		{"failures", down},
		{"stop 7001", locked},
		{"pause 7001", locked},
		{"resume 7001", locked},
	} {
		l := scriptWorld(t, false)
		test.at(l)
		l.said()
		l.line(test.line)
		l.tells("The script ends here: line ", test.line+", was not carried out.")
		if !l.app.Failed() || !l.app.Stopped() {
			t.Errorf("%s: failed is %v, stopped %v", test.line, l.app.Failed(), l.app.Stopped())
		}
	}
}

// TestAResyncThatWasNotSent counts as a failure and ends the script at its line, whenever
// it becomes known; a request that is tried again has not failed.
func TestAResyncThatWasNotSent(t *testing.T) {
	unsent := func(obstacle event.Obstacle) *listener {
		l := scriptWorld(t, false)
		l.line("counts")
		l.line("resync 7001")
		l.line("counts")
		l.update(model.AddressesUnsent{Now: l.now, Keys: []board.Key{{Site: site, DN: "7001"}}, Why: "the session is closed", Obstacle: obstacle})
		return l
	}
	l := unsent(event.ObstacleNone)
	l.tells("DN 7001 was not resynchronised: the session is closed.", "The script ends here: line 2, resync 7001, was not carried out.")
	if !l.app.Failed() || !l.app.Stopped() {
		t.Errorf("failed is %v, stopped %v", l.app.Failed(), l.app.Stopped())
	}
	l.line("start 7001")
	l.sends()
	l = unsent(event.ObstacleRoom)
	if l.app.Failed() || l.app.Stopped() {
		t.Errorf("what is tried again: %q", l.said())
	}
}

// TestARefusalIsSaidAgain: a line that is refused twice is answered twice.
func TestARefusalIsSaidAgain(t *testing.T) {
	l := upListener(t, nil, dns(3)...)
	for range 2 {
		l.line("acknowledge 7001 as test")
		l.tells("There is nothing to acknowledge for DN 7001")
	}
	l.link(event.Link{State: event.LinkDown})
	l.flush()
	for range 2 {
		l.line("resync 7001")
		l.tells("wait for LINK UP")
	}
}
