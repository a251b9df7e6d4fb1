package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"capdeck/tlibconn/contract"
)

var lint = flag.Bool("xmllint", false, "fail, rather than skip the test of the schema, if xmllint is not installed")

// order is the order of a testcase's children in the strictest schema.
var order = []string{"skipped", "error", "failure", "system-out"}

func junit(t *testing.T, counts func(*contract.Result) bool) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WriteJUnit(&out, sample(t), counts, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func always(*contract.Result) bool { return true }

func TestJUnit(t *testing.T) {
	var read testsuites
	if err := xml.Unmarshal(junit(t, always), &read); err != nil {
		t.Fatal(err)
	}
	s := &read.Suite
	if s.Tests != 8 || s.Failures != 2 || s.Errors != 3 || s.Skipped != 1 || read.Tests != 8 || read.Failures != 2 || read.Errors != 3 {
		t.Errorf("the counts are %d tests, %d failures, %d errors, %d skipped", s.Tests, s.Failures, s.Errors, s.Skipped)
	}
	names := map[string]*testcase{}
	for i := range s.Cases {
		c := &s.Cases[i]
		if names[c.Name] != nil {
			t.Errorf("the name %s is there twice", c.Name)
		}
		names[c.Name] = c
	}
	failed := names["rec/pause/told-by-query"]
	if failed == nil || failed.Failure == nil || !strings.Contains(failed.Failure.Text, "message EventUserEvent") || !strings.Contains(failed.Failure.Message, "answered with disabled") {
		t.Errorf("the failed case is %+v", failed)
	}
	if c := names["rec/form/conn-id"]; c.Skipped == nil || c.Out == nil || !strings.Contains(c.Out.Text, "--wait-for") {
		t.Errorf("the reason of the skipped case is not in system-out: %+v", c)
	}
	if names["rec/stop/told-by-query"].Error == nil || names["srv/unknown-dn"].Error == nil || names["check"].Error == nil {
		t.Error("what is blocked, T-Server's fault, or about the whole check is no error")
	}
	if c := names["rec/observed/start-twice"]; c.Error != nil || c.Failure != nil || c.Skipped != nil || c.Out == nil || !strings.Contains(c.Out.Text, "NOTED") {
		t.Errorf("the noted case is %+v", c)
	}
}

// A result that does not count is no error, and its text is there all the same.
func TestJUnitCounts(t *testing.T) {
	var read testsuites
	if err := xml.Unmarshal(junit(t, func(r *contract.Result) bool { return r.Subject == contract.SubjectRecorder }), &read); err != nil {
		t.Fatal(err)
	}
	for _, c := range read.Suite.Cases {
		if c.Name == "srv/unknown-dn" && (c.Error != nil || c.Failure != nil || c.Out == nil || !strings.Contains(c.Out.Text, "FAIL")) {
			t.Errorf("it is %+v", c)
		}
	}
}

// The strictest schema asks for an order, and for at most one of skipped, error and failure.
func TestJUnitOrder(t *testing.T) {
	decoder := xml.NewDecoder(bytes.NewReader(junit(t, always)))
	var children []string
	depth := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if depth++; depth == 4 && e.Name.Local != "property" {
				children = append(children, e.Name.Local)
			}
		case xml.EndElement:
			if depth--; depth == 2 && e.Name.Local == "testcase" {
				if !slices.IsSortedFunc(children, func(a, b string) int { return slices.Index(order, a) - slices.Index(order, b) }) || len(children) > 2 {
					t.Errorf("the children of a testcase are %q", children)
				}
				children = nil
			}
		}
	}
}

// testdata/junit.xsd is what the schemas of the CI servers have in common.
func TestJUnitSchema(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil && *lint {
		t.Fatal("xmllint is not installed; Debian's package libxml2-utils has it")
	} else if err != nil {
		t.Skip("xmllint is not installed; .ci/nightly asks for it, and TestJUnitOrder checks the order without it")
	}
	path := filepath.Join(t.TempDir(), "junit.xml")
	if err := os.WriteFile(path, junit(t, always), 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.CommandContext(t.Context(), "xmllint", "--noout", "--nonet", "--schema", filepath.Join("testdata", "junit.xsd"), path).CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, said)
	}
}
