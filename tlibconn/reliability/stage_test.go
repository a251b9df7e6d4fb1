package reliability

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// hangGuard is how long an episode may take to settle.
const hangGuard = 30 * time.Second

const (
	clientName   = "capdeck"
	recorderName = "recorder"
	password     = "only for this test"

	barrierDN    = "9000" // used only for barriers
	unrecordedDN = "9001" // no recorder records it
	unknownDN    = "9002" // the T-Server does not have it
)

// goroutines starts and counts the goroutines of the parties.
type goroutines struct {
	running sync.WaitGroup
	tell    func() // prints the log before a panic ends the test
}

func (c *goroutines) start(f func()) {
	c.running.Add(1)
	go func() {
		defer c.running.Done()
		done := false
		defer func() {
			if !done {
				c.tell()
			}
		}()
		f()
		done = true
	}()
}

// gone waits until all have ended. It returns false if they do not end.
func (c *goroutines) gone() bool {
	ended := make(chan struct{})
	go func() {
		c.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return true
	case <-time.After(hangGuard):
		return false
	}
}

// received is a command that a T-Server's socket received from the client.
type received struct {
	server   int // 0 or 1
	client   int // the server's number of the connection
	number   int32
	dn, verb string
	connID   uint64
}

// tap records what the T-Servers received.
type tap struct {
	mu       sync.Mutex
	commands []received
	problems []string
}

func (p *tap) of(server int) func(simserver.Client, []byte) {
	return func(client simserver.Client, frame []byte) {
		if client.Application == clientName {
			p.receive(server, client.ID, frame)
		}
	}
}

func (p *tap) receive(server, client int, frame []byte) {
	if len(frame) < 4 || string(frame[:2]) == "p2" {
		return
	}
	var batch event.Batch
	e := batch.AddMessage(event.KindMessage, frame[4:], wire.Limits{})
	p.mu.Lock()
	defer p.mu.Unlock()
	if e.Kind == event.KindUndecodable {
		p.problems = append(p.problems, fmt.Sprintf("the client sent % x: %s", frame, e.Problem))
		return
	}
	if e.Message.Type != wire.RequestSendEvent {
		return
	}
	number, _ := e.Message.Int(wire.AttributeReferenceID)
	p.commands = append(p.commands, received{
		server: server, client: client, number: number,
		dn: string(e.ThisDN()), verb: e.Capture().Verb.String(), connID: e.ConnID(),
	})
}

// agent is the expected state of an agent.
type agent struct {
	id    string
	state board.AgentState
}

// stage holds the parties of an episode and what is known about them.
type stage struct {
	setting    *setting
	goroutines goroutines
	seen       tap
	servers    []*simserver.Server
	pair       *simserver.Pair // nil for a single server
	recorder   *recorder.Recorder
	client     *client
	network    network
	dir        string
	agents     map[string]agent
	barriers   int
	linkDown   [2]bool
	mute       bool // some server had a fault of ADDP for a while
	began      time.Time

	mu  sync.Mutex
	log []string
}

// say adds a line to the episode's log.
func (s *stage) say(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = append(s.log, fmt.Sprintf("%8.1f ms  %s", float64(time.Since(s.began).Microseconds())/1000, line))
}

func (s *stage) story() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.log, "\n")
}

// told returns the whole episode: its setting, what happened, and how to repeat it.
func (s *stage) told() string {
	return fmt.Sprintf("%s\n%s\nto repeat it: go test ./tlibconn/reliability -run TestChaos -seed %d -episodes 1", s.setting, s.story(), s.setting.seed)
}

func newStage(t *testing.T, of *setting) *stage {
	s := &stage{setting: of, dir: t.TempDir(), agents: map[string]agent{}, began: time.Now()}
	s.network.chunk = of.chunk
	s.goroutines.tell = func() { fmt.Fprintln(os.Stderr, s.told()) }
	if err := s.open(); err != nil {
		t.Fatalf("starting the parties: %v", err)
	}
	return s
}

func (s *stage) open() error {
	options := func(index int) simserver.Options {
		o := simserver.Options{
			Go: s.goroutines.start, OnReceive: s.seen.of(index), Seed: s.setting.seed, Behaviour: s.setting.behaviour,
			HotStandby: s.setting.hot,
			Log:        func(sentence string) { s.say(fmt.Sprintf("    server %d: %s", index+1, sentence)) },
		}
		if s.setting.password {
			o.Password = password
		}
		for _, dn := range append(s.setting.recorded(), unrecordedDN) {
			o.DNs = append(o.DNs, simserver.DN{Number: dn})
		}
		return o
	}
	if s.setting.pair {
		pair, err := simserver.NewPair(options(0), options(1))
		if err != nil {
			return err
		}
		s.pair, s.servers = pair, []*simserver.Server{pair.Primary(), pair.Backup()}
	} else {
		server, err := simserver.New(options(0))
		if err != nil {
			return err
		}
		s.servers = []*simserver.Server{server}
	}
	return s.openClients()
}

func (s *stage) openClients() error {
	ctx, cancel := context.WithTimeout(context.Background(), hangGuard)
	defer cancel()
	var addresses []string
	for _, server := range s.servers {
		addresses = append(addresses, server.Addr())
	}
	secret := func() (string, error) { return "", nil }
	if s.setting.password {
		secret = func() (string, error) { return password, nil }
	}
	if err := s.startRecorder(ctx, addresses, secret); err != nil {
		return err
	}
	record, err := journal.Open(journal.Options{Dir: s.dir, User: "chaos", Go: s.goroutines.start})
	if err != nil {
		return err
	}
	session := tlibconn.Options{
		Addresses: addresses, AppName: clientName, Password: secret, Go: s.goroutines.start, Dial: s.network.dial,
		BatchInterval: s.setting.batchInterval, RegisterWindow: s.setting.window,
	}
	s.setting.times(&session)
	s.client, err = newClient(session, s.setting.board, record, append(s.setting.recorded(), unrecordedDN, unknownDN), s.say)
	return err
}

// startRecorder starts the recorder. The recorder's first attempt to connect must succeed, but with these timeouts
// it can fail on a busy machine, so startRecorder retries.
func (s *stage) startRecorder(ctx context.Context, addresses []string, secret func() (string, error)) error {
	for {
		var err error
		s.recorder, err = recorder.Start(ctx, recorder.Options{
			Addresses: addresses, AppName: recorderName, Password: secret, DNs: s.setting.recorded(), Go: s.goroutines.start,
			Log:       func(sentence string) { s.say("    recorder: " + sentence) },
			Configure: func(o *tlibconn.Options) { s.setting.times(o) },
		})
		if err == nil || ctx.Err() != nil {
			return err
		}
		s.say("    " + err.Error())
	}
}

// primary returns the current primary, or the only server.
func (s *stage) primary() *simserver.Server {
	if s.pair != nil {
		return s.pair.Primary()
	}
	return s.servers[0]
}

// pace waits for some time, but only until the server has answered a query, if it can be sent.
func (s *stage) pace(most time.Duration) {
	if most == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), most)
	defer cancel()
	if s.client.synchronise(ctx) != nil {
		<-ctx.Done()
	}
}

// awaitLink waits for some time, but only until commands can be sent.
func (s *stage) awaitLink(most time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), most)
	defer cancel()
	s.client.until(ctx, func(b *board.Board) bool {
		link, _ := b.Link(site)
		return link.State == event.LinkUp && b.Counters().Registered >= len(s.setting.dns)
	})
}

// heal ends every fault.
func (s *stage) heal() error {
	s.say("every fault ends")
	s.network.read(0)
	s.network.each(func(r *faultyConn) {
		if r.vanished() && (s.setting.addp == 0 || s.mute) {
			// Nothing else would detect it.
			r.end()
		}
	})
	for i, server := range s.servers {
		server.SetPath(simserver.Target{}, simserver.Path{})
		// connect=on fails while the port is in use, for example by a socket of ours that
		// happens to have the same one.
		if err := errors.Join(preset(server, "normal,connect=on,service=back"), server.SetBehaviour("", s.setting.behaviour)); err != nil {
			return err
		}
		if s.linkDown[i] {
			s.linkDown[i] = false
			server.LinkUp()
		}
	}
	return nil
}

// close ends all parties, the client while it is working.
func (s *stage) close() error {
	err := s.client.close()
	s.recorder.Close()
	for _, server := range s.servers {
		err = errors.Join(err, server.Close())
	}
	if !s.goroutines.gone() {
		err = errors.Join(err, errors.New("not all goroutines ended"))
	}
	return err
}
