package tserver

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"strings"
	"time"

	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/cell"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/password"
	"capdeck/ui/cli/process"
)

// defaultListen is the port without --listen.
const defaultListen = "127.0.0.1:7000"

// simulation is the T-Server of `capdeck tserver`, or its pair.
type simulation struct {
	current   func() *simserver.Server
	pair      *simserver.Pair // nil without a backup
	servers   []*simserver.Server
	password  string
	seed      uint64
	recording *tls.Config // of the recorder's connection; nil without TLS
	recorders []*recorder.Recorder
	load      *simserver.Load // nil for none
}

func startSimulation(streams process.Streams, flags *options, set *dnfile.Set) (*simulation, error) {
	s := &simulation{seed: flags.seed}
	var err error
	source := password.Source{File: flags.passwordFile}
	if s.password, err = source.Read(streams); err != nil {
		return nil, err
	}
	streams.Guard.AddSecret(s.password)
	options := simserver.Options{
		Go: streams.Guard.Go, AnyDN: flags.anyDN, Application: flags.appName,
		Version: flags.version, Backup: flags.backup, Seed: flags.seed, Password: s.password,
		Log: serverLog(streams, flags, ""),
	}
	for _, entry := range set.Entries {
		options.DNs = append(options.DNs, simserver.DN{Number: entry.DN})
	}
	var secure *tls.Config
	if secure, s.recording, err = flags.tlsConfigs(); err != nil {
		return nil, err
	}
	if err = s.start(streams, flags, options, secure); err != nil {
		return nil, fmt.Errorf("cannot start the simulated T-Server: %w", err)
	}
	if s.load, err = s.newLoad(flags); err != nil {
		s.close()
		return nil, err
	}
	for _, server := range s.servers {
		for _, fault := range flags.faults {
			if err = preset(server, fault); err != nil {
				s.close()
				return nil, exit.UsageError("--fault: %w", err)
			}
		}
	}
	for i, server := range s.servers {
		what := "the simulated T-Server listens on %s with %s\n"
		if i > 0 {
			what = "the simulated T-Server's backup refuses connections; it listens on %s as primary, with %s\n"
		}
		fmt.Fprintf(streams.Out, what, portsInWords(server, flags), count(len(set.Entries), "DN"))
	}
	return s, nil
}

// portsInWords returns the addresses of a server's ports, those with TLS marked if there
// are others.
func portsInWords(server *simserver.Server, flags *options) string {
	addresses := server.Addrs()
	for i := range addresses {
		if len(flags.listenTLS)+len(flags.pairListenTLS) > 0 && server.Ports()[i].TLS != nil {
			addresses[i] += " (TLS)"
		}
	}
	return strings.Join(addresses, " and ")
}

// ports returns the ports that the flags name. If no port is named as one with TLS, all are
// when there is a certificate.
func ports(plain, withTLS []string, secure *tls.Config) []simserver.Port {
	var all []simserver.Port
	for _, address := range plain {
		port := simserver.Port{Listen: address}
		if len(withTLS) == 0 {
			port.TLS = secure
		}
		all = append(all, port)
	}
	for _, address := range withTLS {
		all = append(all, simserver.Port{Listen: address, TLS: secure})
	}
	return all
}

// listenOn makes the ports those of the options.
func listenOn(options simserver.Options, all []simserver.Port) simserver.Options {
	options.Listen, options.TLS, options.Ports = all[0].Listen, all[0].TLS, all[1:]
	return options
}

func (s *simulation) start(streams process.Streams, flags *options, options simserver.Options, secure *tls.Config) error {
	listen := flags.listen
	if len(listen)+len(flags.listenTLS) == 0 {
		listen = []string{defaultListen}
	}
	options = listenOn(options, ports(listen, flags.listenTLS, secure))
	if !flags.paired() {
		server, err := simserver.New(options)
		s.servers, s.current = []*simserver.Server{server}, func() *simserver.Server { return server }
		return err
	}
	backup := listenOn(options, ports(flags.pairListen, flags.pairListenTLS, secure))
	options.Log, backup.Log = serverLog(streams, flags, options.Listen+": "), serverLog(streams, flags, backup.Listen+": ")
	pair, err := simserver.NewPair(options, backup)
	if err != nil {
		return err
	}
	s.pair, s.current = pair, pair.Primary
	s.servers = []*simserver.Server{pair.Primary(), pair.Backup()}
	return nil
}

// preset sets a fault that applies while the server is primary.
func preset(server *simserver.Server, text string) error {
	fault, err := simserver.ParseFault(text)
	if err != nil {
		return err
	}
	return server.Preset(fault)
}

func serverLog(streams process.Streams, flags *options, who string) func(string) {
	return func(sentence string) {
		if !flags.quiet {
			fmt.Fprintf(streams.Out, "%s %s%s\n", time.Now().Format("15:04:05.000"), who, cell.Clean(sentence))
		}
	}
}

func (s *simulation) close() {
	for _, rec := range s.recorders {
		rec.Close()
	}
	for _, server := range s.servers {
		server.Close()
	}
}

func (s *simulation) startRecorder(ctx context.Context, name string, faults []string, set *dnfile.Set, start func(func())) error {
	options := recorder.Options{
		AppName: name, DNs: dnfile.DNs(set.Entries), Go: start, Seed: s.seed,
		Password: func() (string, error) { return s.password, nil },
	}
	secure := make(map[string]bool)
	for _, server := range s.servers {
		// The ports with TLS are last, so that the recorder uses a plain one if there is one.
		options.Addresses = append(options.Addresses, server.Addr())
		secure[server.Addr()] = server.Ports()[0].TLS != nil
	}
	options.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if !secure[address] {
			return new(net.Dialer).DialContext(ctx, network, address)
		}
		dialer := &tls.Dialer{Config: s.recording}
		return dialer.DialContext(ctx, network, address)
	}
	rec, err := recorder.Start(ctx, options)
	if err != nil {
		return fmt.Errorf("cannot start the recorder: %w", err)
	}
	s.recorders = append(s.recorders, rec)
	for _, fault := range faults {
		if err := rec.Order(ctx, fault); err != nil {
			return exit.UsageError("--recorder-fault: %w", err)
		}
	}
	return nil
}
