package evidence

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"capdeck/tlibconn/dayfile"
	"capdeck/ui/cell"
)

// Problem is something that a reader of the logs should know.
type Problem struct {
	// File is the file's path, and Line the line's number, counted from 1, or 0 for the whole
	// file.
	File string
	Line int
	// Text is a sentence that is safe to print.
	Text string
	// Damage reports that something that was written cannot be read. A torn last line, which
	// a process leaves when it is killed during a write, is not damage, nor is a line of a
	// later version.
	Damage bool
}

// maxProblems is how many problems of one file are listed individually.
const maxProblems = 20

// reader reads the files of one log.
type reader struct {
	problems []Problem
	file     dayfile.Name
	inFile   int
	// later and first count the lines of a later version in the file.
	later, first int
	what         string // about the first
}

// kinds are the kinds of lines of a log.
type kinds []string

func (k kinds) has(kind string) bool {
	for _, known := range k {
		if known == kind {
			return true
		}
	}
	return false
}

// read passes the lines of a file that are whole and known to take.
func (r *reader) read(file dayfile.Name, known kinds, take func(of head, text []byte) error) {
	r.file, r.inFile, r.later = file, 0, 0
	if err := r.lines(known, take); err != nil {
		r.problem(0, "the rest cannot be read: "+printable(err.Error()), true)
	}
	switch {
	case r.later == 1:
		r.problem(r.first, "the line is skipped: "+r.what, false)
	case r.later > 1:
		r.problem(r.first, fmt.Sprintf("first of %d skipped lines: %s", r.later, r.what), false)
	}
}

func (r *reader) lines(known kinds, take func(of head, text []byte) error) error {
	handle, err := dayfile.OpenFile(r.file.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // it was too old, and a board has deleted it meanwhile
	case err != nil:
		return err
	}
	defer handle.Close()
	in := dayfile.NewReader(handle)
	var text []byte
	for number := 1; ; number++ {
		var whole bool
		text, whole, err = dayfile.ReadLine(in, text[:0])
		if err != nil || len(text) == 0 && !whole {
			return err
		}
		if len(text) == 0 {
			continue
		}
		err = r.line(number, text, known, take)
		switch {
		case err == nil:
		case whole:
			r.problem(number, "the line is skipped: "+printable(err.Error()), true)
		case !dayfile.Lives(r.file.Path, r.file.PID):
			r.problem(number, "the last line is torn: its process ended, or the disk was full, during a write", false)
		}
	}
}

// line reads one line.
func (r *reader) line(number int, text []byte, known kinds, take func(of head, text []byte) error) error {
	if len(text) > dayfile.MaxLine {
		return fmt.Errorf("it is longer than %d bytes", dayfile.MaxLine)
	}
	var of head
	if err := json.Unmarshal(text, &of); err != nil {
		// A later version may write its other members otherwise, but not these.
		var rest struct {
			V    int    `json:"v"`
			Kind string `json:"kind"`
		}
		if json.Unmarshal(text, &rest) != nil || rest.V <= Version {
			return inJSON(err)
		}
		of = head{V: rest.V, Kind: rest.Kind}
	}
	switch {
	case of.V > Version:
		r.skip(number, fmt.Sprintf("a later version of capdeck wrote it (format %d; this one reads %d)", of.V, Version))
		return nil
	case of.V < 1 || of.Kind == "":
		return errors.New("it has no version and kind of a log")
	case !known.has(of.Kind):
		r.skip(number, fmt.Sprintf("its kind %s is not known here", quoted(of.Kind)))
		return nil
	case of.Time.IsZero():
		return errors.New("its time is missing")
	}
	return take(of, text)
}

func (r *reader) skip(number int, what string) {
	if r.later++; r.later == 1 {
		r.first, r.what = number, what
	}
}

// decode reads the members of a line.
func decode(text []byte, record any) error {
	if err := json.Unmarshal(text, record); err != nil {
		return inJSON(err)
	}
	return nil
}

// inJSON rewords an error about JSON.
func inJSON(err error) error {
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrong) && wrong.Field != "":
		return fmt.Errorf("its %s cannot be a %s", wrong.Field, wrong.Value)
	case errors.As(err, &wrong), errors.As(err, &syntax):
		return fmt.Errorf("it is not a JSON object of a log: %w", err)
	}
	return err
}

func (r *reader) problem(line int, text string, damage bool) {
	r.inFile++
	switch {
	case r.inFile < maxProblems:
		r.problems = append(r.problems, Problem{r.file.Path, line, text, damage})
	case r.inFile == maxProblems:
		r.problems = append(r.problems, Problem{r.file.Path, line, "this line and others after it also have problems, which are not listed", true})
	}
}

// printable returns a text without what a terminal may not show.
func printable(text string) string {
	quotedText := fmt.Sprintf("%+q", text)
	return strings.ReplaceAll(strings.ReplaceAll(quotedText[1:len(quotedText)-1], `\"`, `"`), `\\`, `\`)
}

// between returns the files whose day is within the days around a period.
func between(files []dayfile.Name, from, to time.Time) []dayfile.Name {
	var within []dayfile.Name
	for _, file := range files {
		if file.Day.Add(24*time.Hour).After(from) && !file.Day.After(to) {
			within = append(within, file)
		}
	}
	return within
}

// Report prints problems, a line each, and reports whether any of them is damage.
func Report(out io.Writer, problems []Problem) (damaged bool) {
	for _, p := range problems {
		damaged = damaged || p.Damage
		place := p.File
		if p.Line > 0 {
			place = fmt.Sprintf("%s:%d", p.File, p.Line)
		}
		fmt.Fprintf(out, "%s: %s\n", cell.Clean(place), cell.Clean(p.Text))
	}
	return damaged
}
