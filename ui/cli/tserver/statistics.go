package tserver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/cell"
)

// statistics is what the simulation has done, as one JSON object.
type statistics struct {
	Servers []serverStatistics `json:"servers"`
	// Load is nil without a load.
	Load *simserver.LoadStatistics `json:"load"`
}

type serverStatistics struct {
	Address string `json:"address"`
	simserver.Statistics
}

func (s *simulation) statistics() statistics {
	var all statistics
	for _, server := range s.servers {
		all.Servers = append(all.Servers, serverStatistics{server.Addr(), server.Statistics()})
	}
	if s.load != nil {
		load := s.load.Statistics()
		all.Load = &load
	}
	return all
}

// writeStatistics writes the statistics at the end of the run.
func (s *simulation) writeStatistics(out io.Writer, asJSON bool) error {
	all := s.statistics()
	text := all.text()
	if asJSON {
		var err error
		if text, err = all.json(); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintln(out, text); err != nil {
		return fmt.Errorf("cannot write the statistics: %w", err)
	}
	return nil
}

func (all *statistics) json() (string, error) {
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(all); err != nil {
		return "", fmt.Errorf("the statistics cannot be written as JSON: %w", err)
	}
	return string(cell.EscapeJSON(nil, bytes.TrimSpace(text.Bytes()))), nil
}

// text returns the statistics as lines.
func (all *statistics) text() string {
	var lines []string
	line := func(name, text string) { lines = append(lines, fmt.Sprintf("  %-12s %s", name, text)) }
	for i := range all.Servers {
		s := &all.Servers[i]
		lines = append(lines, "statistics of "+s.Address)
		line("clients", fmt.Sprintf("now: %d, connected: %d, logged in: %d, refused: %d, too slow: %d", s.Clients.Now, s.Clients.Connected, s.Clients.LoggedIn, s.Clients.Refused, s.Clients.TooSlow))
		line("calls", fmt.Sprintf("now: %d, made: %d, answered: %d, ended: %d", s.Calls.Now, s.Calls.Made, s.Calls.Answered, s.Calls.Ended))
		line("requests", counted(s.Requests))
		line("events", counted(s.Events))
		line("commands", counted(s.Commands))
		line("indications", counted(s.Indications))
		line("error codes", counted(s.Errors))
	}
	if load := all.Load; load != nil {
		lines = append(lines, "statistics of the load")
		line("agents", fmt.Sprintf("all: %d, free for a call: %d", load.Agents, load.Free))
		line("calls", fmt.Sprintf("%s, %d in all", rateInWords(load.Calls), load.Calls.Total))
		line("events", fmt.Sprintf("%s, %d in all", rateInWords(load.Events), load.Events.Total))
		line("failures", counted(load.Failures))
	}
	return strings.Join(lines, "\n")
}

// counted lists counts in the order of their names.
func counted(counts map[string]uint64) string {
	if len(counts) == 0 {
		return "none"
	}
	items := make([]string, 0, len(counts))
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		items = append(items, fmt.Sprintf("%s: %d", name, counts[name]))
	}
	return strings.Join(items, ", ")
}

// statisticsOrder returns the order that shows the statistics.
func statisticsOrder(s *simulation) order {
	return order{word: "statistics", arguments: "[json]", meaning: "show what happened so far: clients, requests, events, commands, calls, load", most: 1, do: func(_ *simserver.Server, a []string) (string, error) {
		all := s.statistics()
		switch {
		case len(a) == 0:
			return all.text(), nil
		case a[0] == "json":
			return all.json()
		}
		return "", errors.New("usage: statistics [json]")
	}}
}
