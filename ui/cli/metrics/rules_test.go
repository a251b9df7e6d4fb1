package metrics

import (
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"testing"
)

const (
	rulesFile = "../../../docs/alerts.yml"
	docsFile  = "../../../docs/METRICS.md"
)

// families returns the names of the metrics that a server with figures serves.
func families(t *testing.T) map[string]bool {
	t.Helper()
	server := serve(t)
	server.Publish(sample())
	names := map[string]bool{}
	for _, found := range regexp.MustCompile(`(?m)^# TYPE (\S+) `).FindAllStringSubmatch(scrape(t, server), -1) {
		names[found[1]] = true
	}
	return names
}

// named returns the metrics that a file names, without the endings of a histogram's
// series.
func named(t *testing.T, path string) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, name := range regexp.MustCompile(`\bcapdeck_[a-z0-9_]+`).FindAllString(string(text), -1) {
		names[regexp.MustCompile(`_(bucket|sum|count)$`).ReplaceAllString(name, "")] = true
	}
	return names
}

// TestRules checks that the alert rules name only metrics that exist. If this machine has
// promtool, it checks the rules, and which alerts they give for figures that are well and
// for those that are not.
func TestRules(t *testing.T) {
	known, used := families(t), named(t, rulesFile)
	for name := range used {
		if !known[name] {
			t.Errorf("%s names the metric %s, which does not exist", rulesFile, name)
		}
	}
	if len(used) < 10 {
		t.Errorf("%s names only %d metrics", rulesFile, len(used))
	}
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Log("promtool is not on the PATH: the expressions were not parsed")
		return
	}
	for _, arguments := range [][]string{{"check", "rules", rulesFile}, {"test", "rules", "testdata/alerts_test.yml"}} {
		if said, err := exec.Command(promtool, arguments...).CombinedOutput(); err != nil {
			t.Errorf("promtool %q: %v\n%s", arguments, err, said)
		}
	}
}

// TestDocs checks that the documentation names each metric and no other.
func TestDocs(t *testing.T) {
	known, told := slices.Sorted(maps.Keys(families(t))), slices.Sorted(maps.Keys(named(t, docsFile)))
	if !slices.Equal(known, told) {
		t.Errorf("the metrics are\n%q\n%s names\n%q", known, docsFile, told)
	}
}
