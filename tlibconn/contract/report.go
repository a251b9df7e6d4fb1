package contract

import (
	"time"
)

// ReportSchema is the version of the JSON form of a Report. It rises when a key changes
// its meaning or is removed.
const ReportSchema = 1

// Class says how strictly a case is judged.
type Class string

const (
	// Required cases check what the contract says, and nothing else.
	Required Class = "required"
	// Robust cases check what a good recorder does though the contract does not say so. A
	// deviation is Noted, and Failed only if an expectation names the case.
	Robust Class = "robust"
	// Observed cases record what a recorder does where the contract is silent. They are
	// Noted, and judged only if an expectation names the case.
	Observed Class = "observed"
	// Informative cases measure. They fail only by a limit that the caller set.
	Informative Class = "informative"
)

// Subject is the party that a case judges.
type Subject string

const (
	// SubjectRecorder is the recording vendor's side.
	SubjectRecorder Subject = "recorder"
	// SubjectTServer is the T-Server between the two.
	SubjectTServer Subject = "tserver"
)

// Verdict is what became of a run or of a case.
type Verdict string

// The verdicts.
const (
	// Passed: what was seen is what was expected.
	Passed Verdict = "passed"
	// Failed: it is not, and the case is required or an expectation names it.
	Failed Verdict = "failed"
	// Noted: what was seen is recorded, and nobody asked for it to be judged.
	Noted Verdict = "noted"
	// Blocked: the case could not be judged, because something that it needs did not work.
	Blocked Verdict = "blocked"
	// Skipped: the case was not run, because what it needs was not offered.
	Skipped Verdict = "skipped"
	// Flaky: the runs of a repeated case ended differently. Only a Result has it.
	Flaky Verdict = "flaky"
)

// Report is what a check found. Its JSON form is stable within a ReportSchema.
type Report struct {
	// Schema is ReportSchema.
	Schema int `json:"schema"`
	// Program is the name and version of the program that checked.
	Program string `json:"program"`
	// Name is how the user calls what was checked, "" if they did not say.
	Name string `json:"name,omitempty"`
	// Server is the address of T-Server, ServerVersion what its login answer says.
	Server        string `json:"server"`
	ServerVersion string `json:"serverVersion,omitempty"`
	// DN is the DN under test, SecondDN the one that is watched beside it, "" for none.
	DN       string `json:"dn"`
	SecondDN string `json:"secondDN,omitempty"`
	// Began and Ended are when the check began and ended.
	Began time.Time `json:"began"`
	Ended time.Time `json:"ended"`
	// Results has one entry for each selected case, in the order in which they ran.
	Results []Result `json:"results"`
	// Latencies sums up the times to an indication by verb.
	Latencies []LatencySummary `json:"latencies"`
	// Blocked is a sentence that says why no case could be judged, "" if they could.
	Blocked string `json:"blocked,omitempty"`
	// Interrupted is a sentence that says what ended the check early, "" if nothing did.
	Interrupted string `json:"interrupted,omitempty"`
	// Notes has sentences about what the reader must know of the whole check.
	Notes []string `json:"notes,omitempty"`
	// Left has a sentence for each DN that could not be put back into the state in which
	// the check found it.
	Left []string `json:"left,omitempty"`
}

// Result is what became of one case.
type Result struct {
	// Case is the case's stable ID, such as rec/pause/from-enabled.
	Case string `json:"case"`
	// Title says in a sentence what the case checks.
	Title string `json:"title"`
	// Clause quotes the line of the contract that it rests on, or says that there is none.
	Clause  string  `json:"clause"`
	Class   Class   `json:"class"`
	Subject Subject `json:"subject"`
	// Verdict sums up the runs: theirs, if all are alike, else Flaky.
	Verdict Verdict `json:"verdict"`
	// Expectation has the outcomes that an expectation accepts, empty if none names the case.
	Expectation []string `json:"expectation,omitempty"`
	// Runs has an entry for each time that the case ran. A skipped case has one that says why.
	Runs []Run `json:"runs"`
}

// Run is one run of a case.
type Run struct {
	Verdict Verdict `json:"verdict"`
	// Outcome is a stable word for what was seen, such as none or error-59: expectations and
	// comparisons use it. Several indications have a plus sign between them; what a query then
	// tells follows a slash, as in none/enabled.
	Outcome string `json:"outcome"`
	// Reason says in a sentence why the verdict is not Passed; "" if it is.
	Reason string `json:"reason,omitempty"`
	// Sent, Expected and Seen say in words what was sent, what should have come and what came.
	Sent     []string `json:"sent,omitempty"`
	Expected []string `json:"expected,omitempty"`
	Seen     []string `json:"seen,omitempty"`
	// Aspects are judged apart from the case and do not change its verdict.
	Aspects []Aspect `json:"aspects,omitempty"`
	// Latencies are the times from a command's sending to its indication.
	Latencies []Latency `json:"latencies,omitempty"`
	// Began is when the run began, Took how long it took.
	Began time.Time     `json:"began"`
	Took  time.Duration `json:"tookNanoseconds"`
	// Log has the messages of this run, of all sessions, in their order.
	Log []LogEntry `json:"log,omitempty"`
	// LogCut counts messages that the log had no room for.
	LogCut int `json:"logCut,omitempty"`
}

// Aspect is something beside the case that was noticed in a run.
type Aspect struct {
	// Name is a stable word, such as late-second-indication.
	Name string `json:"name"`
	// OK is false for what deserves attention.
	OK bool `json:"ok"`
	// Text says in a sentence what was noticed.
	Text string `json:"text"`
}

// Latency is the time from a command's sending to its indication.
type Latency struct {
	Verb string        `json:"verb"`
	Took time.Duration `json:"tookNanoseconds"`
}

// LatencySummary sums up the latencies of one verb.
type LatencySummary struct {
	Verb  string        `json:"verb"`
	Count int           `json:"count"`
	P50   time.Duration `json:"p50Nanoseconds"`
	P95   time.Duration `json:"p95Nanoseconds"`
	Max   time.Duration `json:"maxNanoseconds"`
}

// LogEntry is one message of a run.
type LogEntry struct {
	At time.Time `json:"at"`
	// Session is the session that sent or received it: desktop or second-desktop.
	Session string `json:"session"`
	// Sent is true for a request, false for what arrived.
	Sent bool `json:"sent"`
	// Text is the message in the form of T-Server's log, with several lines.
	Text string `json:"text"`
	// Frame is the message's bytes, as the codec makes them.
	Frame []byte `json:"frame,omitempty"`
}
