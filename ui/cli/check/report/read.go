package report

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"

	"capdeck/tlibconn/contract"
)

// mostReport is the largest report in bytes that is read.
const mostReport = 256 << 20

// Read reads a report that check --json wrote. The error names the file and says what is
// wrong with it.
func Read(path string) (*contract.Report, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the report: %w", err)
	}
	defer file.Close()
	limited := &io.LimitedReader{R: file, N: mostReport + 1}
	var report contract.Report
	decoder := json.NewDecoder(limited)
	err = decoder.Decode(&report)
	switch {
	case limited.N <= 0:
		return nil, fmt.Errorf("%s is larger than %d MiB: it is not a report of capdeck check", path, mostReport>>20)
	case err != nil:
		return nil, fmt.Errorf("%s is not a report of capdeck check --json: %w", path, err)
	case decoder.More():
		return nil, fmt.Errorf("%s holds more than one report: use a file for each", path)
	case report.Schema == 0:
		return nil, fmt.Errorf("%s is not a report of capdeck check --json: it has no schema", path)
	case report.Schema != contract.ReportSchema:
		return nil, fmt.Errorf("%s is a report of schema %d, and this capdeck reads schema %d: use the capdeck that wrote it, or check again", path, report.Schema, contract.ReportSchema)
	}
	seen := map[string]bool{}
	for i := range report.Results {
		result := &report.Results[i]
		switch {
		case result.Case == "" || seen[result.Case]:
			return nil, fmt.Errorf("%s: result %d has no case ID, or the ID %q again", path, i+1, result.Case)
		case !slices.Contains(verdicts(), result.Verdict):
			return nil, fmt.Errorf("%s: the case %q has the unknown verdict %q", path, result.Case, result.Verdict)
		}
		seen[result.Case] = true
	}
	return &report, nil
}
