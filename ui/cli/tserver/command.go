// Package tserver is the command capdeck tserver: the simulated T-Server with a
// recorder beside it, and the console on standard input that takes orders for both.
// How they behave is the business of simserver and recorder, not of this package.
package tserver

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

const long = `Tserver runs a simulated T-Server with a recording vendor's part beside it, for
this program or any other T-Client. It speaks the protocol of docs/protocol and
listens on the loopback interface unless told otherwise.

While it runs, each line on standard input is an order, for example:

  ring 7001 +33123456        an inbound call rings at 7001
  answer 7001                it is established
  fault dn=7002,echo=off     the T-Server misbehaves at 7002
  recorder dn=7003,silent=on the recorder does not answer for 7003
  drop capdeck               the connections of capdeck end
  restart 5s                 the T-Server is gone for five seconds
  switchover                 its backup takes over (--pair-listen)
  standby hot                the backup takes clients instead of refusing them
  help                       all orders`

type options struct {
	listen, pairListen, dns                string
	appName, version, passwordFile         string
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
		Short:   "run the simulated T-Server, with a recorder",
		Long:    long + "\n\n" + faultHelp(),
		Example: "  capdeck tserver --listen 127.0.0.1:7000 --dns 7001-7050",
		Args:    flags.NoArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return run(command.Context(), streams, &given)
		},
	}
	set := command.Flags()
	set.StringVar(&given.listen, "listen", "127.0.0.1:7000", "HOST:PORT to listen on; port 0 takes a free one")
	set.StringVar(&given.pairListen, "pair-listen", "", "HOST:PORT of a second server that is its backup, which refuses connections until the order switchover changes their roles, or standby hot lets it take clients")
	set.StringVar(&given.dns, "dns", "7001-7050", "the DNs that it has, as in 7001,7005-7050")
	set.BoolVar(&given.anyDN, "any-dn", false, "accept every DN, as some T-Servers do")
	set.BoolVar(&given.noRecorder, "no-recorder", false, "without the recording vendor's part")
	set.BoolVar(&given.life, "life", false, "let agents work and calls come and go")
	set.BoolVar(&given.quiet, "quiet", false, "say nothing about clients that come and go")
	set.BoolVar(&given.backup, "backup", false, "start in the role of the backup")
	set.StringVar(&given.appName, "name", "", "its ApplicationName")
	set.StringVar(&given.version, "server-version", "", "its ServerVersion")
	set.StringVar(&given.passwordFile, "password-file", "", "a file, readable by its owner only, whose first line is the password of a login; else CAPDECK_PASSWORD; without: any login")
	set.StringVar(&given.tlsCert, "tls-cert", "", "a PEM file with the server's certificate: connections are TLS")
	set.StringVar(&given.tlsKey, "tls-key", "", "a PEM file with its key")
	set.StringVar(&given.tlsClientCA, "tls-client-ca", "", "a PEM file with the authorities of client certificates: each client must show one (mutual TLS)")
	set.Uint64Var(&given.seed, "seed", 1, "what ConnIDs and the life are made from")
	set.StringArrayVar(&given.faults, "fault", nil, "a fault to begin with, as in dn=7003,echo=off; may be repeated")
	set.StringArrayVar(&given.recorderFaults, "recorder-fault", nil, "a fault of the recorder to begin with; may be repeated")
	set.BoolVar(&given.second, "recorder-2", false, "run a second recorder on the same DNs, which can disagree with the first")
	set.StringArrayVar(&given.secondFaults, "recorder-2-fault", nil, "a fault of the second recorder to begin with, as in wrong=on; may be repeated")
	return command
}

// faultHelp lists what can be ordered of the T-Server and of the recorder.
func faultHelp() string {
	var text strings.Builder
	text.WriteString("Orders:\n" + orderHelp(orders(context.Background(), nil, new(simserver.Pair))) + "\n\n")
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

// recorderNames are the recorders' application names, and the words of the
// orders to them.
var recorderNames = [...]string{"recorder", "recorder-2"}

// recorders returns the faults to begin with of each recorder: none, one, or two
// that can disagree.
func (f *options) recorders() [][]string {
	switch {
	case f.noRecorder:
		return nil
	case len(f.secondFaults) > 0 || f.second:
		return [][]string{f.recorderFaults, f.secondFaults}
	}
	return [][]string{f.recorderFaults}
}

// checkFaults returns an error for a malformed fault, before anything is started.
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
	if err := given.checkFaults(); err != nil {
		return err
	}
	if given.noRecorder && (given.second || len(given.recorderFaults)+len(given.secondFaults) > 0) {
		return exit.UsageError("--no-recorder and the flags of the recorders exclude each other: --recorder-fault, --recorder-2 and --recorder-2-fault have nothing to act on")
	}
	if given.backup && given.pairListen != "" {
		return exit.UsageError("--backup and --pair-listen exclude each other: of a pair, the second server is the backup")
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	return streams.RunHeadless(stop, func() error {
		simulation, err := startSimulation(streams, given, set)
		if err != nil {
			return err
		}
		defer simulation.close()
		var recorders []*recorder.Recorder
		defer func() {
			for _, rec := range recorders {
				rec.Close()
			}
		}()
		for i, faults := range given.recorders() {
			rec, err := simulation.startRecorder(ctx, recorderNames[i], faults, set, streams.Guard.Go)
			if err != nil {
				return err
			}
			recorders = append(recorders, rec)
		}
		if given.life {
			life := simserver.NewLife(simulation.current(), simserver.LifeOptions{Seed: given.seed, Current: simulation.current})
			streams.Guard.Go(func() { runLife(ctx, life) })
		}
		streams.Guard.Go(func() {
			serveConsole(streams.In, streams.Out, simulation.current, orders(ctx, recorders, simulation.pair))
		})
		<-ctx.Done()
		return nil
	})
}

// runLife runs agents and calls until the context ends.
func runLife(ctx context.Context, life *simserver.Life) {
	ticker := time.NewTicker(250 * time.Millisecond)
	defer ticker.Stop()
	life.Run(ctx, ticker.C)
}
