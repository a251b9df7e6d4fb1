package metrics

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"go.uber.org/goleak"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/figures"
	"capdeck/model/incidents"
	"capdeck/model/stats"
	"capdeck/tlibconn/event"
)

// TestMain looks for goroutines that are left. net/http waits for half a second with a
// connection that it breaks off.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*conn).closeWriteAndWait"))
}

// hang is how long a test waits for what must happen.
const hang = 30 * time.Second

// serve returns a server on a free port of the loopback interface. It closes no connection
// only because it does nothing for a while.
func serve(t *testing.T) *Server {
	t.Helper()
	server, err := listen("127.0.0.1:0", "1.2.3", time.Hour, func(f func()) { go f() })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// request returns the status and the body of the answer to a request. It keeps no
// connection open.
func request(t *testing.T, method, url string) (status int, body string) {
	t.Helper()
	ask, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	client := http.Client{Timeout: hang, Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func scrape(t *testing.T, server *Server) string {
	t.Helper()
	status, body := request(t, http.MethodGet, server.URL())
	if status != http.StatusOK {
		t.Fatalf("a scrape is answered with %d: %s", status, body)
	}
	return body
}

// sample returns figures with a value for each metric.
func sample() *figures.Figures {
	var toIndication stats.Times
	for _, d := range []time.Duration{time.Millisecond, 80 * time.Millisecond, 3 * time.Second, 2 * time.Minute} {
		toIndication.Add(d)
	}
	times := figures.Times{Bars: toIndication.Bars(), Count: toIndication.Count(), Sum: toIndication.Sum()}
	return &figures.Figures{
		At: time.Now(), Incidents: incidents.Counts{Open: 2, Unacknowledged: 5, Major: 4},
		Sites: []figures.Site{{
			Name: "sip-a", LinkUp: true, LeftOut: 3,
			Teams: []figures.Team{
				{
					Name: "claims", Silent: 90 * time.Second, Calls: coverage.Counts{OnCall: 11, Captured: 7, Paused: 3, Not: 1},
					Sums:      coverage.Sums{Stretches: 50, Excluded: 10, Covered: 38, Gaps: 3, Captured: 90 * time.Minute, Paused: time.Minute, Off: 30 * time.Second, Unverified: 1500 * time.Millisecond},
					ToCapture: 1800 * time.Millisecond, HasToCapture: true,
					Counters: board.Counters{Total: 40, Registered: 39, Rec: 20, Paused: 8, Off: 7, Unknown: 5, StaleRec: 4, StalePaused: 2, StaleOff: 1, Faults: 6},
				},
				{Name: "ventes \"à chaud\"\n", Counters: board.Counters{Total: 1, Unknown: 1}},
				{Name: figures.Others},
			},
			Verbs:        []figures.Verb{{Verb: event.VerbStart, Outcomes: stats.Outcomes{Sent: 9, Confirmed: 5, Lost: 4}}},
			Incidents:    map[figures.TeamKind]uint64{{Team: "claims", Kind: incidents.NotCaptured}: 3, {Team: figures.Others, Kind: incidents.Conflict}: 1},
			Queries:      stats.Outcomes{Confirmed: 1200, Unanswered: 7},
			ToIndication: times, QueryToIndication: times,
		}, {Name: "sip-b"}},
	}
}

// TestMetrics compares a scrape with the figures that were published, and checks the names
// and the form by Prometheus's own rules.
func TestMetrics(t *testing.T) {
	server := serve(t)
	if body := scrape(t, server); !strings.Contains(body, `capdeck_build_info{goversion="go`) || strings.Contains(body, "capdeck_dns") {
		t.Errorf("before the first figures:\n%s", body)
	}
	server.Publish(sample())
	body := scrape(t, server)
	for _, line := range strings.Split(`version="1.2.3"} 1
capdeck_link_up{site="sip-a"} 1
capdeck_link_up{site="sip-b"} 0
capdeck_teams_left_out{site="sip-a"} 3
capdeck_dns{site="sip-a",state="rec",team="claims"} 16
capdeck_dns{site="sip-a",state="paused",team="claims"} 6
capdeck_dns{site="sip-a",state="off",team="claims"} 6
capdeck_dns{site="sip-a",state="unknown",team="claims"} 5
capdeck_dns{site="sip-a",state="stale",team="claims"} 7
capdeck_dns{site="sip-a",state="unknown",team="ventes \"à chaud\"\n"} 1
capdeck_registered_dns{site="sip-a",team="claims"} 39
capdeck_faulty_dns{site="sip-a",team="claims"} 6
capdeck_calls{capture="captured",site="sip-a",team="claims"} 7
capdeck_calls{capture="paused",site="sip-a",team="claims"} 3
capdeck_calls{capture="not_captured",site="sip-a",team="claims"} 1
capdeck_recorder_silent_seconds{site="sip-a",team="claims"} 90
capdeck_recorder_silent_seconds{site="sip-a",team="*"} 0
capdeck_commands_total{outcome="confirmed",site="sip-a",verb="start"} 5
capdeck_commands_total{outcome="lost",site="sip-a",verb="start"} 4
capdeck_commands_total{outcome="rejected",site="sip-a",verb="start"} 0
capdeck_automatic_queries_total{outcome="unanswered",site="sip-a"} 7
capdeck_coverage_ratio{site="sip-a",team="claims"} 0.95
capdeck_stretches_total{result="covered",site="sip-a",team="claims"} 38
capdeck_stretches_total{result="gap",site="sip-a",team="claims"} 2
capdeck_stretches_total{result="excluded",site="sip-a",team="claims"} 10
capdeck_gaps_total{site="sip-a",team="claims"} 3
capdeck_stretch_seconds_total{part="captured",site="sip-a",team="claims"} 5400
capdeck_stretch_seconds_total{part="unverified",site="sip-a",team="claims"} 1.5
capdeck_time_to_capture_p95_seconds{site="sip-a",team="claims"} 1.8
capdeck_incidents_total{kind="not-captured",site="sip-a",team="claims"} 3
capdeck_incidents_total{kind="link-lost",site="sip-a",team=""} 0
capdeck_incidents_total{kind="rejected",site="sip-a",team="claims"} 0
capdeck_incidents_total{kind="conflict",site="sip-a",team="*"} 1
capdeck_open_incidents 2
capdeck_unacknowledged_incidents{severity="major"} 4
capdeck_unacknowledged_incidents{severity="minor"} 1
capdeck_indication_seconds_bucket{request="command",site="sip-a",le="0.002"} 1
capdeck_indication_seconds_bucket{request="command",site="sip-a",le="0.1"} 2
capdeck_indication_seconds_bucket{request="command",site="sip-a",le="60"} 3
capdeck_indication_seconds_bucket{request="command",site="sip-a",le="+Inf"} 4
capdeck_indication_seconds_sum{request="automatic_query",site="sip-a"} 123.081
capdeck_indication_seconds_count{request="automatic_query",site="sip-a"} 4`, "\n") {
		if !strings.Contains(body, line+"\n") {
			t.Errorf("there is no line %s", line)
		}
	}
	if problems, err := promlint.New(strings.NewReader(body)).Lint(); err != nil || len(problems) > 0 {
		t.Errorf("promlint: %v, %v", problems, err)
	}
	if t.Failed() {
		t.Log(body)
	}
}

// TestOnlyMetrics checks that nothing else is answered.
func TestOnlyMetrics(t *testing.T) {
	server := serve(t)
	address := strings.TrimSuffix(server.URL(), Path)
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{http.MethodHead, "/metrics", http.StatusOK},
		{http.MethodPost, "/metrics", http.StatusMethodNotAllowed},
		{http.MethodDelete, "/metrics", http.StatusMethodNotAllowed},
		{http.MethodGet, "/", http.StatusNotFound},
		{http.MethodGet, "/metrics/", http.StatusNotFound},
		{http.MethodGet, "/debug/pprof/", http.StatusNotFound},
	} {
		if got, _ := request(t, c.method, address+c.path); got != c.want {
			t.Errorf("%s %s is answered with %d, want %d", c.method, c.path, got, c.want)
		}
	}
}

// TestHostileClients sends what no scraper sends, and checks that the next scrape works.
func TestHostileClients(t *testing.T) {
	server := serve(t)
	server.Publish(sample())
	address := server.listener.Addr().String()
	for _, sent := range []string{
		"", "\x00\x00\x00\x10garbage", "GET /metrics HTTP/1.1\r\n",
		"GET /metrics HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 2*mostHeader) + "\r\n\r\n",
		"GET /" + strings.Repeat("x", 4*mostHeader) + " HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		// The server may have closed the connection.
		_, _ = io.WriteString(connection, sent)
		connection.Close()
	}
	if body := scrape(t, server); !strings.Contains(body, "capdeck_link_up") {
		t.Errorf("after hostile clients:\n%s", body)
	}
}

// TestManyClients holds more connections than the server accepts. It answers once some of
// them are gone.
func TestManyClients(t *testing.T) {
	server := serve(t)
	connections := make([]net.Conn, 2*mostClients)
	for i := range connections {
		connection, err := net.Dial("tcp", server.listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		connections[i] = connection
	}
	for _, connection := range connections {
		connection.Close()
	}
	scrape(t, server)
}

// TestIdleClients holds as many connections as the server accepts, each after a scrape. The
// next client is answered all the same.
func TestIdleClients(t *testing.T) {
	server := serve(t)
	for range mostClients + 1 {
		transport := &http.Transport{}
		defer transport.CloseIdleConnections()
		client := http.Client{Timeout: hang, Transport: transport}
		answer, err := client.Get(server.URL())
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestPortInUse checks that a second server on the same port is an error, and that Close
// frees the port.
func TestPortInUse(t *testing.T) {
	first := serve(t)
	address := first.listener.Addr().String()
	if _, err := Listen(address, "", func(f func()) { go f() }); err == nil {
		t.Fatal("two servers listen on one port")
	}
	first.Close()
	second, err := Listen(address, "", func(f func()) { go f() })
	if err != nil {
		t.Fatalf("after Close: %v", err)
	}
	second.Close()
	if err = second.Problem(); err != nil {
		t.Errorf("Close is a problem: %v", err)
	}
}

// TestEndsByItself checks that a listener that breaks is reported.
func TestEndsByItself(t *testing.T) {
	server := serve(t)
	server.listener.Close()
	select {
	case <-server.Ended():
	case <-time.After(hang):
		t.Fatal("the server has not ended")
	}
	if err := server.Problem(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the problem is %v", err)
	}
}

func TestIsOpen(t *testing.T) {
	for address, want := range map[string]bool{"127.0.0.1:0": false, "localhost:0": false, "0.0.0.0:0": true} {
		server, err := Listen(address, "", func(f func()) { go f() })
		if err != nil {
			t.Fatal(err)
		}
		if got := server.IsOpen(); got != want {
			t.Errorf("%s is open to other machines: %v, want %v", address, got, want)
		}
		server.Close()
	}
}

// TestListensWhereAsked checks that no address of the other protocol is opened.
func TestListensWhereAsked(t *testing.T) {
	for address, other := range map[string]string{"0.0.0.0:0": "[::1]", "127.0.0.1:0": "[::1]"} {
		server, err := Listen(address, "", func(f func()) { go f() })
		if err != nil {
			t.Fatal(err)
		}
		_, port, err := net.SplitHostPort(server.listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if connection, err := net.Dial("tcp", other+":"+port); err == nil {
			connection.Close()
			t.Errorf("a server at %s listens at %s", address, other)
		}
		server.Close()
	}
}

// TestNoServer checks that publishing without a server does nothing.
func TestNoServer(*testing.T) {
	var none *Server
	none.Publish(sample())
	none.Close()
}
