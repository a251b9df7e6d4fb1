package simserver

// Stamps selects what the server adds to the events that it sends.
type Stamps uint8

// The stamps of an event.
const (
	// StampsSequence adds EventSequenceNumber (148), as in flow-06.
	StampsSequence Stamps = iota
	// StampsTime adds EventSequenceNumber, TimeinSecs (86) and TimeinuSecs (87).
	StampsTime
	// StampsOff adds nothing.
	StampsOff
)

// Snapshot selects the form in which EventRegistered describes the state of a DN.
type Snapshot uint8

// The forms of a snapshot (SEMANTICS.md, Sessions and registration).
const (
	// SnapshotInts has numbers as integers and ConnIDs as text.
	SnapshotInts Snapshot = iota
	// SnapshotText has everything as text.
	SnapshotText
	// SnapshotOff has Extensions without pairs.
	SnapshotOff
)

// Behaviour is what the server does for one DN. The zero value is a T-Server without
// faults that echoes events to their sender. Whether real ones do so is not verified
// (SEMANTICS.md, The screen-capture contract).
type Behaviour struct {
	// EchoOff omits the client that sent an event when the event is distributed.
	EchoOff bool
	// EventFirst sends the EventUserEvent before the EventACK.
	EventFirst bool
	// Error, if not 0, is the ErrorCode of the answer to every request to send an
	// event. The event is then not sent.
	Error int32
	// ErrorText is the ErrorMessage of such an answer. "" means the usual text of
	// the code.
	ErrorText string
	// ErrorNoText omits ErrorMessage (1).
	ErrorNoText bool
	// ErrorNoReference omits ReferenceID (2).
	ErrorNoReference bool
	// ACKLost sends the event without an EventACK.
	ACKLost bool
	// ACKHeld holds the EventACK until another client's event for the DN was sent,
	// so that the indication overtakes it. Without such an event there is no
	// EventACK. An event that releases held EventACKs is itself acknowledged at
	// once.
	ACKHeld bool
	// ACKUserEvent adds UserEvent (58) = 49 to EventACK.
	ACKUserEvent bool
	// Refuse, if not 0, is the ErrorCode of the answer to every registration. With
	// 125 (already registered) and 43 (already in the requested state) the client
	// is registered nevertheless, and only the snapshot is missing.
	Refuse int32
	// Again, if not 0, is the ErrorCode of the answer to a registration by a client
	// that has registered the DN already (125).
	Again int32
	// Silent leaves registrations without an answer.
	Silent bool
	// Stamps selects what is added to events.
	Stamps Stamps
	// Snapshot selects the form of the snapshot in EventRegistered.
	Snapshot Snapshot
	// Filter selects the events that a client's filter on user data touches.
	Filter Filter
}
