package check

import (
	"errors"
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

// mostOutcomes is how many outcomes an expectation may accept.
const mostOutcomes = 100

// parseExpectations walks the nodes of the document: the YAML library compares each key of a
// mapping with all others when it fills a map, which takes minutes for a large file.
func parseExpectations(text []byte) (map[string][]string, error) {
	var document yaml.Node
	const wrong = "it is not a YAML mapping of case IDs to outcomes"
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("%s: %s", wrong, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(document.Content) == 0 || len(document.Content[0].Content) == 0 && document.Content[0].Kind == yaml.MappingNode {
		return nil, fmt.Errorf("it has no expectation; one looks like rec/stop/when-off: disabled/disabled")
	}
	root := document.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, errors.New(wrong)
	}
	expectations, lines := map[string][]string{}, map[string]int{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key := root.Content[i]
		if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" {
			return nil, fmt.Errorf("line %d: a case ID is one word, as in rec/stop/when-off", key.Line)
		}
		if first, twice := lines[key.Value]; twice {
			return nil, fmt.Errorf("line %d: %s is already defined at line %d", key.Line, key.Value, first)
		}
		lines[key.Value] = key.Line
		outcomes, err := parseOutcomes(key.Value, root.Content[i+1])
		if err != nil {
			return nil, err
		}
		expectations[key.Value] = outcomes
	}
	return expectations, nil
}

// parseOutcomes returns the outcomes that an expectation accepts.
func parseOutcomes(id string, node *yaml.Node) ([]string, error) {
	nodes := []*yaml.Node{node}
	if node.Kind == yaml.SequenceNode {
		nodes = node.Content
	}
	if len(nodes) > mostOutcomes {
		return nil, fmt.Errorf("line %d: %s accepts more than %d outcomes", node.Line, id, mostOutcomes)
	}
	outcomes := []string{}
	for _, outcome := range nodes {
		if outcome.Kind != yaml.ScalarNode || outcome.Value == "" || slices.Contains(outcomes, outcome.Value) {
			return nil, fmt.Errorf("line %d: %s needs an outcome, or a list of different outcomes", outcome.Line, id)
		}
		outcomes = append(outcomes, outcome.Value)
	}
	return outcomes, nil
}
