package contract

import (
	"errors"
	"fmt"
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
