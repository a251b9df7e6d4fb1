package main

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// subjects are what model/say alone has sentences about: the link, registrations,
// recorders, how commands end, coverage and incidents.
var subjects = regexp.MustCompile(`(?i)\b(link (is )?(up|down|lost)|no link to|(not|never) registered|registered again|registration (lost|refused|pending|held)|recorders? (is|are|answers)|stopped (unasked|by)|no ACK|vouched for|superseded|contradicted|got no answer|NO ANSWER|out of service|journal (cannot|can) be written|after the call|for another call|stretch(es)? (is|are|was|were|began|ended|on calls)|not (captured|verifiable|watched)|(is|are|was|were) (covered|excluded)|acknowledged (already|elsewhere|before|by)|end(ed)? (was )?not seen|ended unseen|coverage and incidents|evidence of|incidents? (was|were|began|over)|paused (for )?too long|recorder silent)\b`)

// helpTexts are the files whose literals explain what can be asked for, and so name these
// subjects without saying anything about the state of one.
var helpTexts = []string{"model/actions.go", "ui/plain/lines.go", "ui/cli/flags/notify.go", "ui/cli/send/command.go", "ui/cli/watch/command.go", "ui/cli/coverage/command.go", "ui/cli/incidents/command.go", "ui/cli/metrics/collector.go"}

// TestHouseSentences finds sentences about links, registrations, recorders, captures and
// the life of commands outside model/say, and any sentence that two packages have: such
// sentences drift apart. Two packages may wrap errors alike.
func TestHouseSentences(t *testing.T) {
	places := map[string][]string{}
	for _, file := range sources(t) {
		if file.test || !strings.HasPrefix(file.folder, "ui") && !strings.HasPrefix(file.folder, "model") {
			continue
		}
		for _, text := range literals(file.tree) {
			if len(strings.Fields(text)) < 3 {
				continue
			}
			if !slices.Contains(places[text], file.folder) {
				places[text] = append(places[text], file.folder)
			}
			// The words of an enumeration of the board are that type's own.
			if file.folder == "model/say" || file.folder == "model/board" || !subjects.MatchString(text) {
				continue
			}
			if !slices.Contains(helpTexts, file.path) {
				t.Errorf("%s says %q: model/say has the sentences about this", file.path, text)
			}
		}
	}
	for text, folders := range places {
		if len(folders) > 1 && !strings.HasSuffix(text, "%w") {
			t.Errorf("%q is said by %s: let one of them say it", text, strings.Join(folders, " and "))
		}
	}
}

// literals returns the strings of a file but for its import paths and struct tags.
func literals(tree *ast.File) []string {
	var texts []string
	ast.Inspect(tree, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ImportSpec, *ast.Field:
			_, isField := node.(*ast.Field)
			return isField && node.(*ast.Field).Tag == nil
		case *ast.BasicLit:
			if text, err := strconv.Unquote(node.Value); node.Kind == token.STRING && err == nil {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}
