package cli

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"capdeck/model/dnlist"
	"capdeck/ui/cli/textfile"
)

const (
	// maxDNFile is how large a DN file may be.
	maxDNFile = 64 << 20
	// maxBadLines is how many bad lines of a file one error names.
	maxBadLines = 10
)

// addFile adds the DNs of a file: CSV with commas, semicolons or tabs, as editors
// and spreadsheets write it, or a DN or list of DNs a line. The error names every
// bad line, up to ten of them, with its number and reason.
func (s *dnSet) addFile(path string) error {
	text, err := textfile.Read(path, textfile.Options{Most: maxDNFile, Pipe: true})
	if err != nil {
		return fmt.Errorf("the DN file cannot be read: %w", err)
	}
	reading := newDNFile(s, path, text)
	before := len(s.entries)
	reading.run()
	reading.checkNames(s.entries[before:])
	switch {
	case reading.broken != nil:
		return reading.broken
	case len(reading.bad) > 0:
		return fmt.Errorf("the DN file %s has lines that are no DN: %s", path, strings.Join(reading.bad, "; "))
	case reading.count == 0:
		return fmt.Errorf("the DN file %s holds no DN: each line is dn,label,team", path)
	}
	return nil
}

// dnColumns says in which field of a line is what; -1 for nowhere.
type dnColumns struct{ dn, label, team int }

// dnFile is a DN file that is being read.
type dnFile struct {
	set     *dnSet
	path    string
	text    []byte
	lines   []int // where each line begins
	csv     *csv.Reader
	first   int // number of the first line that the reader sees, less 1
	header  bool
	names   []string // of the fields
	columns dnColumns
	wordy   bool // no field of the first line has a digit, and the first one no quotes of its own
	quoted  bool // the first field of the first line is in the file's quotes
	plainly bool // that of another line is not
	count   int
	bad     []string
	broken  error // what is wrong with the whole file
}

func newDNFile(set *dnSet, path string, text []byte) *dnFile {
	// Old spreadsheets end lines with CR alone.
	text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	f := &dnFile{set: set, path: path, columns: dnColumns{0, 1, 2}, names: []string{"dn", "label", "team"}}
	delimiter, rest, named := namedDelimiter(text)
	if named {
		f.first, text = 1, rest
	} else {
		delimiter = foundDelimiter(text)
	}
	f.text = text
	f.lines = append(f.lines, 0)
	for at, b := range text {
		if b == '\n' {
			f.lines = append(f.lines, at+1)
		}
	}
	f.csv = csv.NewReader(bytes.NewReader(text))
	f.csv.Comma = delimiter
	f.csv.FieldsPerRecord = -1
	f.csv.ReuseRecord = true
	// A blank in front of a quote would make it a part of the field. A tab that
	// separates is no blank.
	f.csv.TrimLeadingSpace = delimiter != '\t'
	return f
}

// run adds the DNs of all lines, and notes what is wrong with others.
func (f *dnFile) run() {
	for first := true; f.broken == nil && len(f.bad) < maxBadLines; {
		record, err := f.csv.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		line := 0
		var syntax *csv.ParseError
		switch {
		case errors.As(err, &syntax):
			line, err = syntax.StartLine, quoteError(syntax)
		case err == nil && lastField(record) == 0:
			continue // sheets write such lines for rows that look empty
		case err == nil && first && f.takeHeader(record):
			first = false
			continue
		case err == nil:
			f.look(record, first)
			line, _ = f.csv.FieldPos(0)
			err = f.addRecord(record, line)
			f.count++
		}
		first = false
		if err != nil {
			f.bad = append(f.bad, fmt.Sprintf("line %d: %v", f.first+line, err))
		}
	}
}

// look takes in what tells a first line of names from one with a DN.
func (f *dnFile) look(record []string, first bool) {
	if !first {
		f.plainly = f.plainly || !f.isQuoted(0)
		return
	}
	f.quoted = f.isQuoted(0)
	f.wordy = !strings.ContainsAny(strings.Join(record, ""), digits) && !strings.HasPrefix(record[0], `"`)
}

// lastField returns the number of the last field of a line that is not empty.
func lastField(record []string) int {
	for i, field := range slices.Backward(record) {
		if strings.TrimSpace(field) != "" {
			return i + 1
		}
	}
	return 0
}

// quoteError says what is wrong with the quotes of a line.
func quoteError(err *csv.ParseError) error {
	if errors.Is(err, csv.ErrBareQuote) {
		return errors.New("a double quote is inside a field: put the whole field in double quotes, and write that one twice")
	}
	return errors.New("a field begins with a double quote and does not end with one: a double quote inside it is written twice")
}

// usualNames are what the column of the DNs is often called.
func usualNames() []string {
	return []string{"extension", "directory number", "number", "phone", "phone number"}
}

const digits = "0123456789"

// takeHeader reports whether the first line says what the fields are, and takes
// that in.
func (f *dnFile) takeHeader(record []string) bool {
	found := dnColumns{-1, -1, -1}
	named := slices.Contains(usualNames(), strings.ToLower(strings.TrimSpace(record[0])))
	for i, field := range record {
		for name, column := range map[string]*int{"dn": &found.dn, "label": &found.label, "team": &found.team} {
			if strings.EqualFold(strings.TrimSpace(field), name) && *column < 0 {
				*column = i
				named = named || !strings.ContainsAny(record[0], digits)
			}
		}
	}
	switch {
	case found.dn >= 0:
		f.header, f.columns = true, found
		f.names = slices.Clone(record)
	case named:
		f.broken = fmt.Errorf("the DN file %s has a line of names without dn: name the column of the DNs dn, as in dn,label,team", f.path)
	default:
		return false
	}
	return true
}

// checkNames finds a first line that names the columns in other words: of what
// looks so, no other DN does. Quotes tell that it is a DN where others have none: a
// spreadsheet can put them around everything.
func (f *dnFile) checkNames(entries []dnEntry) {
	if f.broken != nil || !f.wordy || f.quoted && f.plainly || len(entries) < 2 {
		return
	}
	for _, entry := range entries[1:] {
		if !strings.ContainsAny(entry.dn, digits) {
			return
		}
	}
	f.broken = fmt.Errorf(`the DN file %s begins with %q, which looks like a line of names: call the column of the DNs dn, as in dn,label,team; if it is a DN, write it as """%s"""`,
		f.path, entries[0].dn, entries[0].dn)
}

// addRecord adds what one line names.
func (f *dnFile) addRecord(record []string, line int) error {
	if n := lastField(record); n > len(f.names) {
		return fmt.Errorf("it has %d fields, %s are %d: a field with %s in it stands in double quotes, and the first line names further columns",
			n, strings.Join(f.names, string(f.csv.Comma)), len(f.names), delimiterName(f.csv.Comma))
	}
	for _, value := range record {
		if !utf8.ValidString(value) {
			return errors.New(`it is no UTF-8 text: save the file as UTF-8, which spreadsheets call "CSV UTF-8"`)
		}
	}
	field := func(at int) string {
		if at < 0 || at >= len(record) {
			return ""
		}
		return strings.TrimSpace(record[at])
	}
	entry := dnEntry{label: field(f.columns.label), team: field(f.columns.team)}
	dn := field(f.columns.dn)
	switch {
	case dn == "":
		return errors.New("it has no DN" + f.whereDN())
	case isSpreadsheetNumber(dn):
		return fmt.Errorf(`%s is a number as a spreadsheet shows it: give the column the format text, enter the DN anew and save the file; if it is the DN, write it as """%s"""`, dn, dn)
	case !f.header && f.csv.Comma == ',' && !f.isQuoted(0) && isSplitNumber(dn, entry.label):
		return fmt.Errorf(`%s,%s looks like one number with a comma in it: write it without the comma; if %s is the DN and %s its label, name the columns in the first line, dn,label,team`, dn, entry.label, dn, entry.label)
	case !f.header && looksLikeDN(dn, entry.label):
		return fmt.Errorf("the label %s looks like a DN: put each DN into a line of its own; if it is a label, name the columns in the first line, dn,label,team", entry.label)
	}
	where := fmt.Sprintf("%s, line %d", f.path, f.first+line)
	add := func(dn string) error {
		entry.dn = dn
		return f.set.add(entry, where)
	}
	// A spreadsheet puts quotes around what holds a separator; quotes that are
	// typed into a cell come in quotes themselves.
	if f.isQuoted(f.columns.dn) && dn[0] != '"' {
		if isNumbers(dn) {
			return fmt.Errorf(`%s looks like several DNs: put each into a line of its own; if it is one, write it as """%s"""`, dn, dn)
		}
		return add(dn)
	}
	return inField(dnlist.Items(dn, func(item *dnlist.Item) error { return item.Each(add) }))
}

// isNumbers reports whether a text is a list of more than one number or range.
func isNumbers(text string) bool {
	items := 0
	err := dnlist.Items(text, func(item *dnlist.Item) error {
		if items++; item.Width == 0 && strings.Trim(item.Text, digits) != "" {
			return errors.New("a name")
		}
		return nil
	})
	return err == nil && items > 1
}

func (f *dnFile) whereDN() string {
	if f.header {
		return " in the column dn"
	}
	return " in its first field"
}

// inField is an error about a list without the item's number: the line has its
// own.
func inField(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// isQuoted reports whether a field of the last line begins with a double quote.
func (f *dnFile) isQuoted(field int) bool {
	line, column := f.csv.FieldPos(field)
	at := f.lines[line-1] + column - 1
	return at < len(f.text) && f.text[at] == '"'
}

// looksLikeDN reports whether a label is a number as the DN is: 7001,7002,7003 is
// a list, and would lose two DNs.
func looksLikeDN(dn, label string) bool {
	return label != "" && len(dn) == len(label) && strings.Trim(dn+label, digits) == ""
}
