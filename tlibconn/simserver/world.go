package simserver

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"capdeck/tlibconn/wire"
)

const keptScratch = 1 << 20

// world is all that the server knows, guarded by the server's mutex.
type world struct {
	options *Options
	started time.Time

	clients    []*client
	serving    map[*client]int // goroutines of clients, of those that left too
	lastClient int

	addresses map[string]*address
	ordered   []*address // in the order in which they were made
	behaviour Behaviour  // of DNs that are made later, and of what concerns no DN

	turnAway bool // connections are accepted and closed at once
	shut     bool // connections are refused as ordered
	// doorOrders counts the orders that said whether they are: a restart does not
	// undo a later one.
	doorOrders int
	paired     bool // it is one of a Pair
	hot        bool // as a Pair's backup it takes clients

	path  Path            // of clients that come
	paths map[string]Path // of those that log in by a name

	backup   bool
	linkDown bool
	sequence uint64

	calls      map[uint64]*call
	sequences  sequences
	restarts   uint64
	connPrefix uint64
	uuidPrefix string // of CallUUIDs
	callCount  uint32

	asked *request // the request about a call or an agent that is being carried out

	lines []string // for the log, when the mutex is free again
	body  []byte
	frame []byte
}

// address is one DN.
type address struct {
	number        string
	behaviour     Behaviour
	registrations []registration
	agent         agent
	parties       []*party  // its part in calls, oldest first
	held          []heldACK // of Behaviour.ACKHeld, oldest first
	outOfService  bool
}

type registration struct {
	client *client
	mode   int32
}

func (w *world) begin(options *Options) {
	w.options = options
	w.started = options.Now()
	w.behaviour = options.Behaviour
	w.backup = options.Backup
	w.hot = options.HotStandby
	w.linkDown = options.LinkDown
	w.addresses = make(map[string]*address, len(options.DNs))
	w.path = options.Path
	w.paths = make(map[string]Path)
	w.calls = make(map[uint64]*call)
	w.sequences = newSequences(options.Seed)
	w.serving = make(map[*client]int)
	w.drawConnIDs()
	for _, dn := range options.DNs {
		a := w.add(dn.Number)
		if dn.AgentID != "" {
			a.agent = agent{id: dn.AgentID, status: agentReady}
		}
	}
}

func (w *world) add(number string) *address {
	a := &address{number: number, behaviour: w.behaviour}
	w.addresses[number] = a
	w.ordered = append(w.ordered, a)
	return a
}

// known returns the DN, or an error for the caller of a control method.
func (w *world) known(number string) (*address, error) {
	if a := w.addresses[number]; a != nil {
		return a, nil
	}
	if w.mayAdd(number) {
		return w.add(number), nil
	}
	return nil, fmt.Errorf("the simulated T-Server has no DN %q", number)
}

func (w *world) mayAdd(number string) bool {
	return w.options.AnyDN && number != "" && len(number) <= maxNumber && len(w.ordered) < w.options.MaxDNs
}

func (w *world) behaviourOf(number string) Behaviour {
	if a := w.addresses[number]; a != nil {
		return a.behaviour
	}
	return w.behaviour
}

func (w *world) logf(format string, arguments ...any) {
	w.lines = append(w.lines, fmt.Sprintf(format, arguments...))
}

// heldACK is an EventACK that waits for another client's event.
type heldACK struct {
	client     *client
	attributes []wire.Attribute
}

// remove takes a client and its registrations away.
func (w *world) remove(c *client) {
	c.gone = true
	for a := range c.registered {
		a.forget(c)
	}
	clear(c.registered)
	w.clients = slices.DeleteFunc(w.clients, func(other *client) bool { return other == c })
}

func (a *address) registrationOf(c *client) *registration {
	for i := range a.registrations {
		if a.registrations[i].client == c {
			return &a.registrations[i]
		}
	}
	return nil
}

func (a *address) forget(c *client) {
	a.registrations = slices.DeleteFunc(a.registrations, func(r registration) bool { return r.client == c })
	a.held = slices.DeleteFunc(a.held, func(h heldACK) bool { return h.client == c })
}

// encode returns a message as it travels, valid until the next call.
func (w *world) encode(kind wire.MessageType, attributes []wire.Attribute) ([]byte, error) {
	if cap(w.body) > keptScratch {
		w.body, w.frame = nil, nil
	}
	message := wire.Message{Type: kind, Attributes: attributes}
	body, err := message.AppendBody(w.body[:0])
	if err != nil {
		return nil, fmt.Errorf("the simulated T-Server cannot send what it has to: %w", err)
	}
	w.body = body
	w.frame = wire.AppendFrames(w.frame[:0], body)
	return w.frame, nil
}

// send sends a message to one client, which gets it once it reads.
func (w *world) send(c *client, kind wire.MessageType, attributes ...wire.Attribute) {
	frame, err := w.encode(kind, attributes)
	if err != nil {
		w.logf("%v", err)
		return
	}
	w.deliver(c, frame)
}

func (w *world) deliver(c *client, frame []byte) {
	if c.gone || c.overdue || c.out.add(frame) {
		return
	}
	if c.overdue = c.socket.faults().HalfOpen; c.overdue {
		w.logf("%s gets nothing more: %d bytes wait for it, it is disconnected when its path is whole again", c.info, c.out.waiting())
		return
	}
	w.logf("%s does not read: %d bytes wait for it, it is disconnected", c.info, c.out.waiting())
	c.gone = true
	c.abort()
}

// publish sends an event, stamped, to every client that has registered the DN,
// but not to the one named; a backup sends none. The error says that it cannot be
// encoded.
func (w *world) publish(a *address, not *client, kind wire.MessageType, attributes ...wire.Attribute) error {
	if w.backup {
		return nil
	}
	attributes = w.stamp(attributes, a.behaviour.Stamps)
	frame, err := w.encode(kind, attributes)
	if err != nil {
		return err
	}
	asked := w.asked
	if asked != nil && (asked.answered || asked.address != a) {
		asked = nil
	}
	for _, r := range a.registrations {
		if r.client != not && (asked == nil || r.client != asked.client) {
			w.deliver(r.client, frame)
		}
	}
	if asked != nil {
		asked.answered = true
		w.send(asked.client, kind, append(asked.reference, attributes...)...)
	}
	return nil
}

// tell is publish for events that are made of the server's own values.
func (w *world) tell(a *address, kind wire.MessageType, attributes ...wire.Attribute) {
	if err := w.publish(a, nil, kind, attributes...); err != nil {
		w.logf("%v", err)
	}
}

// broadcast sends an event that concerns no DN to every client that is logged
// in.
func (w *world) broadcast(kind wire.MessageType, attributes ...wire.Attribute) {
	attributes = w.stamp(attributes, w.behaviour.Stamps)
	for _, c := range w.clients {
		if c.info.LoggedIn {
			w.send(c, kind, attributes...)
		}
	}
}

// stamp adds what the server says of an event itself (WIRE.md, Session 6).
func (w *world) stamp(attributes []wire.Attribute, stamps Stamps) []wire.Attribute {
	if stamps == StampsOff {
		return attributes
	}
	w.sequence++
	attributes = append(attributes, wire.LongAttribute(wire.AttributeEventSequenceNumber, w.sequence))
	if stamps == StampsTime {
		attributes = append(attributes, w.timeAttributes()...)
	}
	return attributes
}

func (w *world) timeAttributes() []wire.Attribute {
	now := w.options.Now()
	return []wire.Attribute{
		wire.IntAttribute(wire.AttributeTimeinSecs, int32(now.Unix())),
		wire.IntAttribute(wire.AttributeTimeinuSecs, int32(now.Nanosecond()/1000)),
	}
}

// capabilityMask says which messages the server takes and sends (WIRE.md,
// Session 2).
func capabilityMask() []byte {
	mask := make([]byte, 64)
	for _, kind := range []wire.MessageType{
		wire.RequestRegisterClient, wire.RequestQueryServer, wire.RequestQueryAddress,
		wire.RequestRegisterAddress, wire.RequestUnregisterAddress,
		wire.RequestDistributeUserEvent, wire.RequestSendEvent,
		wire.RequestMakeCall, wire.RequestAnswerCall, wire.RequestReleaseCall, wire.RequestHoldCall, wire.RequestRetrieveCall,
		wire.RequestAgentLogin, wire.RequestAgentLogout, wire.RequestAgentReady, wire.RequestAgentNotReady,
	} {
		mask[kind/8] |= 1 << (kind % 8)
	}
	return mask
}

func connIDText(id uint64) string {
	return fmt.Sprintf("%x", binary.BigEndian.AppendUint64(nil, id))
}
