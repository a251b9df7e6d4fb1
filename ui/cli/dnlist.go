package cli

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"capdeck/model/dnlist"
)

const (
	// maxDNFile is how large a DN file may be.
	maxDNFile = 64 << 20
	// maxBadLines is how many bad lines of a file one error names.
	maxBadLines = 10
)

// dnEntry is one DN with what the DN file says of it.
type dnEntry struct{ dn, label, team string }

// dnSet collects DNs in their order and refuses duplicates.
type dnSet struct {
	entries []dnEntry
	seen    map[string]string // DN -> where it was given
}

func newDNSet() *dnSet { return &dnSet{seen: map[string]string{}} }

func (s *dnSet) add(entry dnEntry, where string) error {
	if err := dnlist.Check(entry.dn); err != nil {
		return err
	}
	if before, twice := s.seen[entry.dn]; twice {
		return fmt.Errorf("the DN %s stands there already: %s", entry.dn, before)
	}
	if len(s.entries) == dnlist.Most {
		return fmt.Errorf("more than %d DNs are given", dnlist.Most)
	}
	s.seen[entry.dn] = where
	s.entries = append(s.entries, entry)
	return nil
}

// addList adds the items of a list such as 7001,7005-7050. The error names the
// item and says why.
func (s *dnSet) addList(list string) error {
	return dnlist.Read(list, func(dn string, item int) error {
		return s.add(dnEntry{dn: dn}, fmt.Sprintf("item %d of the list", item))
	})
}

// addFile adds the DNs of a CSV file: dn, label, team; UTF-8 with or without
// BOM, LF or CRLF, an optional header. The error names every bad line, up to
// ten of them, with its number and reason.
func (s *dnSet) addFile(path string) error {
	text, err := readDNFile(path)
	if err != nil {
		return fmt.Errorf("the DN file cannot be read: %w", err)
	}
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	reader.FieldsPerRecord = -1
	reader.TrimLeadingSpace = true
	reader.ReuseRecord = true
	var bad []string
	count := 0
	for first := true; ; first = false {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line := 0
		var syntax *csv.ParseError
		switch {
		case errors.As(err, &syntax):
			line, err = syntax.Line, syntax.Err
		case err == nil && (!first || !isHeader(record)):
			line, _ = reader.FieldPos(0)
			err = s.addRecord(record, fmt.Sprintf("%s, line %d", path, line))
			count++
		}
		if err == nil {
			continue
		}
		bad = append(bad, fmt.Sprintf("line %d: %v", line, err))
		if len(bad) == maxBadLines {
			break
		}
	}
	if len(bad) > 0 {
		return fmt.Errorf("the DN file %s has lines that are no DN: %s", path, strings.Join(bad, "; "))
	}
	if count == 0 {
		return fmt.Errorf("the DN file %s holds no DN: each line is dn,label,team", path)
	}
	return nil
}

func readDNFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxDNFile+1))
	if err == nil && len(text) > maxDNFile {
		err = fmt.Errorf("%s is larger than %d MiB", path, maxDNFile>>20)
	}
	return text, err
}

func isHeader(record []string) bool {
	return strings.EqualFold(strings.TrimSpace(record[0]), "dn")
}

func (s *dnSet) addRecord(record []string, where string) error {
	if len(record) > 3 {
		return fmt.Errorf("it has %d fields, dn,label,team are 3", len(record))
	}
	var fields [3]string
	for i, value := range record {
		if !utf8.ValidString(value) {
			return errors.New("it is no UTF-8 text: save the file as UTF-8")
		}
		fields[i] = strings.TrimSpace(value)
	}
	if fields[0] == "" {
		return errors.New("it has no DN in its first field")
	}
	return s.add(dnEntry{dn: fields[0], label: fields[1], team: fields[2]}, where)
}
