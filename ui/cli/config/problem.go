package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hbollon/go-edlib"
)

// Problem is one error in a file.
type Problem struct {
	// File is the file as the caller named it.
	File string
	// Line is the line of the error, from 1; 0 if it concerns the whole file.
	Line int
	// Key is the key with the error; those of the table [keys] have the form keys.start. It is "" if there is none.
	Key string
	// Reason explains what is wrong and what would be right.
	Reason string
}

// Error returns the file, line, key and reason.
func (p *Problem) Error() string {
	text := p.File
	if p.Line > 0 {
		text = place(p.File, p.Line)
	}
	if p.Key != "" {
		text += ": " + p.Key
	}
	return text + ": " + p.Reason
}

// place names a line of a file.
func place(file string, line int) string { return fmt.Sprintf("%s:%d", file, line) }

// mostProblems is the maximum number of errors reported for a file. A file with more is not a configuration.
const mostProblems = 100

// join joins all problems into one error, in the order of their lines. It returns nil if there are none.
func join(problems []*Problem) error {
	slices.SortStableFunc(problems, func(a, b *Problem) int { return a.Line - b.Line })
	all := make([]error, 0, len(problems))
	for i, problem := range problems {
		if i == mostProblems {
			all = append(all, &Problem{File: problem.File, Reason: "there are more errors; fix these first"})
			break
		}
		all = append(all, problem)
	}
	return errors.Join(all...)
}

// longestWord is the maximum length of a word for which a suggestion is made.
const longestWord = 64

// nearest returns the known word that was probably meant, "" if none is close.
func nearest(word string, known []string) string {
	if len(word) > longestWord {
		return ""
	}
	word = strings.ReplaceAll(strings.ToLower(word), "_", "-")
	best, least := "", max(len(word)/3, 1)+1
	for _, candidate := range known {
		if distance := edlib.OSADamerauLevenshteinDistance(word, strings.ToLower(candidate)); distance < least {
			best, least = candidate, distance
		}
	}
	return best
}

// didYouMean returns the end of a sentence about an unknown word: the nearest known word, or else what to do.
func didYouMean(word string, known []string, otherwise string) string {
	if near := nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}
