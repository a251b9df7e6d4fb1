// Package recorder is the command capdeck recorder: it plays the recording vendor's side of the
// screen-capture contract at any T-Server, and prints what became of each command and each
// indication. Package tlibconn/recorder decides what is answered. With --manual, package
// manual shows the commands, and keys answer them.
package recorder

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"capdeck/tlibconn/recorder"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

const long = `Recorder plays the recording vendor's part at a T-Server: it logs in, registers the
DNs, and answers the commands that agent desktops send for them by an indication,
as a recorder would. It prints a line for each command with its indication, how
long that took, and whether T-Server accepted it.

It answers by this table: start is answered by enabled, stop by disabled; pause by
paused and resume by enabled if the capture was enabled or paused, and otherwise,
like query, by the state as it is. It can be ordered to fail with --fault, and while it runs by
orders on standard input and on the socket of --control:

  recorder dn=7003,silent=on                do not answer for 7003
  recorder dn=7003,verb=pause,silent=30%    ignore 30 % of the commands to pause
  recorder wrong=5%,late=10s:20%            5 % wrong, a fifth 10 s later
  recorder unasked=disabled,dn=7004         stop a capture, and say so
  states, counts, help

It sends real indications: do not run it beside the recorder of a live site. It
reads no configuration file, so that it never records the DNs of a board by
mistake. It ends with a signal, such as ctrl+c, and then prints counts.`

const example = `  capdeck tserver --no-recorder --listen 127.0.0.1:7000 --dns 7001-7050
  capdeck recorder --host 127.0.0.1:7000 --dn 7001-7050 --delay 200ms
  capdeck recorder --host 127.0.0.1:7000 --dn 7001-7050 --fault verb=pause,silent=30% --json
  capdeck recorder --host 127.0.0.1:7000 --dn 7001-7050 --manual`

// defaultAppName is the ApplicationName of the login without --app-name.
const defaultAppName = "recorder"

// answerTimeout is how long an indication waits for T-Server's answer.
const answerTimeout = 10 * time.Second

type options struct {
	connection    flags.Connection
	secure        flags.TLS
	dns           flags.DNs
	delay, jitter time.Duration
	seed          uint64
	faults        []string
	announce      bool
	stateFile     string
	control       string
	asJSON        bool

	manual, answerQueries, ascii bool
	theme, color                 string
}

// Command returns the command.
func Command(streams process.Streams) *cobra.Command {
	given := options{connection: flags.Connection{AppName: defaultAppName}}
	command := &cobra.Command{
		Use:     "recorder",
		Short:   "Play the recording vendor's side at a T-Server",
		Long:    long + "\n\n" + faultHelp(),
		Example: example,
		Args:    flags.NoArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return run(command.Context(), streams, &given)
		},
	}
	set := command.Flags()
	given.connection.Register(set)
	given.dns.Register(set)
	given.secure.Register(set)
	set.DurationVar(&given.delay, "delay", 0, "wait this long before each indication, as in 200ms")
	set.DurationVar(&given.jitter, "jitter", 0, "wait a random time up to this one in addition")
	set.Uint64Var(&given.seed, "seed", 1, "seed the generator of --jitter and of faults with a percentage; the same seed gives each DN the same sequence")
	set.StringArrayVar(&given.faults, "fault", nil, "start with this fault, as in dn=7003,verb=pause,silent=30%; may be repeated")
	set.BoolVar(&given.announce, "announce", false, "send an indication of each DN's state when it is registered")
	set.StringVar(&given.stateFile, "state-file", "", "keep the states of the captures in this file, and start with those in it")
	set.StringVar(&given.control, "control", "", "take orders on a Unix socket at this path")
	set.BoolVar(&given.manual, "manual", false, "show the commands on the screen, and answer them with keys")
	set.BoolVar(&given.answerQueries, "answer-queries", false, "with --manual, answer queries without a key")
	set.StringVar(&given.theme, "theme", "auto", "with --manual, use this theme: dark, light, mono, contrast, colorblind, one of your own, or auto")
	set.StringVar(&given.color, "color", "auto", "with --manual, "+flags.ColorHelp)
	set.BoolVar(&given.ascii, flags.ASCIIName, false, "with --manual, send only ASCII to the terminal; on by default if the locale names a character set other than UTF-8")
	set.BoolVar(&given.asJSON, "json", false, "print one JSON object a line")
	flags.CompleteList(command, "fault", faultStarts())
	return command
}

// faultStarts returns how the items of --fault begin.
func faultStarts() []string {
	var starts []string
	for _, word := range recorder.OrderWords() {
		if !slices.Contains(onlyWhileItRuns[:], word.Word) {
			starts = append(starts, flags.FaultStart(word.Word, word.Values))
		}
	}
	return starts
}

// faultHelp lists the words of a fault.
func faultHelp() string {
	var text strings.Builder
	text.WriteString("Words of --fault and of the order recorder:\n\n")
	for _, line := range wordLines() {
		text.WriteString("  " + line + "\n")
	}
	return text.String()
}

func wordLines() []string {
	var lines []string
	for _, word := range recorder.OrderWords() {
		lines = append(lines, fmt.Sprintf("%-16s %s: %s", word.Word, word.Values, word.Meaning))
	}
	return lines
}

// entries returns the DNs to record, after checking the flags.
func (o *options) entries() ([]dnfile.Entry, error) {
	if o.connection.Host == "" {
		return nil, exit.UsageError("recorder needs a T-Server: use --host HOST:PORT, such as that of capdeck tserver --no-recorder")
	}
	if o.manual && o.asJSON {
		return nil, exit.UsageError("--manual and --json exclude each other: the one shows a screen, the other prints lines")
	}
	if o.answerQueries && !o.manual {
		return nil, exit.UsageError("--answer-queries without --manual: all commands are answered anyway")
	}
	for name, value := range map[string]time.Duration{"delay": o.delay, "jitter": o.jitter} {
		if value < 0 || value > maxDelay {
			return nil, exit.UsageError("--%s %s: use a time from 0s to %s", name, value, maxDelay)
		}
	}
	entries, err := o.dns.Entries(&o.connection)
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, exit.UsageError("recorder needs a DN: use --dn 7001,7005-7050 or --dn-file FILE")
	}
	return entries, nil
}

// onlyWhileItRuns are the words of faults that --fault does not take.
var onlyWhileItRuns = [...]string{"unasked", "restart"}

// maxDelay is the longest --delay and --jitter.
const maxDelay = 24 * time.Hour

// presets returns the orders of --fault. The error names the flag.
func (o *options) presets(entries []dnfile.Entry) ([]recorder.Order, error) {
	recorded := make(map[string]bool, len(entries))
	for _, entry := range entries {
		recorded[entry.DN] = true
	}
	orders := make([]recorder.Order, 0, len(o.faults))
	for _, text := range o.faults {
		order, err := recorder.ParseOrder(text)
		if err != nil {
			return nil, exit.UsageError("--fault: %w", err)
		}
		if !order.AtStart() {
			return nil, exit.UsageError("--fault %s: unasked and restart are orders to a running recorder; write them on standard input or to the socket of --control", text)
		}
		for _, dn := range order.DNs {
			if !recorded[dn] {
				return nil, exit.UsageError("--fault %s: the DN %q is not one of --dn and --dn-file", text, dn)
			}
		}
		orders = append(orders, order)
	}
	return orders, nil
}
