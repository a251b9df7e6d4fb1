package flags

import (
	"net"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"capdeck/tlibconn"
	"capdeck/ui/cli/charset"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/password"
)

// defaultAppName is the ApplicationName of the login without --app-name.
const defaultAppName = "capdeck"

const maxPort = 65535

// Connection is the group of flags for connecting and logging in.
type Connection struct {
	// Host is the value of --host: HOST:PORT, or two of them separated by a comma.
	Host string
	// AppName is the value of --app-name. If it is set before Register, it is the default.
	AppName string
	// Charset is the name of T-Server's character set.
	Charset  string
	Password password.Source
	ADDP     ADDP
}

// Register declares the group in a set of flags.
func (f *Connection) Register(all *pflag.FlagSet) {
	if f.AppName == "" {
		f.AppName = defaultAppName
	}
	under(all, headingConnection, func(set *pflag.FlagSet) {
		set.StringVar(&f.Host, "host", "", "connect to the T-Server at HOST:PORT, or to a primary and its backup at HOST:PORT,HOST:PORT")
		set.StringVar(&f.AppName, "app-name", f.AppName, "log in with this application name")
		set.StringVar(&f.Password.File, "password-file", "", "read the application password from the first line of this file, which only its owner may be able to read; otherwise CAPDECK_PASSWORD")
		set.BoolVar(&f.Password.Prompt, "password-prompt", false, "ask for the application password on the terminal")
		set.StringVar(&f.Charset, "charset", "utf-8", "read texts and DNs from T-Server, and send DNs, in this character set, such as windows-1252; valid UTF-8 is always read as UTF-8")
		f.ADDP.declare(set)
	})
}

// Named returns an error, for a command that cannot do without, if no T-Server is named.
func (f *Connection) Named() error {
	if f.Host == "" {
		return exit.UsageError("no T-Server is named: use --host HOST:PORT")
	}
	return nil
}

// Addresses returns the address of T-Server and, if one is given, that of its backup.
// The error names the flag.
func (f *Connection) Addresses() ([]string, error) {
	addresses := strings.Split(f.Host, ",")
	if len(addresses) > 2 {
		return nil, exit.UsageError("--host %q names %d T-Servers: name one, or a primary and its backup", f.Host, len(addresses))
	}
	for i, address := range addresses {
		addresses[i] = strings.TrimSpace(address)
		host, port, err := net.SplitHostPort(addresses[i])
		if err != nil || host == "" || port == "" {
			return nil, exit.UsageError("--host %q is not HOST:PORT, as in tserver.example:7000", addresses[i])
		}
		if number, err := strconv.Atoi(port); err == nil && (number < 1 || number > maxPort) {
			return nil, exit.UsageError("--host %q: invalid port %s; ports are 1 to %d", addresses[i], port, maxPort)
		}
		if i > 0 && addresses[i] == addresses[0] {
			return nil, exit.UsageError("--host names %s twice: the backup needs an address of its own", addresses[i])
		}
	}
	return addresses, nil
}

// ServerCharset returns T-Server's character set. The error names the flag.
func (f *Connection) ServerCharset() (charset.Charset, error) {
	written, err := charset.New(f.Charset)
	if err != nil {
		return charset.Charset{}, exit.UsageError("--charset: %w", err)
	}
	return written, nil
}

// Check returns an error for an invalid address, if one is given, or for invalid
// keep-alive flags.
func (f *Connection) Check() error {
	if f.Host != "" {
		if _, err := f.Addresses(); err != nil {
			return err
		}
	}
	return f.ADDP.Apply(&tlibconn.Options{})
}
