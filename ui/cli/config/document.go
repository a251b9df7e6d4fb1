package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"capdeck/ui/cli/textfile"
)

// span is a part of a file, in bytes.
type span struct{ start, end int }

// entry is one key with its value.
type entry struct {
	path  []string // begins with its table, if any
	value any      // as go-toml decodes it
	line  int
	at    span // from the key to the end of the value; for an inline table all of it
}

func (e *entry) name() string { return strings.Join(e.path, ".") }

// document is the written form of a file.
type document struct {
	entries  []entry
	comments []span // those before the first table
	table    int    // where the line of the first table begins, -1 if there is none
}

// parser parses a file. go-toml's decoder would stop at the first error and report no position for a value; its
// parser does neither.
type parser struct {
	unstable.Parser

	document
	file     string
	prefix   []string // the current table
	skip     bool     // the current table is ignored
	seen     map[string]int
	problems []*Problem
}

// parse parses a file. The problems are those of the form: invalid TOML, repeated keys, unknown tables.
func parse(file string, data []byte) (document, []*Problem) {
	p := &parser{file: file, document: document{table: -1}, seen: map[string]int{}}
	p.KeepComments = true
	p.Reset(data)
	for len(p.problems) <= mostProblems && p.NextExpression() {
		p.expression(p.Expression(), data)
	}
	var syntax *unstable.ParserError
	if errors.As(p.Error(), &syntax) {
		line := 1
		if len(syntax.Highlight) > 0 {
			line = p.Shape(p.Range(syntax.Highlight)).Start.Line
		}
		p.problem(line, "", "not valid TOML: "+textfile.TOMLReason(syntax.Message))
	}
	return p.document, p.problems
}

func (p *parser) problem(line int, key, reason string) {
	p.problems = append(p.problems, &Problem{File: p.file, Line: line, Key: key, Reason: reason})
}

func (p *parser) expression(node *unstable.Node, data []byte) {
	switch node.Kind {
	case unstable.Comment:
		if p.table < 0 {
			start := int(node.Raw.Offset)
			p.comments = append(p.comments, span{start, start + int(node.Raw.Length)})
		}
	case unstable.Table, unstable.ArrayTable:
		path, first := keyOf(node)
		if p.table < 0 {
			p.table = bytes.LastIndexByte(data[:first.Offset], '\n') + 1
		}
		p.tableHeader(node.Kind, path, p.Shape(first).Start.Line)
	case unstable.KeyValue:
		p.keyValue(node)
	}
}

func (p *parser) tableHeader(kind unstable.Kind, path []string, line int) {
	name := strings.Join(path, ".")
	p.prefix, p.skip = path, true
	switch {
	case name != keysTable:
		p.problem(line, "", fmt.Sprintf("unknown table [%s]; the only table is [%s], and all other keys go above it", name, keysTable))
	case kind == unstable.ArrayTable:
		p.problem(line, "", fmt.Sprintf("[%s] is a single table; write it with one pair of brackets", keysTable))
	default:
		p.skip = p.twice("["+name+"]", line)
	}
}

// twice reports a name that the file already contains.
func (p *parser) twice(name string, line int) bool {
	if before, seen := p.seen[name]; seen {
		p.problem(line, name, fmt.Sprintf("already set in line %d; remove one of the two", before))
		return true
	}
	p.seen[name] = line
	return false
}

func (p *parser) keyValue(node *unstable.Node) {
	path, first := keyOf(node)
	line := p.Shape(first).Start.Line
	raw := p.Raw(node.Raw)
	var decoded map[string]any
	if err := toml.Unmarshal(raw, &decoded); err != nil {
		p.problem(line, strings.Join(path, "."), "not valid TOML: "+textfile.TOMLReason(strings.TrimPrefix(err.Error(), "toml: ")))
		return
	}
	value := any(decoded)
	for _, part := range path {
		table, isTable := value.(map[string]any)
		if !isTable {
			return
		}
		value = table[part]
	}
	if p.skip {
		return
	}
	start := int(node.Raw.Offset)
	p.add(entry{
		path: append(append([]string(nil), p.prefix...), path...), value: value, line: line,
		at: span{start, start + int(node.Raw.Length)},
	})
}

// add adds an entry. An inline table becomes one entry for each of its keys.
func (p *parser) add(e entry) {
	if inline, isTable := e.value.(map[string]any); isTable && e.name() == keysTable {
		if p.twice("["+keysTable+"]", e.line) {
			return
		}
		for _, name := range sortedKeys(inline) {
			p.add(entry{path: []string{keysTable, name}, value: inline[name], line: e.line, at: e.at})
		}
		return
	}
	if !p.twice(e.name(), e.line) {
		p.entries = append(p.entries, e)
	}
}

// keyOf returns the parts of a key, and the position of the first one.
func keyOf(node *unstable.Node) (path []string, first unstable.Range) {
	for parts := node.Key(); parts.Next(); {
		part := parts.Node()
		if path == nil {
			first = part.Raw
		}
		path = append(path, string(part.Data))
	}
	return path, first
}
