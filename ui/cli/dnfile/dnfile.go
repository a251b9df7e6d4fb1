package dnfile

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
	// maxDNFile is the maximum size of a DN file in bytes.
	maxDNFile = 64 << 20
	// maxBadLines is the maximum number of bad lines that one error names.
	maxBadLines = 10
)

// AddFile adds the DNs of a file: CSV with commas, semicolons or tabs, as editors and spreadsheets write it, or one
// DN or list of DNs per line. The error names each bad line, up to ten of them, with its number and the reason.
func (s *Set) AddFile(path string) error {
	text, err := textfile.Read(path, textfile.Options{Most: maxDNFile, Pipe: true})
	if err != nil {
		return fmt.Errorf("the DN file cannot be read: %w", err)
	}
	reading := newReader(s, path, text)
	before := len(s.Entries)
	reading.run()
	reading.checkNames(s.Entries[before:])
	switch {
	case reading.broken != nil:
		return reading.broken
	case len(reading.bad) > 0:
		return fmt.Errorf("the DN file %s has lines without a valid DN: %s", path, strings.Join(reading.bad, "; "))
	case reading.count == 0:
		return fmt.Errorf("the DN file %s contains no DN; each line must be dn,label,team", path)
	}
	return nil
}

// columns holds the number of each column's field in a line, -1 if there is none.
type columns struct{ dn, label, team int }

// reader reads one DN file.
type reader struct {
	set     *Set
	path    string
	text    []byte
	lines   []int // where each line begins
	csv     *csv.Reader
	first   int // number of lines before the first one that the reader sees
	header  bool
	names   []string // of the fields
	columns columns
	wordy   bool // the first line has no digit, and its first field no literal quote
	quoted  bool // the first field of the first line is in the file's quotes
	plainly bool // the first field of another line is not
	count   int
	bad     []string
	broken  error // error of the whole file
}

func newReader(set *Set, path string, text []byte) *reader {
	// Old spreadsheets end lines with CR alone.
	text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	f := &reader{set: set, path: path, columns: columns{0, 1, 2}, names: []string{"dn", "label", "team"}}
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
	// A blank before a quote would make the quote a part of the field. A tab that
	// separates fields must stay.
	f.csv.TrimLeadingSpace = delimiter != '\t'
	return f
}

// run adds the DNs of all lines and collects the errors of bad lines.
func (f *reader) run() {
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
			continue // spreadsheets write such lines for rows that look empty
		case err == nil && first && f.readHeader(record):
			first = false
			continue
		case err == nil:
			f.observe(record, first)
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

// observe records what distinguishes a first line of names from one with a DN.
func (f *reader) observe(record []string, first bool) {
	if !first {
		f.plainly = f.plainly || !f.isQuoted(0)
		return
	}
	f.quoted = f.isQuoted(0)
	f.wordy = !strings.ContainsAny(strings.Join(record, ""), digits) && !strings.HasPrefix(record[0], `"`)
}

// lastField returns the number, from 1, of the last field that is not empty, or 0.
func lastField(record []string) int {
	for i, field := range slices.Backward(record) {
		if strings.TrimSpace(field) != "" {
			return i + 1
		}
	}
	return 0
}

// quoteError describes an error in the quotes of a line.
func quoteError(err *csv.ParseError) error {
	if errors.Is(err, csv.ErrBareQuote) {
		return errors.New("a field contains a double quote; put the whole field in double quotes and double the quote inside it")
	}
	return errors.New("a field begins with a double quote but does not end with one; double any quote inside it")
}

// usualNames are common names of the DN column.
func usualNames() []string {
	return []string{"extension", "directory number", "number", "phone", "phone number"}
}

const digits = "0123456789"

// readHeader reports whether the first line names the columns, and records their order if it does.
func (f *reader) readHeader(record []string) bool {
	found := columns{-1, -1, -1}
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
		f.broken = fmt.Errorf("the DN file %s has a header line without dn; name the column of the DNs dn, as in dn,label,team", f.path)
	default:
		return false
	}
	return true
}

// checkNames finds a first line that names the columns in other words: it has no digit, and every other DN has one.
// Quotes mark it as a DN if other lines have none; a spreadsheet may quote everything.
func (f *reader) checkNames(entries []Entry) {
	if f.broken != nil || !f.wordy || f.quoted && f.plainly || len(entries) < 2 {
		return
	}
	for _, entry := range entries[1:] {
		if !strings.ContainsAny(entry.DN, digits) {
			return
		}
	}
	f.broken = fmt.Errorf(`the DN file %s begins with %q, which looks like a header line; name the column of the DNs dn, as in dn,label,team; if it is a DN, write it as """%s"""`,
		f.path, entries[0].DN, entries[0].DN)
}

// addRecord adds the DNs of one line.
func (f *reader) addRecord(record []string, line int) error {
	if n := lastField(record); n > len(f.names) {
		return fmt.Errorf("it has %d fields, but %s are %d; put a field that contains %s in double quotes, and name further columns in the first line",
			n, strings.Join(f.names, string(f.csv.Comma)), len(f.names), delimiterName(f.csv.Comma))
	}
	for _, value := range record {
		if !utf8.ValidString(value) {
			return errors.New(`it is not UTF-8 text; save the file as UTF-8, which spreadsheets call "CSV UTF-8"`)
		}
	}
	field := func(at int) string {
		if at < 0 || at >= len(record) {
			return ""
		}
		return strings.TrimSpace(record[at])
	}
	entry := Entry{Label: field(f.columns.label), Team: field(f.columns.team)}
	dn := field(f.columns.dn)
	switch {
	case dn == "":
		return errors.New("it has no DN" + f.whereDN())
	case isSpreadsheetNumber(dn):
		return fmt.Errorf(`%s is a number as a spreadsheet shows it; format the column as text, enter the DN again and save the file; if it is the DN, write it as """%s"""`, dn, dn)
	case !f.header && f.csv.Comma == ',' && !f.isQuoted(0) && isSplitNumber(dn, entry.Label):
		return fmt.Errorf(`%s,%s looks like one number with a comma in it; write it without the comma; if %s is the DN and %s its label, name the columns in the first line, dn,label,team`, dn, entry.Label, dn, entry.Label)
	case !f.header && looksLikeDN(dn, entry.Label):
		return fmt.Errorf("the label %s looks like a DN; put each DN on its own line; if it is a label, name the columns in the first line, dn,label,team", entry.Label)
	}
	where := fmt.Sprintf("%s, line %d", f.path, f.first+line)
	add := func(dn string) error {
		entry.DN = dn
		return f.set.add(entry, where)
	}
	// A spreadsheet quotes a text that contains a separator, and doubles the quotes that are typed into a cell.
	if f.isQuoted(f.columns.dn) && dn[0] != '"' {
		if isNumbers(dn) {
			return fmt.Errorf(`%s looks like several DNs; put each on its own line; if it is one, write it as """%s"""`, dn, dn)
		}
		return add(dn)
	}
	return inField(dnlist.Items(dn, func(item *dnlist.Item) error { return item.Each(add) }))
}

// isNumbers reports whether a text is a list of several numbers or ranges.
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

func (f *reader) whereDN() string {
	if f.header {
		return " in the column dn"
	}
	return " in its first field"
}

// inField removes the number of the item from an error about a list, because the error already has the number of the
// line.
func inField(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// isQuoted reports whether a field of the last line begins with a double quote.
func (f *reader) isQuoted(field int) bool {
	line, column := f.csv.FieldPos(field)
	at := f.lines[line-1] + column - 1
	return at < len(f.text) && f.text[at] == '"'
}

// looksLikeDN reports whether a label is a number as long as the DN. A line such as 7001,7002,7003 is a list, and
// reading it as a DN with label and team would lose two DNs.
func looksLikeDN(dn, label string) bool {
	return label != "" && len(dn) == len(label) && strings.Trim(dn+label, digits) == ""
}
