package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hbollon/go-edlib"
)

// Problem is one mistake in a file.
type Problem struct {
	// File is the file as it was named.
	File string
	// Line is the line of the mistake, from 1; 0 when it is the whole file's.
	Line int
	// Key is the key with the mistake, those of the table [keys] as keys.start;
	// "" where there is none.
	Key string
	// Reason says what is wrong and what would be right.
	Reason string
}

// Error names file, line and key.
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

// place is how a line of a file is named.
func place(file string, line int) string { return fmt.Sprintf("%s:%d", file, line) }

// mostProblems is how many mistakes of a file are told. One with more is no
// configuration.
const mostProblems = 100

// join makes one error of all problems, in the order of their lines; nil of
// none.
func join(problems []*Problem) error {
	slices.SortStableFunc(problems, func(a, b *Problem) int { return a.Line - b.Line })
	all := make([]error, 0, len(problems))
	for i, problem := range problems {
		if i == mostProblems {
			all = append(all, &Problem{File: problem.File, Reason: "there are more mistakes; these come first"})
			break
		}
		all = append(all, problem)
	}
	return errors.Join(all...)
}

// longestWord is how long a word is that something is suggested for.
const longestWord = 64

// nearest returns the known word that somebody probably meant, "" if none comes
// near.
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

// didYouMean is the end of a sentence about an unknown word: the nearest known
// one, or else what to do.
func didYouMean(word string, known []string, otherwise string) string {
	if near := nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}
