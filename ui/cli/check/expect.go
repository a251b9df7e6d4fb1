package check

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/textfile"
)

// maxExpectations is the largest file of --expect in bytes.
const maxExpectations = 1 << 20

// readExpectations reads the file of --expect: a mapping of case IDs to an outcome or to a
// list of them. "" means no file. An error names the file, and the line if it can.
func readExpectations(path string) (map[string][]string, error) {
	if path == "" {
		return nil, nil
	}
	text, err := textfile.Read(path, textfile.Options{Most: maxExpectations, Pipe: true})
	if err != nil {
		return nil, exit.UsageError("--expect %w", err)
	}
	expectations, err := parseExpectations(text)
	if err == nil {
		err = contract.CheckExpectations(expectations)
	}
	if err != nil {
		return nil, exit.UsageError("--expect %s: %w", path, err)
	}
	return expectations, nil
}

func parseExpectations(text []byte) (map[string][]string, error) {
	var entries map[string]yaml.Node
	if err := yaml.Unmarshal(text, &entries); err != nil {
		return nil, fmt.Errorf("it is not a YAML mapping of case IDs to outcomes: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(entries) == 0 {
		return nil, fmt.Errorf("it has no expectation; one looks like rec/stop/when-off: disabled/disabled")
	}
	expectations := make(map[string][]string, len(entries))
	for id, node := range entries {
		outcomes := []*yaml.Node{&node}
		if node.Kind == yaml.SequenceNode {
			outcomes = node.Content
		}
		expectations[id] = []string{}
		for _, outcome := range outcomes {
			if outcome.Kind != yaml.ScalarNode || outcome.Value == "" || slices.Contains(expectations[id], outcome.Value) {
				return nil, fmt.Errorf("line %d: %s needs an outcome, or a list of different outcomes", outcome.Line, id)
			}
			expectations[id] = append(expectations[id], outcome.Value)
		}
	}
	return expectations, nil
}
