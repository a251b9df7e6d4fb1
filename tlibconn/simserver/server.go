package simserver

import (
	"errors"
	"sync"

	"capdeck/tlibconn/wire"
)

var errNotBuilt = errors.New("the simulated T-Server does not serve yet")

type world struct{}

func (w *world) behaviourOf(string) Behaviour { return Behaviour{} }

// Server is a running simulated T-Server.
type Server struct {
	mu    sync.Mutex
	world world
}

// New listens and serves until Close.
func New(options Options) (*Server, error) {
	return &Server{}, errors.Join(options.complete(), errNotBuilt)
}

// Addr returns the host:port that clients connect to.
func (s *Server) Addr() string { return "" }

// Close disconnects all clients, waits for every goroutine and may be called again.
func (s *Server) Close() error { return nil }

// Clients returns the connected clients in the order in which they came.
func (s *Server) Clients() []Client { return nil }

// Disconnect breaks the connection of one client.
func (s *Server) Disconnect(clientID int) error { return errNotBuilt }

// Ring lets an inbound call ring at dn.
func (s *Server) Ring(dn, caller string) (connID uint64, err error) { return 0, errNotBuilt }

// Dial lets dn make a call.
func (s *Server) Dial(dn, called string) (connID uint64, err error) { return 0, errNotBuilt }

// Answer establishes a call.
func (s *Server) Answer(dn string, connID uint64) error { return errNotBuilt }

// Hold puts a call on hold.
func (s *Server) Hold(dn string, connID uint64) error { return errNotBuilt }

// Retrieve takes a call from hold.
func (s *Server) Retrieve(dn string, connID uint64) error { return errNotBuilt }

// Release ends dn's part in a call.
func (s *Server) Release(dn string, connID uint64) error { return errNotBuilt }

// Abandon ends a ringing call because the caller gave up.
func (s *Server) Abandon(dn string, connID uint64) error { return errNotBuilt }

// Divert takes a ringing call away from dn.
func (s *Server) Divert(dn string, connID uint64) error { return errNotBuilt }

// Consult holds a call and dials a colleague.
func (s *Server) Consult(dn string, connID uint64, colleague string) (consultID uint64, err error) {
	return 0, errNotBuilt
}

// CompleteTransfer joins the parties of both calls without dn.
func (s *Server) CompleteTransfer(dn string, connID, consultID uint64) error { return errNotBuilt }

// SingleStepTransfer hands a call to a colleague.
func (s *Server) SingleStepTransfer(dn string, connID uint64, colleague string) error {
	return errNotBuilt
}

// Conference joins the parties of both calls, dn included.
func (s *Server) Conference(dn string, connID, consultID uint64) error { return errNotBuilt }

// Calls returns dn's calls, oldest first.
func (s *Server) Calls(dn string) []Call { return nil }

// Call is one call as one DN takes part in it.
type Call struct {
	// ConnID is the call's number.
	ConnID uint64
	// State is the DN's part in it.
	State PartyState
	// OtherDN is the other party.
	OtherDN string
}

// PartyState is the state of a DN in a call: the low four bits of ps-n.
type PartyState int32

// The states that the server uses (SEMANTICS.md, Calls).
const (
	PartyDialing   PartyState = 1
	PartyRinging   PartyState = 10
	PartyConnected PartyState = 12
	PartyHeld      PartyState = 14
)

// AgentLogin logs an agent in at dn, not ready.
func (s *Server) AgentLogin(dn, agentID string) error { return errNotBuilt }

// AgentLogout logs dn's agent out.
func (s *Server) AgentLogout(dn string) error { return errNotBuilt }

// AgentReady makes dn's agent ready.
func (s *Server) AgentReady(dn string) error { return errNotBuilt }

// AgentNotReady makes dn's agent not ready, with a reason where it is not "".
func (s *Server) AgentNotReady(dn, reason string) error { return errNotBuilt }

// AfterCallWork makes dn's agent not ready with work mode 3.
func (s *Server) AfterCallWork(dn string) error { return errNotBuilt }

// OutOfService takes dn out of service.
func (s *Server) OutOfService(dn string) error { return errNotBuilt }

// BackInService takes dn back in service.
func (s *Server) BackInService(dn string) error { return errNotBuilt }

// UnregisterUnasked takes dn's registrations away with an error code.
func (s *Server) UnregisterUnasked(dn string, code int32) error { return errNotBuilt }

// SetRole changes the server's role and sends EventPrimaryChanged.
func (s *Server) SetRole(backup bool) {}

// LinkDown takes the link to the switch down.
func (s *Server) LinkDown() {}

// LinkUp brings the link to the switch back.
func (s *Server) LinkUp() {}

// UserEvent distributes an EventUserEvent that no client sent; connID 0 leaves ConnID out.
func (s *Server) UserEvent(dn string, connID uint64, userData ...wire.KeyValue) error {
	return errNotBuilt
}

// Order parses a fault text and puts it into force: ParseFault and Apply.
func (s *Server) Order(spec string) error { return errNotBuilt }

// Apply puts a fault into force.
func (s *Server) Apply(fault Fault) error { return errNotBuilt }

// Fault is what ParseFault makes of a text such as "dn=7003,echo=off".
type Fault struct{}

// ParseFault reads a fault text.
func ParseFault(spec string) (Fault, error) { return Fault{}, errNotBuilt }

func (s *Server) changeBehaviour(string, func(*Behaviour)) error { return errNotBuilt }
