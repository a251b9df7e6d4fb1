package contract

import (
	"errors"
	"fmt"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// inUseError reports that somebody else uses a DN under test: the check ends.
type inUseError struct{ why string }

// Error says who uses it.
func (e *inUseError) Error() string { return e.why }

// inUse returns an error if a DN has a call that no step made, unless Options.OnLiveCall allows
// it. A call that begins while a command is on its way is seen only afterwards.
func (b *bench) inUse(dn string) error {
	if b.options.OnLiveCall {
		return nil
	}
	foreign, found := b.tape.foreign(b.options.Session.Session.EncodeDN(dn))
	if !found {
		return nil
	}
	return &inUseError{why: fmt.Sprintf("DN %s has got the call %016x, which the check did not make, so nothing more is sent to it", dn, foreign.connID)}
}

// usedElsewhere reports whether the trouble is that somebody else uses the DN.
func (b *bench) usedElsewhere() bool {
	var inUse *inUseError
	return errors.As(b.trouble, &inUse)
}

// verbCounts counts commands by verb.
type verbCounts [event.VerbQuery + 1]int

// isCommand reports whether a message is a command for the DN under test that T-Server handed to
// the desktop: another client's, or its own one as an echo.
func (o *Options) isCommand(m *message) bool {
	return !m.sent && m.session == desktopName && m.typ == wire.EventUserEvent && m.word.Verb != event.VerbNone && m.dn == o.wireDN()
}

// rival returns an error if another client commanded the DN since it was called last: what came then says
// nothing, and the client may need the capture. Nothing in a command names its sender, so the
// commands are counted. A query changes nothing, and other boards send them: it is a remark.
func (b *bench) rival() error {
	came, given := b.tape.takeCommands(), b.given
	b.given = map[string]verbCounts{}
	all := given[desktopName]
	for verb, n := range given[secondName] {
		all[verb] += n
	}
	if came == all {
		b.noEcho = false // the echo of the first query was late, or left out
		return nil
	}
	for verb := event.VerbStart; verb <= event.VerbQuery; verb++ {
		own := given[secondName][verb]
		if !b.noEcho {
			own += given[desktopName][verb]
		}
		switch {
		case came[verb] <= own:
		case verb == event.VerbQuery:
			b.run.Aspects = append(b.run.Aspects, Aspect{Name: "other-client", Text: fmt.Sprintf("another client queried DN %s meanwhile", b.options.DN)})
		default:
			return &inUseError{why: fmt.Sprintf("another client sent %s for DN %s during the check, so nothing can be judged", verb, b.options.DN)}
		}
	}
	return nil
}
