package metrics

import (
	"runtime"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"capdeck/model/figures"
	"capdeck/model/incidents"
	"capdeck/model/stats"
)

// collector makes the metrics of the last published figures. It is a
// prometheus.Collector.
type collector struct {
	latest  atomic.Pointer[figures.Figures] // nil until the first ones
	version string
	now     func() time.Time

	build, age, link, leftOut           *prometheus.Desc
	dns, registered, faulty, calls      *prometheus.Desc
	silent, commands, queries, answered *prometheus.Desc

	ratio, stretches, gaps, seconds, toCapture *prometheus.Desc
	incidents, open, unacknowledged            *prometheus.Desc
}

// The labels. There is none for a DN: a site has too many of them.
const (
	labelSite = "site"
	labelTeam = "team"
)

func newCollector(version string, now func() time.Time) *collector {
	describe := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("capdeck_"+name, help, labels, nil)
	}
	return &collector{
		version: version, now: now,
		build:          describe("build_info", "The version of capdeck and of Go; always 1.", "version", "goversion"),
		age:            describe("figures_age_seconds", "The age of the figures from which all other metrics are made; they are renewed every second."),
		link:           describe("link_up", "Whether capdeck is logged in at the primary T-Server and its link to the switch is up: 1 or 0.", labelSite),
		leftOut:        describe("teams_left_out", "The number of teams that have no metrics of their own; team=\"*\" is their sum.", labelSite),
		dns:            describe("dns", "DNs by the state of their capture: rec, paused, off, unknown, or stale if no one vouches for the state.", labelSite, labelTeam, "state"),
		registered:     describe("registered_dns", "DNs that are registered.", labelSite, labelTeam),
		faulty:         describe("faulty_dns", "DNs with a fault.", labelSite, labelTeam),
		calls:          describe("calls", "DNs on an answered call by their capture: captured, paused, or not_captured (off, or not verifiable).", labelSite, labelTeam, "capture"),
		silent:         describe("recorder_silent_seconds", "How long the recorder has not answered; 0 while it answers.", labelSite, labelTeam),
		commands:       describe("commands_total", "Commands that have ended since capdeck started, by verb and outcome.", labelSite, "verb", "outcome"),
		queries:        describe("automatic_queries_total", "Automatic queries that have ended since capdeck started, by outcome.", labelSite, "outcome"),
		ratio:          describe("coverage_ratio", "The share of the stretches on calls that have no gap, of those that ended since capdeck started and are not excluded.", labelSite, labelTeam),
		stretches:      describe("stretches_total", "Stretches on calls that have ended since capdeck started: covered, gap, or excluded.", labelSite, labelTeam, "result"),
		gaps:           describe("gaps_total", "Gaps in the stretches that have ended since capdeck started.", labelSite, labelTeam),
		seconds:        describe("stretch_seconds_total", "The time of the stretches that have ended since capdeck started and are not excluded: captured, paused, off, or unverified.", labelSite, labelTeam, "part"),
		toCapture:      describe("time_to_capture_p95_seconds", "The 95th percentile of the time from the beginning of a stretch to its capture, since capdeck started.", labelSite, labelTeam),
		incidents:      describe("incidents_total", "Incidents that were raised since capdeck started, by kind; team=\"\" is also for those of the whole site.", labelSite, labelTeam, "kind"),
		open:           describe("open_incidents", "Incidents that are not over."),
		unacknowledged: describe("unacknowledged_incidents", "Incidents that no one has acknowledged, by severity: minor or major.", "severity"),
		answered:       describe("indication_seconds", "The time from a request to the indication that it asks for: of commands, or of automatic queries.", labelSite, "request"),
	}
}

// Describe is part of prometheus.Collector.
func (c *collector) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{
		c.build, c.age, c.link, c.leftOut, c.dns, c.registered, c.faulty, c.calls, c.silent, c.commands, c.queries, c.answered,
		c.ratio, c.stretches, c.gaps, c.seconds, c.toCapture, c.incidents, c.open, c.unacknowledged,
	} {
		to <- desc
	}
}

// Collect is part of prometheus.Collector. Several goroutines may call it at a time.
func (c *collector) Collect(to chan<- prometheus.Metric) {
	out := sink{to}
	out.gauge(c.build, 1, c.version, runtime.Version())
	latest := c.latest.Load()
	if latest == nil {
		return
	}
	out.gauge(c.age, max(c.now().Sub(latest.At), 0).Seconds())
	out.gauge(c.open, float64(latest.Incidents.Open))
	out.gauge(c.unacknowledged, float64(latest.Incidents.Major), "major")
	out.gauge(c.unacknowledged, float64(latest.Incidents.Unacknowledged-latest.Incidents.Major), "minor")
	for i := range latest.Sites {
		c.collectSite(out, &latest.Sites[i])
	}
}

func (c *collector) collectSite(out sink, site *figures.Site) {
	up := 0.0
	if site.LinkUp {
		up = 1
	}
	out.gauge(c.link, up, site.Name)
	out.gauge(c.leftOut, float64(site.LeftOut), site.Name)
	for i := range site.Teams {
		c.collectTeam(out, site.Name, &site.Teams[i])
		c.collectCoverage(out, site.Name, &site.Teams[i])
	}
	c.collectIncidents(out, site)
	if site.Verbs == nil {
		return
	}
	for i := range site.Verbs {
		verb := &site.Verbs[i]
		for _, outcome := range outcomes(&verb.Outcomes) {
			out.counter(c.commands, float64(outcome.count), site.Name, verb.Verb.String(), outcome.word)
		}
	}
	for _, outcome := range outcomes(&site.Queries) {
		out.counter(c.queries, float64(outcome.count), site.Name, outcome.word)
	}
	out.histogram(c.answered, &site.ToIndication, site.Name, "command")
	out.histogram(c.answered, &site.QueryToIndication, site.Name, "automatic_query")
}

func (c *collector) collectTeam(out sink, site string, team *figures.Team) {
	n := &team.Counters
	for _, state := range [...]struct {
		word  string
		count int
	}{
		{"rec", n.Rec - n.StaleRec},
		{"paused", n.Paused - n.StalePaused},
		{"off", n.Off - n.StaleOff},
		{"unknown", n.Unknown},
		{"stale", n.StaleRec + n.StalePaused + n.StaleOff},
	} {
		out.gauge(c.dns, float64(state.count), site, team.Name, state.word)
	}
	out.gauge(c.registered, float64(n.Registered), site, team.Name)
	out.gauge(c.faulty, float64(n.Faults), site, team.Name)
	out.gauge(c.calls, float64(team.Calls.Captured), site, team.Name, "captured")
	out.gauge(c.calls, float64(team.Calls.Paused), site, team.Name, "paused")
	out.gauge(c.calls, float64(team.Calls.Not), site, team.Name, "not_captured")
	out.gauge(c.silent, team.Silent.Seconds(), site, team.Name)
}

// collectIncidents collects how many incidents of each kind there were in each team, also
// if there were none: an increase needs the 0 before it.
func (c *collector) collectIncidents(out sink, site *figures.Site) {
	teams := map[string]bool{"": true}
	for i := range site.Teams {
		teams[site.Teams[i].Name] = true
	}
	for of := range site.Incidents {
		teams[of.Team] = true
	}
	for team := range teams {
		for _, kind := range incidents.Kinds() {
			count := site.Incidents[figures.TeamKind{Team: team, Kind: kind}]
			out.counter(c.incidents, float64(count), site.Name, team, kind.String())
		}
	}
}

// collectCoverage collects what is known about the stretches of a team. A ratio of none
// and a percentile of none do not exist.
func (c *collector) collectCoverage(out sink, site string, team *figures.Team) {
	sums := &team.Sums
	if share, ok := sums.Share(); ok {
		out.gauge(c.ratio, share, site, team.Name)
	}
	if team.HasToCapture {
		out.gauge(c.toCapture, team.ToCapture.Seconds(), site, team.Name)
	}
	out.counter(c.stretches, float64(sums.Covered), site, team.Name, "covered")
	out.counter(c.stretches, float64(sums.Stretches-sums.Excluded-sums.Covered), site, team.Name, "gap")
	out.counter(c.stretches, float64(sums.Excluded), site, team.Name, "excluded")
	out.counter(c.gaps, float64(sums.Gaps), site, team.Name)
	out.counter(c.seconds, sums.Captured.Seconds(), site, team.Name, "captured")
	out.counter(c.seconds, sums.Paused.Seconds(), site, team.Name, "paused")
	out.counter(c.seconds, sums.Off.Seconds(), site, team.Name, "off")
	out.counter(c.seconds, sums.Unverified.Seconds(), site, team.Name, "unverified")
}

// outcome is how often commands ended in one way, with the word for it.
type outcome struct {
	word  string
	count uint64
}

// outcomes returns all outcomes, also those that never happened: a rate needs the 0 before
// the first one.
func outcomes(o *stats.Outcomes) []outcome {
	return []outcome{
		{"confirmed", o.Confirmed},
		{"rejected", o.Rejected},
		{"unanswered", o.Unanswered},
		{"contradicted", o.Contradicted},
		{"superseded", o.Superseded},
		{"lost", o.Lost},
		{"cancelled", o.Cancelled},
	}
}

// sink receives metrics. The values of labels are valid UTF-8 and as many as the metric
// has labels, so that making a metric cannot fail.
type sink struct{ to chan<- prometheus.Metric }

func (s sink) gauge(desc *prometheus.Desc, value float64, labels ...string) {
	s.to <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
}

func (s sink) counter(desc *prometheus.Desc, value float64, labels ...string) {
	s.to <- prometheus.MustNewConstMetric(desc, prometheus.CounterValue, value, labels...)
}

// histogram sends a histogram. Its last bar, which has no upper limit, is the difference
// to the count.
func (s sink) histogram(desc *prometheus.Desc, times *figures.Times, labels ...string) {
	buckets := make(map[float64]uint64, len(times.Bars))
	upTo := uint64(0)
	for _, bar := range times.Bars {
		if upTo += bar.Count; bar.To > 0 {
			buckets[bar.To.Seconds()] = upTo
		}
	}
	s.to <- prometheus.MustNewConstHistogram(desc, times.Count, times.Sum.Seconds(), buckets, labels...)
}
