package themes

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// maxFile is the maximum size of a theme file in bytes. A complete one has about 2000.
const maxFile = 64 << 10

// themeFile is the form of a theme file. A role that it leaves out is nil.
type themeFile struct {
	Roles struct {
		Text        *spec `toml:"text"`
		Faint       *spec `toml:"faint"`
		Accent      *spec `toml:"accent"`
		Title       *spec `toml:"title"`
		Header      *spec `toml:"header"`
		Border      *spec `toml:"border"`
		Key         *spec `toml:"key"`
		Selected    *spec `toml:"selected"`
		Marked      *spec `toml:"marked"`
		Rec         *spec `toml:"rec"`
		Paused      *spec `toml:"paused"`
		Off         *spec `toml:"off"`
		Unknown     *spec `toml:"unknown"`
		NotCaptured *spec `toml:"not-captured"`
		Fault       *spec `toml:"fault"`
		Stale       *spec `toml:"stale"`
		Pending     *spec `toml:"pending"`
		Done        *spec `toml:"done"`
		Warning     *spec `toml:"warning"`
		Error       *spec `toml:"error"`
		LinkUp      *spec `toml:"link-up"`
		LinkDown    *spec `toml:"link-down"`
		Sent        *spec `toml:"sent"`
		Received    *spec `toml:"received"`
		Input       *spec `toml:"input"`
		Focus       *spec `toml:"focus"`
		Banner      *spec `toml:"banner"`
	} `toml:"roles"`
}

// byRole returns the styles in the file by role.
func (f *themeFile) byRole() [roleCount]*spec {
	r := &f.Roles
	return [roleCount]*spec{
		Text: r.Text, Faint: r.Faint, Accent: r.Accent, Title: r.Title, Header: r.Header, Border: r.Border, Key: r.Key,
		Selected: r.Selected, Marked: r.Marked, Rec: r.Rec, Paused: r.Paused, Off: r.Off, Unknown: r.Unknown, NotCaptured: r.NotCaptured, Fault: r.Fault,
		Stale: r.Stale, Pending: r.Pending, Done: r.Done, Warning: r.Warning, Error: r.Error, LinkUp: r.LinkUp,
		LinkDown: r.LinkDown, Sent: r.Sent, Received: r.Received, Input: r.Input, Focus: r.Focus, Banner: r.Banner,
	}
}

// FileError is one error in a theme file.
type FileError struct {
	// File is the name that was given to Parse.
	File string
	// Line is the line of the error, from 1; 0 if it concerns the whole file.
	Line int
	// Reason explains what is wrong.
	Reason string
	// Syntax is set if the line is not valid TOML and Reason is the message of the TOML parser.
	Syntax bool
}

// Error returns the file, line and reason.
func (e *FileError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("theme file %s: %s", e.File, e.Reason)
	}
	return fmt.Sprintf("theme file %s, line %d: %s", e.File, e.Line, e.Reason)
}

// Parse parses a theme file. file is its name, used for the name of the theme and for errors. data is its contents,
// at most 64 KiB; it is not retained. The theme has the colours that the file names; see For. The error is a
// *FileError, or several joined, one for each error that can be distinguished.
func Parse(file string, data []byte) (*Theme, error) {
	if len(data) > maxFile {
		return nil, &FileError{File: file, Reason: fmt.Sprintf("it is larger than %d bytes", maxFile)}
	}
	var parsed themeFile
	decoder := toml.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&parsed); err != nil {
		return nil, fileError(file, err)
	}
	roles := parsed.byRole()
	var text spec
	if roles[Text] != nil {
		text = *roles[Text]
	}
	var specs [roleCount]spec
	for role, style := range roles {
		specs[role] = text
		if style != nil {
			specs[role] = *style
		}
	}
	if roles[NotCaptured] == nil && roles[Fault] != nil {
		loud := specs[Fault]
		loud.Bold, loud.Reverse = true, true
		specs[NotCaptured] = loud
	}
	base := filepath.Base(file)
	return newTheme(strings.TrimSuffix(base, filepath.Ext(base)), specs), nil
}

// fileError converts the decoder's error to sentences with file and line.
func fileError(file string, err error) error {
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) {
		var all []error
		for i := range unknown.Errors {
			line, _ := unknown.Errors[i].Position()
			all = append(all, &FileError{File: file, Line: line, Reason: unknownKey(unknown.Errors[i].Key())})
		}
		return errors.Join(all...)
	}
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		line, _ := bad.Position()
		reason := strings.TrimPrefix(bad.Error(), "toml: ")
		syntax := !strings.Contains(reason, noColour)
		if strings.HasPrefix(reason, "cannot decode") || strings.HasPrefix(reason, "cannot store") {
			// The decoder's text names Go types, which mean nothing to the author of the file.
			reason = fmt.Sprintf("%q has a value of the wrong type; a role is a table, and bold and the like are true or false",
				strings.Join(bad.Key(), "."))
			syntax = false
		}
		return &FileError{File: file, Line: line, Reason: reason, Syntax: syntax}
	}
	return &FileError{File: file, Reason: strings.TrimPrefix(err.Error(), "toml: ")}
}

// unknownKey returns a sentence about an unknown key and what a theme file may contain.
func unknownKey(key toml.Key) string {
	name := key[len(key)-1]
	return fmt.Sprintf("unknown key %q; a theme has one table, [roles]; the roles are %s; "+
		"a role has fg, bg, bold, faint, italic, underline, reverse", name, strings.Join(roleNames[:], ", "))
}
