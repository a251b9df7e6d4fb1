package journal

import (
	"fmt"
	"strconv"
)

// passedOver counts the ignored lines of one file: duplicates, and lines of kinds that this version does not
// know.
type passedOver struct {
	doubled, firstDoubled int
	later, firstLater     int
	kind                  string // of the first line of a later version
}

// twice counts a copy of another line.
func (p *passedOver) twice(number int) {
	if p.doubled++; p.doubled == 1 {
		p.firstDoubled = number
	}
}

// unknown counts a line of a kind that this version does not know.
func (p *passedOver) unknown(kind string, number int) {
	if p.later++; p.later == 1 {
		p.firstLater, p.kind = number, kind
	}
}

// report appends the counts to the problems, with the number of the first line.
func (p *passedOver) report(problems []Problem, file string) []Problem {
	if p.doubled > 0 {
		text := "duplicate line; it counts once"
		if p.doubled > 1 {
			text = fmt.Sprintf("first of %d duplicate lines; each counts once", p.doubled)
		}
		problems = append(problems, Problem{File: file, Line: p.firstDoubled, Text: text})
	}
	if p.later > 0 {
		kind := strconv.QuoteToASCII(cut(p.kind))
		text := "the line is ignored: this version does not know its kind " + kind
		if p.later > 1 {
			text = fmt.Sprintf("first of %d ignored lines, whose kinds this version does not know; its kind is %s", p.later, kind)
		}
		problems = append(problems, Problem{File: file, Line: p.firstLater, Text: text})
	}
	return problems
}
