package config

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"capdeck/ui/cli/textfile"
)

// maxFile is the maximum size of a file in bytes. A complete one has about 10,000, and long lists of DNs have their
// own file.
const maxFile = 256 << 10

// File is a file without errors.
type File struct {
	// Path is the file as the caller named it.
	Path string
	// Exists reports whether the file exists. A missing file sets nothing.
	Exists bool
	// Values holds the values that the file sets for flags.
	Values Layer
	// Bindings holds the keys of all actions; actions that the file does not name have their defaults.
	Bindings Bindings
}

// Read reads a file and checks all of it. A missing file is an error only if the user named it. The error joins all
// errors of the file, a *Problem for each.
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

// readFile returns the contents of a file without its byte order mark.
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

// reader converts a document to a File.
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
			r.problem(e, "this is a table; write [keys] on its own line, and below it lines such as start = \"f2\"")
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

// shortName returns a key as an error names it.
func shortName(name string) string {
	if len(name) > longestShown {
		return strings.ToValidUTF8(name[:longestShown], "") + "..."
	}
	return name
}

// set adds the value of a flag.
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

// unknownKey explains an unknown key, and suggests what may have been meant.
func (s *Spec) unknownKey(e *entry) string {
	name := e.name()
	if reason, lineOnly := s.lineOnly[name]; lineOnly {
		return "not allowed in the configuration: it " + reason
	}
	if strings.Contains(strings.ToLower(name), "passw") && nearest(name, []string{"password-file", "password-prompt"}) == "" {
		return "a password is not allowed in the configuration; put it in a file with mode 600 and set password-file, or set the variable CAPDECK_PASSWORD"
	}
	if s.action(name) != nil {
		return fmt.Sprintf("this is an action; set its keys below the line [%s]", keysTable)
	}
	known := make([]string, len(s.settings))
	for i := range s.settings {
		known[i] = s.settings[i].Name
	}
	return "unknown key; " + didYouMean(strings.Join(e.path, "-"), known, "run capdeck config to list them")
}
