package simserver

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"capdeck/tlibconn/wire"
)

const keptScratch = 1 << 20

// state is everything that the server knows. The server's mutex guards it.
type state struct {
	options *Options
	started time.Time

	clients    []*client
	serving    map[*client]int // goroutines of each client, including clients that left
	lastClient int

	addresses map[string]*address
	ordered   []*address // in the order in which they were added
	behaviour Behaviour  // of DNs that are added later, and of events without a DN

	turnAway bool // connections are accepted and closed at once
	shut     bool // an order makes the server refuse connections
	// doorOrders counts the orders that set shut, so that a restart does not undo a
	// later order.
	doorOrders int
	paired     bool // the server is one of a Pair
	hot        bool // as a Pair's backup it accepts clients

	path  Path            // of clients that connect later
	paths map[string]Path // of clients that log in with an application's name

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

	counts counters

	lines []string // for the log, after the mutex is released
	body  []byte
	frame []byte
}

// address is one DN.
type address struct {
	number        string
	behaviour     Behaviour
	registrations []registration
	agent         agent
	parties       []*party  // its parts in calls, oldest first
	held          []heldACK // held by Behaviour.ACKHeld, oldest first
	outOfService  bool
}

type registration struct {
	client *client
	mode   int32
}

func (st *state) prepare(options *Options) {
	st.options = options
	st.started = options.Now()
	st.behaviour = options.Behaviour
	st.backup = options.Backup
	st.hot = options.HotStandby
	st.linkDown = options.LinkDown
	st.addresses = make(map[string]*address, len(options.DNs))
	st.path = options.Path
	st.paths = make(map[string]Path)
	st.calls = make(map[uint64]*call)
	st.sequences = newSequences(options.Seed)
	st.serving = make(map[*client]int)
	st.counts = newCounters()
	st.drawConnIDs()
	for _, dn := range options.DNs {
		a := st.add(dn.Number)
		if dn.AgentID != "" {
			a.agent = agent{id: dn.AgentID, status: agentReady}
		}
	}
}

func (st *state) add(number string) *address {
	a := &address{number: number, behaviour: st.behaviour}
	st.addresses[number] = a
	st.ordered = append(st.ordered, a)
	return a
}

// known returns the DN, and adds it if AnyDN permits. The error is for the caller of
// a control method.
func (st *state) known(number string) (*address, error) {
	if a := st.addresses[number]; a != nil {
		return a, nil
	}
	if st.mayAdd(number) {
		return st.add(number), nil
	}
	return nil, fmt.Errorf("the simulated T-Server has no DN %q", number)
}

func (st *state) mayAdd(number string) bool {
	return st.options.AnyDN && number != "" && len(number) <= maxNumber && len(st.ordered) < st.options.MaxDNs
}

func (st *state) behaviourOf(number string) Behaviour {
	if a := st.addresses[number]; a != nil {
		return a.behaviour
	}
	return st.behaviour
}

func (st *state) logf(format string, arguments ...any) {
	st.lines = append(st.lines, fmt.Sprintf(format, arguments...))
}

// heldACK is an EventACK that waits for another client's event.
type heldACK struct {
	client     *client
	attributes []wire.Attribute
}

// remove removes a client and its registrations.
func (st *state) remove(c *client) {
	c.gone = true
	for a := range c.registered {
		a.forget(c)
	}
	clear(c.registered)
	st.clients = slices.DeleteFunc(st.clients, func(other *client) bool { return other == c })
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

// encode returns the frames of a message. They are valid until the next call.
func (st *state) encode(kind wire.MessageType, attributes []wire.Attribute) ([]byte, error) {
	if cap(st.body) > keptScratch {
		st.body, st.frame = nil, nil
	}
	message := wire.Message{Type: kind, Attributes: attributes}
	body, err := message.AppendBody(st.body[:0])
	if err != nil {
		return nil, fmt.Errorf("the simulated T-Server cannot send a message: %w", err)
	}
	st.body = body
	st.frame = wire.AppendFrames(st.frame[:0], body)
	return st.frame, nil
}

// send queues a message for one client.
func (st *state) send(c *client, kind wire.MessageType, attributes ...wire.Attribute) {
	frame, err := st.encode(kind, attributes)
	if err != nil {
		st.logf("%v", err)
		return
	}
	st.counts.events[kind]++
	st.deliver(c, frame)
}

func (st *state) deliver(c *client, frame []byte) {
	if c.gone || c.overdue || c.out.add(frame) {
		return
	}
	if c.overdue = c.socket.faults().HalfOpen; c.overdue {
		st.logf("nothing more is sent to %s: %d bytes wait for it; it will be disconnected when its connection is no longer half-open", c.info, c.out.waiting())
		return
	}
	st.logf("%s was disconnected: it does not read, and %d bytes wait for it", c.info, c.out.waiting())
	st.counts.clients.TooSlow++
	c.gone = true
	c.abort()
}

// publish stamps an event and sends it to every client that has registered the DN,
// except not. A backup sends no events. publish returns an error if the event cannot
// be encoded.
func (st *state) publish(a *address, not *client, kind wire.MessageType, attributes ...wire.Attribute) error {
	if st.backup {
		return nil
	}
	attributes = st.stamp(attributes, a.behaviour.Stamps)
	frame, err := st.encode(kind, attributes)
	if err != nil {
		return err
	}
	asked := st.asked
	if asked != nil && (asked.answered || asked.address != a) {
		asked = nil
	}
	var filtering []*client
	for _, r := range a.registrations {
		switch {
		case r.client == not || asked != nil && r.client == asked.client:
		case r.client.touches(a, kind):
			filtering = append(filtering, r.client)
		default:
			st.counts.events[kind]++
			st.deliver(r.client, frame)
		}
	}
	for _, c := range filtering {
		st.send(c, kind, c.filtered(attributes)...)
	}
	if asked != nil {
		asked.answered = true
		if asked.client.touches(a, kind) {
			attributes = asked.client.filtered(attributes)
		}
		st.send(asked.client, kind, append(asked.reference, attributes...)...)
	}
	return nil
}

// tell is publish for events that the server makes itself. It logs an error.
func (st *state) tell(a *address, kind wire.MessageType, attributes ...wire.Attribute) {
	if err := st.publish(a, nil, kind, attributes...); err != nil {
		st.logf("%v", err)
	}
}

// broadcast sends an event without a DN to every client that is logged in.
func (st *state) broadcast(kind wire.MessageType, attributes ...wire.Attribute) {
	attributes = st.stamp(attributes, st.behaviour.Stamps)
	for _, c := range st.clients {
		if c.info.LoggedIn {
			st.send(c, kind, attributes...)
		}
	}
}

// stamp adds the server's own attributes of an event (WIRE.md, Session 6).
func (st *state) stamp(attributes []wire.Attribute, stamps Stamps) []wire.Attribute {
	if stamps == StampsOff {
		return attributes
	}
	st.sequence++
	attributes = append(attributes, wire.LongAttribute(wire.AttributeEventSequenceNumber, st.sequence))
	if stamps == StampsTime {
		attributes = append(attributes, st.timeAttributes()...)
	}
	return attributes
}

func (st *state) timeAttributes() []wire.Attribute {
	now := st.options.Now()
	return []wire.Attribute{
		wire.IntAttribute(wire.AttributeTimeinSecs, int32(now.Unix())),
		wire.IntAttribute(wire.AttributeTimeinuSecs, int32(now.Nanosecond()/1000)),
	}
}

// capabilityMask returns a bit for each request that the server supports (WIRE.md,
// Session 2).
func capabilityMask() []byte {
	mask := make([]byte, 64)
	for _, kind := range []wire.MessageType{
		wire.RequestRegisterClient, wire.RequestQueryServer, wire.RequestQueryAddress,
		wire.RequestRegisterAddress, wire.RequestUnregisterAddress,
		wire.RequestDistributeUserEvent, wire.RequestSendEvent,
		wire.RequestMakeCall, wire.RequestAnswerCall, wire.RequestReleaseCall, wire.RequestHoldCall, wire.RequestRetrieveCall,
		wire.RequestAgentLogin, wire.RequestAgentLogout, wire.RequestAgentReady, wire.RequestAgentNotReady,
		wire.RequestPrivateService,
	} {
		mask[kind/8] |= 1 << (kind % 8)
	}
	return mask
}

func connIDText(id uint64) string {
	return fmt.Sprintf("%x", binary.BigEndian.AppendUint64(nil, id))
}
