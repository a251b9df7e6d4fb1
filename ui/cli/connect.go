package cli

import (
	"errors"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"capdeck/model/board"
	"capdeck/model/dnlist"
	"capdeck/tlibconn"
	"capdeck/tlibconn/journal"
	"capdeck/ui/cli/charset"
	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/password"
	"capdeck/ui/cli/process"
)

// defaultAppName is the ApplicationName of the login where --app-name does not say.
const defaultAppName = "capdeck"

// siteName is the site of the one T-Server that a board has.
const siteName = "default"

const maxPort = 65535

// connectFlags are the flags of every command that opens a session.
type connectFlags struct {
	host, dns, dnFile, appName, connID string
	dnsFrom                            string // what dns is called in errors; "" for --dn
	charset                            string
	requestTimeout, indicationTimeout  time.Duration
	password                           password.Source
	readOnly                           bool
	journal                            journalFlags
	keepAlive                          keepAliveFlags
	tls                                tlsFlags
}

func (f *connectFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.host, "host", "", "the T-Server, as HOST:PORT, or a primary and its backup, as HOST:PORT,HOST:PORT")
	flags.BoolVar(&f.readOnly, "read-only", false, "send nothing but queries and registrations")
	flags.StringVar(&f.appName, "app-name", defaultAppName, "the application name of the login")
	flags.DurationVar(&f.requestTimeout, "request-timeout", board.DefaultRequestTimeout, "how long T-Server's answer to a command is waited for")
	flags.DurationVar(&f.indicationTimeout, "indication-timeout", board.DefaultIndicationTimeout, "how long the recorder's indication is waited for, from T-Server's answer")
	flags.StringVar(&f.password.File, "password-file", "", "a file, readable by its owner only, whose first line is the application password; else CAPDECK_PASSWORD")
	flags.BoolVar(&f.password.Prompt, "password-prompt", false, "ask for the application password on the terminal")
	flags.StringVar(&f.charset, "charset", "utf-8", "the character set in which T-Server writes texts and DNs, such as windows-1252; text that is UTF-8 is read in any case")
	flags.StringVar(&f.connID, "conn-id", "capture", "which call a command names: capture, current, none, or a ConnID in hex")
	f.journal.register(flags)
	f.keepAlive.register(flags)
	f.tls.register(flags)
}

func (f *connectFlags) registerDNs(flags *pflag.FlagSet) {
	flags.StringVar(&f.dns, "dn", "", "DNs to register, as in 7001,7005-7050")
	flags.StringVar(&f.dnFile, "dn-file", "", "a CSV file of DNs: dn,label,team")
}

// entries returns the DNs of --dn and --dn-file, in that order.
func (f *connectFlags) entries() ([]dnfile.Entry, error) {
	set := dnfile.NewSet()
	if f.dns != "" {
		if err := set.AddList(f.dns); err != nil {
			return nil, f.listProblem(err)
		}
	}
	if f.dnFile != "" {
		if err := set.AddFile(f.dnFile); err != nil {
			return nil, exit.UsageError("--dn-file: %w", err)
		}
	}
	written, err := f.writtenIn()
	if err != nil {
		return nil, err
	}
	for i := range set.Entries {
		if err := written.Check(set.Entries[i].DN); err != nil {
			return nil, exit.UsageError("%w", err)
		}
	}
	return set.Entries, nil
}

// listProblem says what is wrong with the list of DNs, and where it was given. A shell
// has taken away the quotes that would have told one DN from several.
func (f *connectFlags) listProblem(err error) error {
	from := f.dnsFrom
	if from == "" {
		from = "--dn"
	}
	var unclear *dnlist.UnclearError
	if errors.As(err, &unclear) {
		return exit.UsageError("%s: %w; a shell takes quotes away, so write '\"%s\"' there", from, err, unclear.Text)
	}
	return exit.UsageError("%s: %w", from, err)
}

// writtenIn returns T-Server's character set; the error names the flag.
func (f *connectFlags) writtenIn() (charset.Charset, error) {
	written, err := charset.New(f.charset)
	if err != nil {
		return charset.Charset{}, exit.UsageError("--charset: %w", err)
	}
	return written, nil
}

// timeouts says which timeouts are none; the errors name the flags.
func (f *connectFlags) timeouts() []error {
	var problems []error
	for _, timeout := range []struct {
		name  string
		value time.Duration
	}{{"request-timeout", f.requestTimeout}, {"indication-timeout", f.indicationTimeout}} {
		if timeout.value <= 0 {
			problems = append(problems, exit.UsageError("--%s %s: give more than 0, as in 5s", timeout.name, timeout.value))
		}
	}
	return problems
}

// connIDPolicy returns which call a command names; the error names the flag.
func (f *connectFlags) connIDPolicy() (board.ConnIDPolicy, error) {
	policy, err := board.ParseConnIDPolicy(f.connID)
	if err != nil {
		return policy, exit.UsageError("--conn-id: %w", err)
	}
	return policy, nil
}

// boardOptions returns the board's options; the error names the flag.
func (f *connectFlags) boardOptions() (board.Options, error) {
	if problems := f.timeouts(); len(problems) > 0 {
		return board.Options{}, problems[0]
	}
	policy, err := f.connIDPolicy()
	if err != nil {
		return board.Options{}, err
	}
	written, err := f.writtenIn()
	if err != nil {
		return board.Options{}, err
	}
	return board.Options{
		IndicationTimeout: f.indicationTimeout, RequestTimeout: f.requestTimeout, ConnID: policy,
		Text: written.Decoder(), Encode: written.Encoder(),
	}, nil
}

// addresses returns the T-Server's address and, behind a comma, its backup's.
func (f *connectFlags) addresses() ([]string, error) {
	addresses := strings.Split(f.host, ",")
	if len(addresses) > 2 {
		return nil, exit.UsageError("--host %q names %d T-Servers: give one, or a primary and its backup", f.host, len(addresses))
	}
	for i, address := range addresses {
		addresses[i] = strings.TrimSpace(address)
		host, port, err := net.SplitHostPort(addresses[i])
		if err != nil || host == "" || port == "" {
			return nil, exit.UsageError("--host %q is not HOST:PORT, as in tserver.example:7000", addresses[i])
		}
		if number, err := strconv.Atoi(port); err == nil && (number < 1 || number > maxPort) {
			return nil, exit.UsageError("--host %q: there is no port %s, ports are 1 to %d", addresses[i], port, maxPort)
		}
		if i > 0 && addresses[i] == addresses[0] {
			return nil, exit.UsageError("--host names %s twice: the backup has an address of its own", addresses[i])
		}
	}
	return addresses, nil
}

// check finds what is wrong with the flags of a session before anything is
// opened; the error names the flag.
func (f *connectFlags) check() error {
	if f.host != "" {
		if _, err := f.addresses(); err != nil {
			return err
		}
	}
	if err := f.keepAlive.apply(&tlibconn.Options{}); err != nil {
		return err
	}
	if err := f.journal.check(); err != nil {
		return err
	}
	return f.tls.check()
}

// sessionOptions returns the options of a session with the host, and the journal
// in them, which is to be closed after the session; journalChanged, which may be
// nil, is told of its state. The error names the flag. The password is told to
// the guard and the journal, so that no crash report and no line holds it.
func (f *connectFlags) sessionOptions(streams process.Streams, guard *crash.Guard, journalChanged func(journal.State)) (tlibconn.Options, records, error) {
	addresses, err := f.addresses()
	if err != nil {
		return tlibconn.Options{}, nil, err
	}
	written, err := f.writtenIn()
	if err != nil {
		return tlibconn.Options{}, nil, err
	}
	options := tlibconn.Options{
		Site: siteName, Addresses: addresses, AppName: f.appName, EncodeDN: written.Encoder(), ReadOnly: f.readOnly, Advice: tlsAdvice, Go: guard.Go,
	}
	if err = f.keepAlive.apply(&options); err != nil {
		return tlibconn.Options{}, nil, err
	}
	if err = f.tls.apply(&options); err != nil {
		return tlibconn.Options{}, nil, err
	}
	password, err := f.password.Read(streams)
	if err != nil {
		return tlibconn.Options{}, nil, err
	}
	guard.AddSecret(password)
	recorded, err := f.journal.open(guard, journalChanged, password)
	if err != nil {
		return tlibconn.Options{}, nil, err
	}
	options.Password = func() (string, error) { return password, nil }
	options.Journal = recorded
	f.tls.warn(streams.Err)
	return options, recorded, nil
}

func boardEntries(entries []dnfile.Entry) []board.Entry {
	rows := make([]board.Entry, len(entries))
	for i, entry := range entries {
		rows[i] = board.Entry{Key: board.Key{Site: siteName, DN: entry.DN}, Label: entry.Label, Team: entry.Team}
	}
	return rows
}
