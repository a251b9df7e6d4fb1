// Package live holds what every running board needs: a session with its journal, the board,
// the model, and the effects on them. Fronts and headless commands build on it; it knows no
// terminal and draws nothing.
package live

import (
	"math/rand/v2"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/journal"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

// Site is the site of a board's only T-Server.
const Site = "default"

// Prepare returns the options of a session and its journal, which the caller must close
// after the session. It calls changed, which may be nil, when the journal's state changes;
// a journal that cannot be written is not an error here. Prepare passes the password to
// the guard and the journal, so that neither a crash report nor the journal contains it.
func Prepare(given *flags.Session, streams process.Streams, changed func(journal.State)) (capture.Options, Journal, error) {
	return PrepareFor("", given, streams, changed)
}

// PrepareFor is Prepare for a command whose entries in the journal are marked with its name,
// because what it sends is no daily work.
func PrepareFor(program string, given *flags.Session, streams process.Streams, changed func(journal.State)) (capture.Options, Journal, error) {
	options, secret, err := given.Options(streams)
	if err != nil {
		return capture.Options{}, nil, err
	}
	streams.Guard.AddSecret(secret)
	recorded, err := openJournal(program, &given.Safety.Journal, streams.Guard, changed, secret)
	if err != nil {
		return capture.Options{}, nil, err
	}
	options.Session.Site, options.Session.Go = Site, streams.Guard.Go
	given.TLS.Warn(streams.Err)
	return options, recorded, nil
}

// Entries returns the rows of a board for DNs of its one site.
func Entries(entries []dnfile.Entry) []board.Entry {
	rows := make([]board.Entry, len(entries))
	for i, entry := range entries {
		rows[i] = board.Entry{Key: board.Key{Site: Site, DN: entry.DN}, Label: entry.Label, Team: entry.Team}
	}
	return rows
}

// Patience returns how long the link may take to come up: the time for the connection
// and the login, at each address in turn.
func Patience(addresses []string, requestTimeout time.Duration) time.Duration {
	whole := tlibconn.DefaultConnectTimeout + requestTimeout
	if len(addresses) > 1 {
		whole += tlibconn.DefaultSwitchoverWait + whole
	}
	return whole
}

// Spread returns how much later than others this process queries again, so that one of
// them queries and all receive the answer. It is between a fifth earlier and a tenth
// later; gathering by the board makes the latter a fifth at most.
func Spread() float64 { return -0.2 + 0.3*rand.Float64() }
