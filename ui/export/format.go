package export

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"time"
)

// Format is the format of an export.
type Format uint8

// The formats.
const (
	// CSV is RFC 4180 with a header line. Text is made harmless for terminals and spreadsheets.
	CSV Format = iota + 1
	// JSONL is one JSON object per line, without loss.
	JSONL
)

// bufferSize is the number of bytes that are buffered before they are written.
const bufferSize = 64 << 10

// table writes records that are described by fields.
type table[T any] struct {
	fields []field[T]
	zone   *time.Location
	out    *bufio.Writer
	csv    *csv.Writer // nil for JSONL
	cells  []string
	line   []byte
}

// field is one column of a table.
type field[T any] struct {
	name  string
	value func(record *T) value
}

func newTable[T any](w io.Writer, format Format, zone *time.Location, fields []field[T]) (*table[T], error) {
	t := &table[T]{fields: fields, zone: zone, out: bufio.NewWriterSize(w, bufferSize)}
	if format != CSV {
		return t, nil
	}
	t.csv = csv.NewWriter(t.out)
	t.csv.UseCRLF = true
	for _, f := range fields {
		t.cells = append(t.cells, f.name)
	}
	return t, t.writeCells()
}

// write writes one record.
func (t *table[T]) write(record *T) error {
	if t.csv != nil {
		for i, f := range t.fields {
			v := f.value(record)
			t.cells[i] = v.cell(t.zone)
		}
		return t.writeCells()
	}
	t.line = append(t.line[:0], '{')
	for i, f := range t.fields {
		if i > 0 {
			t.line = append(t.line, ',')
		}
		v := f.value(record)
		t.line = v.appendMember(t.line, f.name, t.zone)
	}
	t.line = append(t.line, '}', '\n')
	if _, err := t.out.Write(t.line); err != nil {
		return fmt.Errorf("writing a line: %w", err)
	}
	return nil
}

func (t *table[T]) writeCells() error {
	if err := t.csv.Write(t.cells); err != nil {
		return fmt.Errorf("writing a line: %w", err)
	}
	return nil
}

// finish writes the rest of the buffer.
func (t *table[T]) finish() error {
	if t.csv != nil {
		t.csv.Flush()
		if err := t.csv.Error(); err != nil {
			return fmt.Errorf("writing the last lines: %w", err)
		}
	}
	if err := t.out.Flush(); err != nil {
		return fmt.Errorf("writing the last lines: %w", err)
	}
	return nil
}
