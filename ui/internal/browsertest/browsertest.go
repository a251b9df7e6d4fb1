// Package browsertest opens pages that capdeck writes in a real browser, for tests.
package browsertest

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// The flags of the tests that open pages; they are the flag package's, so that nothing here
// is state.
func init() {
	flag.String("chromium", "", "open pages in this Chromium, a program's name or path; without it these tests are skipped")
	flag.String("screenshots", "", "write a PNG of each page into this folder, which must exist; without it no picture is kept")
}

func given(name string) string { return flag.Lookup(name).Value.String() }

// hang is how long a browser may take for a page before the test gives it up.
const hang = 30 * time.Second

// Page is what a browser made of a page.
type Page struct {
	// DOM is the document after it was loaded, as HTML.
	DOM string
	// Requests has the address of each request that the page caused, such as
	// "http://host.example/a.png"; it is empty if the page needs no network.
	Requests []string
}

// Open writes the page to a file and opens that in the Chromium that -chromium names. It
// skips the test without that flag, and ends it if the browser cannot be run. With
// -screenshots it writes the picture NAME.png there.
func Open(t *testing.T, name string, page []byte) Page {
	t.Helper()
	chromium, screenshots := given("chromium"), given("screenshots")
	if chromium == "" {
		t.Skip("no page is opened in a browser: give -chromium=chromium, as .ci/nightly does")
	}
	dir := t.TempDir()
	file, log, picture := filepath.Join(dir, name+".html"), filepath.Join(dir, "network.json"), filepath.Join(dir, name+".png")
	if screenshots != "" {
		picture = filepath.Join(screenshots, name+".png")
	}
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
	picture, err := filepath.Abs(picture)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	command := exec.CommandContext(
		ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+filepath.Join(dir, "profile"), "--window-size=1200,2400",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--log-net-log="+log, "--screenshot="+picture, "--dump-dom", (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String(),
	)
	var dom, said bytes.Buffer
	command.Stdout, command.Stderr = &dom, &said
	if err := command.Run(); err != nil {
		t.Fatalf("%s did not show the page: %v\n%s", chromium, err, &said)
	}
	if info, err := os.Stat(picture); err != nil || info.Size() == 0 {
		t.Fatalf("%s made no picture of the page: %v\n%s", chromium, err, &said)
	}
	return Page{DOM: dom.String(), Requests: requests(t, log)}
}

// requests returns the addresses that a page asked for, from Chromium's log of the network.
// Chromium asks for a few of its own accord, and those have no origin.
func requests(t *testing.T, log string) []string {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Constants struct {
			LogEventTypes map[string]int `json:"logEventTypes"`
		} `json:"constants"`
		Events []struct {
			Type   int             `json:"type"`
			Params json.RawMessage `json:"params"`
		} `json:"events"`
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatalf("the log of the network cannot be read: %v", err)
	}
	start, known := read.Constants.LogEventTypes["URL_REQUEST_START_JOB"]
	if !known {
		t.Fatal("the log of the network has other names for its events: see which one tells that a request starts")
	}
	var addresses []string
	for _, e := range read.Events {
		if e.Type != start {
			continue
		}
		var params struct {
			Initiator string `json:"initiator"`
			URL       string `json:"url"`
		}
		if err := json.Unmarshal(e.Params, &params); err != nil {
			t.Fatalf("a request in the log of the network cannot be read: %v", err)
		}
		if params.URL != "" && params.Initiator != "not an origin" {
			addresses = append(addresses, params.URL)
		}
	}
	return addresses
}
