//go:build unix

package ptytest

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
)

// metricsURL finds the address of the metrics where --metrics has asked for any port.
var metricsURL = regexp.MustCompile(`http://127\.0\.0\.1:\d+/metrics`)

// waitScraped scrapes until the metrics have these lines: the board publishes its figures
// once a second.
func waitScraped(t *testing.T, url string, lines ...string) {
	t.Helper()
	client := http.Client{Timeout: hangGuard, Transport: &http.Transport{DisableKeepAlives: true}}
	again, guard := time.NewTicker(100*time.Millisecond), time.After(hangGuard)
	defer again.Stop()
	for {
		answer, err := client.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		missing := ""
		for _, line := range lines {
			if !strings.Contains(string(text), line+"\n") {
				missing = line
			}
		}
		if missing == "" {
			return
		}
		select {
		case <-again.C:
		case <-guard:
			t.Fatalf("there is no line %s in\n%s", missing, text)
		}
	}
}

// TestMetrics scrapes the board on the screen and as lines while captures start, tries to
// start another board on the same port, and looks whether the port is free afterwards.
func TestMetrics(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"screen", "plain"} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			p := startParties(t, simserver.Options{}, "7001", "7002")
			d := p.sitAt(t, wide, "7001,7002", "--metrics", "127.0.0.1:0", "--plain="+map[string]string{"screen": "false", "plain": "true"}[form])
			d.WaitText(t, "the metrics are at http://127.0.0.1:")
			url := metricsURL.FindString(d.Screen.Text())
			waitScraped(t, url, `capdeck_link_up{site="default"} 1`, `capdeck_registered_dns{site="default",team=""} 2`,
				`capdeck_dns{site="default",state="off",team=""} 2`)
			if form == "plain" {
				d.Send(t, "start 7001\n")
			} else {
				d.Send(t, "s")
			}
			waitScraped(t, url, `capdeck_dns{site="default",state="rec",team=""} 1`,
				`capdeck_commands_total{outcome="confirmed",site="default",verb="start"} 1`)

			port := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/metrics")
			second := p.sitAt(t, wide, "7001", "--metrics", port, "--plain")
			if code := second.WaitExit(t); code != 1 {
				t.Errorf("a second board on the port ended with %d", code)
			}
			second.WaitText(t, "--metrics "+port+": cannot serve metrics: another program already listens there")

			if form == "plain" {
				d.leavePlain(t)
			} else {
				d.quit(t)
			}
			if answer, err := http.Get(url); err == nil {
				answer.Body.Close()
				t.Error("the metrics are served after the end")
			}
		})
	}
}
