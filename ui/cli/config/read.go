package config

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"capdeck/ui/cli/textfile"
)

// maxFile is how large a file may be, in bytes; a complete one takes about
// 10,000, and many DNs have a file of their own.
const maxFile = 256 << 10

// File is a file that was found right.
type File struct {
	// Path is the file as it was named.
	Path string
	// Exists says that there is one. One that is not there says nothing.
	Exists bool
	// Values is what it says of flags.
	Values Layer
	// Bindings are the keys of all actions, those that it does not name with
	// their defaults.
	Bindings Bindings
}

// Read reads a file and checks all of it. One that does not exist is an error if
// it was named by the user. The error joins every mistake, a *Problem for each.
func (s *Spec) Read(path string, named bool) (*File, error) {
	data, err := readFile(path)
	_, dangling := textfile.Dangling(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named && !dangling:
		return &File{Path: path, Values: Layer{}, Bindings: s.bindings()}, nil
	case err != nil:
		return nil, err
	}
	return s.parse(path, data)
}

// readFile returns a file without its byte order mark.
func readFile(path string) ([]byte, error) {
	data, err := textfile.Read(path, textfile.Options{Most: maxFile})
	var problem *textfile.Error
	switch {
	case errors.As(err, &problem) && problem.Err == nil:
		return nil, &Problem{File: path, Reason: problem.Reason}
	case err != nil:
		return nil, fmt.Errorf("the configuration cannot be read: %w", err)
	}
	return data, nil
}

// reader turns a document into a File.
type reader struct {
	spec     *Spec
	path     string
	file     *File
	lines    map[string]int // of the actions that the file names
	problems []*Problem
}

func (s *Spec) parse(path string, data []byte) (*File, error) {
	written, problems := parse(path, data)
	r := &reader{
		spec: s, path: path, lines: map[string]int{}, problems: problems,
		file: &File{Path: path, Exists: true, Values: Layer{}, Bindings: s.bindings()},
	}
	for i := range written.entries {
		if len(r.problems) > mostProblems {
			break
		}
		e := &written.entries[i]
		switch {
		case e.path[0] == keysTable && len(e.path) > 1:
			r.bind(e)
		case e.path[0] == keysTable:
			r.problem(e, "this is a table: write [keys] in a line of its own, and below it lines such as start = \"f2\"")
		default:
			r.set(e)
		}
	}
	r.checkBindings()
	if err := join(r.problems); err != nil {
		return nil, err
	}
	return r.file, nil
}

func (r *reader) problem(e *entry, reason string) {
	r.problems = append(r.problems, &Problem{File: r.path, Line: e.line, Key: shortName(e.name()), Reason: reason})
}

// shortName is a key as an error names it.
func shortName(name string) string {
	if len(name) > longestShown {
		return strings.ToValidUTF8(name[:longestShown], "") + "..."
	}
	return name
}

// set takes a value for a flag in.
func (r *reader) set(e *entry) {
	setting := r.spec.Setting(e.name())
	if setting == nil {
		r.problem(e, r.spec.unknownKey(e))
		return
	}
	text, err := setting.text(e.value, filepath.Dir(r.path))
	if err != nil {
		r.problem(e, err.Error())
		return
	}
	r.file.Values[setting.Name] = Value{Text: text, Source: SourceFile, Origin: place(r.path, e.line)}
}

// unknownKey says what a key that means nothing may have been meant to be.
func (s *Spec) unknownKey(e *entry) string {
	name := e.name()
	if reason, lineOnly := s.lineOnly[name]; lineOnly {
		return "this cannot stand in the configuration: it " + reason
	}
	if strings.Contains(strings.ToLower(name), "passw") && nearest(name, []string{"password-file", "password-prompt"}) == "" {
		return "a password cannot stand in the configuration: put it into a file of mode 600 and name that by password-file, or into the variable CAPDECK_PASSWORD"
	}
	if s.action(name) != nil {
		return fmt.Sprintf("this is an action: its keys stand below a line [%s]", keysTable)
	}
	known := make([]string, len(s.settings))
	for i := range s.settings {
		known[i] = s.settings[i].Name
	}
	return "there is no such key; " + didYouMean(strings.Join(e.path, "-"), known, "capdeck config lists them")
}
