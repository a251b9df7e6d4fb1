package flags

import (
	"github.com/spf13/pflag"

	"capdeck/model/board"
	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/ui/cli/process"
)

// Session holds the groups of flags of every command that opens a session.
type Session struct {
	Connection Connection
	Safety     Safety
	Timing     Timing
	TLS        TLS
}

// Register declares the groups in a set of flags.
func (f *Session) Register(set *pflag.FlagSet) {
	f.Connection.Register(set)
	f.Safety.Register(set)
	f.Timing.Register(set)
	f.TLS.Register(set)
}

// Check returns an error for the first invalid flag, before anything is opened. The error
// names the flag.
func (f *Session) Check() error {
	if err := f.Connection.Check(); err != nil {
		return err
	}
	if err := f.Safety.Journal.Check(); err != nil {
		return err
	}
	return f.TLS.Check()
}

// BoardOptions returns the options of a board that sends commands but no automatic
// queries. The error names the flag.
func (f *Session) BoardOptions() (board.Options, error) {
	if problems := f.Timing.Problems(); len(problems) > 0 {
		return board.Options{}, problems[0]
	}
	policy, err := f.Safety.ConnIDPolicy()
	if err != nil {
		return board.Options{}, err
	}
	written, err := f.Connection.ServerCharset()
	if err != nil {
		return board.Options{}, err
	}
	return board.Options{
		IndicationTimeout: f.Timing.IndicationTimeout, RequestTimeout: f.Timing.RequestTimeout, ConnID: policy,
		Text: written.Decoder(), Encode: written.Encoder(),
	}, nil
}

// Options returns the options of a session, except its site and its goroutines, and the
// password, for which it may ask at the terminal. The error names the flag.
func (f *Session) Options(streams process.Streams) (options capture.Options, secret string, err error) {
	if err = f.Safety.Journal.Check(); err != nil {
		return options, "", err
	}
	options.ReadOnly = f.Safety.ReadOnly
	options.Session, secret, err = f.Connection.Options(&f.TLS, streams)
	return options, secret, err
}

// Options returns the options of a session that connects as the flags say, except its site
// and its goroutines, and the password, for which it may ask at the terminal. The error
// names the flag.
func (f *Connection) Options(secure *TLS, streams process.Streams) (options tlibconn.Options, secret string, err error) {
	addresses, err := f.Addresses()
	if err != nil {
		return options, "", err
	}
	written, err := f.ServerCharset()
	if err != nil {
		return options, "", err
	}
	options = tlibconn.Options{Addresses: addresses, AppName: f.AppName, EncodeDN: written.Encoder(), Advice: Advice}
	if err = f.ADDP.Apply(&options); err != nil {
		return options, "", err
	}
	if err = secure.Apply(&options); err != nil {
		return options, "", err
	}
	if secret, err = f.Password.Read(streams); err != nil {
		return options, "", err
	}
	options.Password = func() (string, error) { return secret, nil }
	return options, secret, nil
}
