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
// list of them. "" means no file. The error has a line for each mistake, which names the file,
// and the line if it can.
func readExpectations(path string) (map[string][]string, error) {
	if path == "" {
		return nil, nil
	}
	text, err := textfile.Read(path, textfile.Options{Most: maxExpectations, Pipe: true})
	if err != nil {
		return nil, exit.UsageError("--expect %w", err)
	}
	expectations, problems := parseExpectations(text)
	for i, problem := range problems {
		problems[i] = fmt.Errorf("--expect %s: %w", path, problem)
	}
	if len(problems) > 0 {
		return nil, exit.UsageError("%w", errors.Join(problems...))
	}
	return expectations, nil
}

// mostProblems is how many mistakes of a file are named.
const mostProblems = 20

// mostOutcomes is how many outcomes an expectation may accept.
const mostOutcomes = 100

// parseExpectations returns the expectations of a file and its mistakes. It walks the nodes of
// the document: the YAML library compares each key of a mapping with all others when it fills a
// map, which takes minutes for a large file.
func parseExpectations(text []byte) (map[string][]string, []error) {
	var document yaml.Node
	const wrong = "it is not a YAML mapping of case IDs to outcomes"
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, []error{fmt.Errorf("%s: %s", wrong, strings.TrimPrefix(err.Error(), "yaml: "))}
	}
	if len(document.Content) == 0 || len(document.Content[0].Content) == 0 && document.Content[0].Kind == yaml.MappingNode {
		return nil, []error{errors.New("it has no expectation; one looks like rec/stop/when-off: disabled/disabled")}
	}
	root := document.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, []error{errors.New(wrong)}
	}
	expectations, lines := map[string][]string{}, map[string]int{}
	var problems []error
	for i := 0; i+1 < len(root.Content); i += 2 {
		key := root.Content[i]
		outcomes, err := parseExpectation(key, root.Content[i+1], lines)
		switch {
		case err == nil:
			expectations[key.Value] = outcomes
		case len(problems) == mostProblems:
			return nil, append(problems, fmt.Errorf("line %d: more mistakes follow", key.Line))
		default:
			problems = append(problems, err)
		}
	}
	return expectations, problems
}

// parseExpectation returns the outcomes that a case may have. lines has the lines of the cases before.
func parseExpectation(key, value *yaml.Node, lines map[string]int) ([]string, error) {
	if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" {
		return nil, fmt.Errorf("line %d: a case ID is one word, as in rec/stop/when-off", key.Line)
	}
	if first, twice := lines[key.Value]; twice {
		return nil, fmt.Errorf("line %d: %s is already defined at line %d", key.Line, key.Value, first)
	}
	lines[key.Value] = key.Line
	outcomes, err := parseOutcomes(key.Value, value)
	if err != nil {
		return nil, err
	}
	if err := contract.CheckExpectations(map[string][]string{key.Value: outcomes}); err != nil {
		return nil, fmt.Errorf("line %d: %w", key.Line, err)
	}
	return outcomes, nil
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
		if strings.Trim(outcome.Value, outcomeCharacters) != "" {
			return nil, fmt.Errorf("line %d: %s has the outcome %.40q, which none can be; one looks like disabled or none/disabled, and several are a list", outcome.Line, id, outcome.Value)
		}
		outcomes = append(outcomes, outcome.Value)
	}
	return outcomes, nil
}

// outcomeCharacters are those that an outcome may have: words, what a query told behind a slash, and
// several indications with a plus sign between them.
const outcomeCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-+/"
