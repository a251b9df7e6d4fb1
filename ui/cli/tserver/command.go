// Package tserver is the command capdeck tserver: the simulated T-Server with a recorder,
// and the console on standard input that gives orders to both. Packages simserver and
// recorder decide how they behave.
package tserver

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/cell"
	"capdeck/ui/cli/control"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

const long = `Tserver runs a simulated T-Server with a simulated recorder, for capdeck or any
other T-Client. It speaks the protocol of docs/protocol and listens on the
loopback interface by default.

While it runs, each line on standard input is an order, for example:

  ring 7001 +33123456        an inbound call rings at 7001
  answer 7001                the call at 7001 is established
  fault dn=7002,echo=off     T-Server sends no echo for 7002
  recorder dn=7003,silent=on the recorder does not answer for 7003
  drop capdeck               T-Server closes capdeck's connections
  restart 5s                 T-Server is down for five seconds
  switchover                 the backup takes over (--pair-listen)
  standby hot                the backup accepts clients instead of refusing them
  rate calls=5,events=100    change the load (--calls-per-second)
  statistics                 show what happened so far
  help                       list all orders

At the end it prints the statistics.`

const example = `  capdeck tserver --listen 127.0.0.1:7000 --dns 7001-7050
  capdeck tserver --life --recorder-fault dn=7002,silent=on
  capdeck tserver --dns 7001-7400 --agents 200 --calls-per-second 10 --events-per-second 50`

type options struct {
	listen, listenTLS                      []string
	pairListen, pairListenTLS              []string
	dns                                    string
	appName, version, passwordFile         string
	control, orders                        string
	keepGoing, json                        bool
	agents                                 int
	callRate, eventRate                    float64
	callTime                               time.Duration
	tlsCert, tlsKey, tlsClientCA           string
	noRecorder, anyDN, life, quiet, backup bool
	seed                                   uint64
	faults, recorderFaults, secondFaults   []string
	second                                 bool
}

// Command returns the command.
func Command(streams process.Streams) *cobra.Command {
	var given options
	command := &cobra.Command{
		Use:     "tserver",
		Short:   "Run a simulated T-Server with a recorder",
		Long:    long + "\n\n" + faultHelp(),
		Example: example,
		Args:    flags.NoArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return run(command.Context(), streams, &given)
		},
	}
	set := command.Flags()
	set.StringArrayVar(&given.listen, "listen", nil, "listen on this HOST:PORT; port 0 means a free port; may be repeated (default 127.0.0.1:7000)")
	set.StringArrayVar(&given.listenTLS, "listen-tls", nil, "listen with TLS on this HOST:PORT; may be repeated; without this flag, every port uses TLS if there is --tls-cert")
	set.StringArrayVar(&given.pairListenTLS, "pair-listen-tls", nil, "let the backup listen with TLS on this HOST:PORT")
	set.StringArrayVar(&given.pairListen, "pair-listen", nil, "run a backup on this HOST:PORT, which refuses connections until the order switchover makes it primary or the order standby hot makes it accept clients")
	set.StringVar(&given.dns, "dns", "7001-7050", "simulate these DNs, as in 7001,7005-7050")
	set.BoolVar(&given.anyDN, "any-dn", false, "accept every DN, as some T-Servers do")
	set.BoolVar(&given.noRecorder, "no-recorder", false, "run without a recorder")
	set.BoolVar(&given.life, "life", false, "simulate agents at work and calls")
	set.BoolVar(&given.quiet, "quiet", false, "do not report clients that connect and disconnect")
	set.BoolVar(&given.backup, "backup", false, "start as the backup")
	set.StringVar(&given.appName, "name", "", "use this ApplicationName")
	set.StringVar(&given.version, "server-version", "", "use this ServerVersion")
	set.StringVar(&given.passwordFile, "password-file", "", "require the password in the first line of this file, which only its owner may be able to read; otherwise CAPDECK_PASSWORD; without either, accept any login")
	set.StringVar(&given.tlsCert, "tls-cert", "", "use TLS with the certificate in this PEM file; see --listen-tls")
	set.StringVar(&given.tlsKey, "tls-key", "", "read the key of --tls-cert from this PEM file")
	set.StringVar(&given.tlsClientCA, "tls-client-ca", "", "require a client certificate from an authority in this PEM file (mutual TLS)")
	set.StringVar(&given.control, "control", "", "take orders on a Unix socket at this PATH too, which only you may open; capdeck order gives them")
	set.IntVar(&given.agents, "agents", 0, "log agents in on the first N DNs, on all DNs if there is only a rate")
	set.Float64Var(&given.callRate, "calls-per-second", 0, "make this many calls a second; the orders rate, + and - change it")
	set.Float64Var(&given.eventRate, "events-per-second", 0, "make this many other events a second: states of agents, user data of calls")
	set.DurationVar(&given.callTime, "call-time", 10*time.Second, "how long an agent talks on average with --calls-per-second; a call rings for a fifth of it before")
	set.BoolVar(&given.json, "json", false, "print the statistics at the end as a JSON object; all else then goes to standard error")
	set.StringVar(&given.orders, "orders", "", "execute the orders in this FILE, one a line, once the simulation runs; end with exit code 1 at the first that is refused")
	set.BoolVar(&given.keepGoing, "keep-going", false, "execute the rest of --orders when one is refused")
	set.Uint64Var(&given.seed, "seed", 1, "seed the generator of ConnIDs, of --life, of the load and of the recorder's faults")
	set.StringArrayVar(&given.faults, "fault", nil, "start with this fault, as in dn=7003,echo=off; may be repeated")
	set.StringArrayVar(&given.recorderFaults, "recorder-fault", nil, "start with this fault of the recorder, as in silent=on; may be repeated")
	set.BoolVar(&given.second, "recorder-2", false, "run a second recorder on the same DNs, which can disagree with the first")
	set.StringArrayVar(&given.secondFaults, "recorder-2-fault", nil, "start with this fault of the second recorder, as in wrong=on; may be repeated")
	completeFaults(command)
	return command
}

// completeFaults has a shell complete the words of faults.
func completeFaults(command *cobra.Command) {
	var ofServer, ofRecorder []string
	for _, word := range simserver.FaultWords() {
		ofServer = append(ofServer, flags.FaultStart(word.Word, word.Values))
	}
	for _, word := range recorder.OrderWords() {
		ofRecorder = append(ofRecorder, flags.FaultStart(word.Word, word.Values))
	}
	flags.CompleteList(command, "fault", ofServer)
	flags.CompleteList(command, "recorder-fault", ofRecorder)
	flags.CompleteList(command, "recorder-2-fault", ofRecorder)
}

// faultHelp lists the orders and faults of the T-Server and of the recorder.
func faultHelp() string {
	var text strings.Builder
	text.WriteString("Orders:\n" + orderHelp(slices.Concat(orders(context.Background(), nil, new(simserver.Pair)), loadOrders(nil), runOrders(context.Background(), nil, nil))) + "\n\n")
	text.WriteString("Words of --fault and of the order fault:\n\n")
	for _, word := range simserver.FaultWords() {
		fmt.Fprintf(&text, "  %-16s %s: %s\n", word.Word, word.Values, word.Meaning)
	}
	text.WriteString("\nKinds of garbage:\n\n")
	for _, kind := range simserver.GarbageKinds() {
		fmt.Fprintf(&text, "  %-22s %s; it %s\n", kind.Word, kind.Meaning, kind.Values)
	}
	text.WriteString("\nWords of --recorder-fault, --recorder-2-fault and of the orders recorder and recorder-2:\n\n")
	for _, word := range recorder.OrderWords() {
		fmt.Fprintf(&text, "  %-16s %s: %s\n", word.Word, word.Values, word.Meaning)
	}
	return text.String()
}

// recorderNames are the recorders' application names, which are also the orders to them.
var recorderNames = [...]string{"recorder", "recorder-2"}

// recorders returns the initial faults of each recorder: of none, one, or two that can
// disagree.
func (f *options) recorders() [][]string {
	switch {
	case f.noRecorder:
		return nil
	case len(f.secondFaults) > 0 || f.second:
		return [][]string{f.recorderFaults, f.secondFaults}
	}
	return [][]string{f.recorderFaults}
}

// check returns an error for flags that are malformed or exclude each other, before
// anything is started.
func (f *options) check() error {
	switch {
	case f.noRecorder && (f.second || len(f.recorderFaults)+len(f.secondFaults) > 0):
		return exit.UsageError("--no-recorder excludes --recorder-fault, --recorder-2 and --recorder-2-fault")
	case f.backup && f.paired():
		return exit.UsageError("--backup and --pair-listen exclude each other: the second server of a pair is the backup")
	case len(f.listenTLS)+len(f.pairListenTLS) > 0 && f.tlsCert == "":
		return exit.UsageError("--listen-tls and --pair-listen-tls need --tls-cert and --tls-key")
	case f.keepGoing && f.orders == "":
		return exit.UsageError("--keep-going is about --orders")
	}
	if err := f.checkPorts(); err != nil {
		return err
	}
	if err := f.checkLoad(); err != nil {
		return err
	}
	return f.checkFaults()
}

// paired reports whether the T-Server has a backup.
func (f *options) paired() bool { return len(f.pairListen)+len(f.pairListenTLS) > 0 }

// checkFaults returns an error for a malformed fault.
func (f *options) checkFaults() error {
	for _, fault := range f.faults {
		if _, err := simserver.ParseFault(fault); err != nil {
			return exit.UsageError("--fault: %w", err)
		}
	}
	for name, faults := range map[string][]string{"recorder-fault": f.recorderFaults, "recorder-2-fault": f.secondFaults} {
		for _, fault := range faults {
			if _, err := recorder.ParseOrder(fault); err != nil {
				return exit.UsageError("--%s: %w", name, err)
			}
		}
	}
	return nil
}

func run(ctx context.Context, streams process.Streams, given *options) error {
	set := dnfile.NewSet()
	if err := set.AddList(given.dns); err != nil {
		return exit.UsageError("--dns: %w", err)
	}
	if err := given.check(); err != nil {
		return err
	}
	var file []fileOrder
	if given.orders != "" {
		var err error
		if file, err = readOrders(given.orders); err != nil {
			return err
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	results := streams.Out
	if given.json {
		streams.Out = streams.Err
	}
	return streams.RunHeadless(stop, func() error {
		simulation, err := startSimulation(streams, given, set)
		if err != nil {
			return err
		}
		defer simulation.close()
		for i, faults := range given.recorders() {
			if err = simulation.startRecorder(ctx, recorderNames[i], faults, set, streams.Guard.Go); err != nil {
				return err
			}
		}
		if given.life {
			life := simserver.NewLife(simulation.current(), simserver.LifeOptions{Seed: given.seed, Current: simulation.current})
			streams.Guard.Go(func() { runLife(ctx, life) })
		}
		if simulation.load != nil {
			streams.Guard.Go(func() { runLoad(ctx, streams, simulation.load) })
		}
		if err = takeOrders(ctx, stop, streams, given, simulation, file); exit.CodeOf(err) == exit.Usage {
			return err
		}
		return errors.Join(err, simulation.writeStatistics(results, given.json))
	})
}

// takeOrders executes the orders of all sources until the context ends: of the socket, of
// standard input and of a file. A file ends the run if one of its orders is refused.
func takeOrders(ctx context.Context, stop func(), streams process.Streams, given *options, simulation *simulation, file []fileOrder) error {
	d := &desk{current: simulation.current, ended: ctx.Done(), known: slices.Concat(orders(ctx, simulation.recorders, simulation.pair), loadOrders(simulation.load), runOrders(ctx, stop, simulation))}
	if err := checkOrders(given.orders, file, d.known); err != nil {
		return err
	}
	if given.control != "" {
		listener, err := control.Listen(given.control, d.take, streams.Guard.Go)
		if err != nil {
			return exit.UsageError("--control: %w", err)
		}
		defer listener.Close()
		fmt.Fprintf(streams.Out, "orders are taken on %s\n", cell.Clean(given.control))
	}
	streams.Guard.Go(func() { serveConsole(streams.In, streams.Out, d) })
	if err := playOrders(d, given.orders, file, given.keepGoing, streams.Out); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// runLife runs agents and calls until the context is cancelled.
func runLife(ctx context.Context, life *simserver.Life) {
	ticker := time.NewTicker(250 * time.Millisecond)
	defer ticker.Stop()
	life.Run(ctx, ticker.C)
}
