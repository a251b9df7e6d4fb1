// Package occurrence has what a board.Change leaves behind: small values that the event feed
// and the history of a DN keep by the thousands, while a Change is valid only during its
// report. It decides which changes are worth keeping. It knows the board, and neither the
// feed, nor the history, nor a word for any of it (model/say has those).
package occurrence

import (
	"encoding/binary"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// Occurrence is something that happened to a DN, to the link or to a recorder. Which fields
// are set depends on Kind. It is small and has no pointers.
type Occurrence struct {
	// Nanoseconds is when it happened, in Unix time.
	Nanoseconds int64
	// Milliseconds is the length of a call that ended, 0 if it is unknown. A longer one than
	// 49 days has the length of 49 days.
	Milliseconds uint32
	// Code is the error code of a rejected command or of a fault, 0 for none.
	Code int32
	// Kind is the kind of the change.
	Kind board.ChangeKind
	// State was indicated, Before was known until then. Of a query of ours that ended, State is
	// that of the row.
	State, Before board.State
	// Cause is why an indication arrived.
	Cause board.Cause
	// Verb and Life are those of a command of ours that ended.
	Verb event.Verb
	Life board.Life
	// Fault is the kind of a fault.
	Fault board.FaultKind
	// Flags say more about it.
	Flags Flags
}

// Flags are what is true of an Occurrence.
type Flags uint8

// The flags.
const (
	// OnCall: the DN was on an answered call.
	OnCall Flags = 1 << iota
	// AtLeast: the length is a lower bound.
	AtLeast
	// Up: the link came up. Without it, it was lost.
	Up
	// Silent: a recorder fell silent. Without it, it answers again.
	Silent
	// Whole: the silence is that of the whole site, and not of a team.
	Whole
)

// Has reports whether all of the flags are set.
func (o *Occurrence) Has(flags Flags) bool { return o.Flags&flags == flags }

// At returns when it happened.
func (o *Occurrence) At() time.Time { return time.Unix(0, o.Nanoseconds) }

// Length returns how long a call lasted, 0 if that is unknown.
func (o *Occurrence) Length() time.Duration { return time.Duration(o.Milliseconds) * time.Millisecond }

// SetLength sets how long a call lasted.
func (o *Occurrence) SetLength(length time.Duration) {
	o.Milliseconds = uint32(min(max(length.Milliseconds(), 0), 1<<32-1))
}

// Of returns what is kept of a change. ok is false for changes that leave nothing behind:
// those that say nothing new, those that follow from another one, and those that every call
// brings (board.ChangeCall).
func Of(change *board.Change) (o Occurrence, ok bool) {
	o = Occurrence{Nanoseconds: change.At.UnixNano(), Kind: change.Kind}
	if change.Row != nil && change.Row.Established() {
		o.Flags = OnCall
	}
	switch change.Kind {
	case board.ChangeIndication:
		o.State, o.Before, o.Cause = change.State, change.Before, change.Cause
		return o, o.State != o.Before
	case board.ChangeEnded:
		return o.ended(change)
	case board.ChangeStopped:
		// That another client stopped it, the indication has said.
		return o, !change.Stopped.ByOther
	case board.ChangeFault:
		o.Fault, o.Code = change.Fault.Kind, change.Fault.Code
		// How a command failed, its end says.
		return o, o.Fault != board.FaultNone && !change.Row.LastCommandFails()
	case board.ChangeLink:
		if change.Up {
			o.Flags |= Up
		}
		return o, true
	case board.ChangeSilence:
		if change.Silent {
			o.Flags |= Silent
		}
		if change.Whole {
			o.Flags |= Whole
		}
		return o, true
	case board.ChangeCallEnded, board.ChangeWatched, board.ChangeUnwatched:
		return o, true
	case board.ChangeQueryFailed, board.ChangeSent, board.ChangeOther, board.ChangeCall, board.ChangeCallRenamed,
		board.ChangeStale, board.ChangeAgent, board.ChangeAdded, board.ChangeRemoved:
	}
	return o, false
}

// OfFault returns what is kept of a fault that follows from no change of the board, but from
// the time that has passed.
func OfFault(at time.Time, kind board.FaultKind) Occurrence {
	return Occurrence{Nanoseconds: at.UnixNano(), Kind: board.ChangeFault, Fault: kind}
}

// ended fills in a command of ours that ended. What a confirmed one did, the indication has
// said, except for a query that changed nothing.
func (o Occurrence) ended(change *board.Change) (Occurrence, bool) {
	command := change.Command
	o.Verb, o.Life, o.Code, o.State = command.Verb, command.Life, command.Code, change.Row.Capture().State
	return o, o.Life != board.LifeConfirmed || o.Verb == event.VerbQuery
}

// size is the number of bytes of an Occurrence in a feed.
const size = 24

// Append appends an occurrence at a DN, or at a site if the DN is "", for Parse. about is the
// team of a silence.
func (o *Occurrence) Append(dst []byte, key board.Key, about string) []byte {
	dst = binary.LittleEndian.AppendUint64(dst, uint64(o.Nanoseconds))
	dst = binary.LittleEndian.AppendUint32(dst, o.Milliseconds)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(o.Code))
	dst = append(dst, byte(o.Kind), byte(o.State), byte(o.Before), byte(o.Cause), byte(o.Verb), byte(o.Life), byte(o.Fault), byte(o.Flags))
	for _, text := range [...]string{key.Site, key.DN, about} {
		dst = append(binary.AppendUvarint(dst, uint64(len(text))), text...)
	}
	return dst
}

// Parse reads what Append wrote. ok is false for anything else.
func Parse(from []byte) (o Occurrence, key board.Key, about string, ok bool) {
	if len(from) < size {
		return o, key, about, false
	}
	o = Occurrence{
		Nanoseconds:  int64(binary.LittleEndian.Uint64(from)),
		Milliseconds: binary.LittleEndian.Uint32(from[8:]), Code: int32(binary.LittleEndian.Uint32(from[12:])),
		Kind: board.ChangeKind(from[16]), State: board.State(from[17]), Before: board.State(from[18]), Cause: board.Cause(from[19]),
		Verb: event.Verb(from[20]), Life: board.Life(from[21]), Fault: board.FaultKind(from[22]), Flags: Flags(from[23]),
	}
	from = from[size:]
	for _, text := range [...]*string{&key.Site, &key.DN, &about} {
		length, n := binary.Uvarint(from)
		if n <= 0 || length > uint64(len(from)-n) {
			return Occurrence{}, board.Key{}, "", false
		}
		*text, from = string(from[n:n+int(length)]), from[n+int(length):]
	}
	return o, key, about, len(from) == 0
}

// DN returns the DN of what Append wrote, without making a Key. It is valid as long as from.
func DN(from []byte) []byte {
	rest := from[min(size, len(from)):]
	for field := range 2 {
		length, n := binary.Uvarint(rest)
		if n <= 0 || length > uint64(len(rest)-n) {
			return nil
		}
		if field == 1 {
			return rest[n : n+int(length)]
		}
		rest = rest[n+int(length):]
	}
	return nil
}
