package journal

import (
	"fmt"
	"strconv"
)

// passedOver counts the lines of one file that say nothing to this version, and
// whose absence loses nothing.
type passedOver struct {
	doubled, firstDoubled int
	later, firstLater     int
	kind                  string // of the first line of a later version
}

// twice counts a line that is a copy of another one.
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

// tell appends what was counted to the problems, with the first line's number.
func (p *passedOver) tell(problems []Problem, file string) []Problem {
	if p.doubled > 0 {
		text := "the line is there twice, and counts once"
		if p.doubled > 1 {
			text = fmt.Sprintf("this is the first of %d lines that are there twice; each counts once", p.doubled)
		}
		problems = append(problems, Problem{File: file, Line: p.firstDoubled, Text: text})
	}
	if p.later > 0 {
		kind := strconv.QuoteToASCII(cut(p.kind))
		text := "the line is passed over: this version does not know its kind " + kind
		if p.later > 1 {
			text = fmt.Sprintf("this is the first of %d lines that are passed over, since this version does not know their kinds; its kind is %s", p.later, kind)
		}
		problems = append(problems, Problem{File: file, Line: p.firstLater, Text: text})
	}
	return problems
}
