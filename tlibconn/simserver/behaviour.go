package simserver

// Stamps says what the server adds to the events that it sends.
type Stamps uint8

// The stamps of an event.
const (
	// StampsSequence: the EventSequenceNumber (148), as in flow-06.
	StampsSequence Stamps = iota
	// StampsTime: EventSequenceNumber, TimeinSecs (86) and TimeinuSecs (87).
	StampsTime
	// StampsOff: nothing.
	StampsOff
)

// Snapshot says how EventRegistered tells what goes on at a DN.
type Snapshot uint8

// The forms of a snapshot (SEMANTICS.md, Sessions and registration).
const (
	// SnapshotInts: numbers as integers, ConnIDs as text.
	SnapshotInts Snapshot = iota
	// SnapshotText: everything as text.
	SnapshotText
	// SnapshotOff: Extensions without a pair.
	SnapshotOff
)

// Behaviour says what the server does at one DN. The zero value is a T-Server
// without a fault that echoes events to their sender; whether real ones do is
// not verified (SEMANTICS.md, The screen-capture contract).
type Behaviour struct {
	// EchoOff keeps an event from the client that sent it.
	EchoOff bool
	// EventFirst sends the EventUserEvent before the EventACK.
	EventFirst bool
	// Error, if not 0, is the ErrorCode that answers every request to send an
	// event, which is then not sent.
	Error int32
	// ErrorText is the ErrorMessage of such an answer; "" means the code's own.
	ErrorText string
	// ErrorNoText leaves ErrorMessage (1) out.
	ErrorNoText bool
	// ErrorNoReference leaves ReferenceID (2) out.
	ErrorNoReference bool
	// ACKLost sends the event but no EventACK.
	ACKLost bool
	// ACKHeld holds the EventACK back until another client's event for the DN
	// was sent: the indication overtakes it. No such event, no EventACK. An
	// event that sets EventACKs free is itself acknowledged at once.
	ACKHeld bool
	// ACKUserEvent adds UserEvent (58) = 49 to EventACK.
	ACKUserEvent bool
	// Refuse, if not 0, is the ErrorCode that answers every registration. With
	// 125 (registered already) and 43 (in the requested state already) the
	// client is registered all the same, and only the snapshot is missing.
	Refuse int32
	// Again, if not 0, is the ErrorCode that answers a registration by a client
	// that has the DN registered already (125).
	Again int32
	// Silent answers no registration at all.
	Silent bool
	// Stamps says what is added to events.
	Stamps Stamps
	// Snapshot says how EventRegistered tells what goes on.
	Snapshot Snapshot
}
