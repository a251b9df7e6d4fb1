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

// hangGuard is how long an episode may take to settle before it has failed.
const hangGuard = 30 * time.Second

const (
	clientName   = "capdeck"
	recorderName = "recorder"
	password     = "only for this test"

	barrierDN    = "9000" // nothing but barriers is sent for it
	unrecordedDN = "9001" // no recorder has it
	unknownDN    = "9002" // the T-Server does not have it
)

// crowd counts the goroutines that the parties start.
type crowd struct {
	running sync.WaitGroup
	tell    func() // the story, before a panic ends the test
}

func (c *crowd) start(f func()) {
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

// gone waits until all have ended, and is false if they do not.
func (c *crowd) gone() bool {
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

// received is a command that a T-Server's socket got from the client.
type received struct {
	server   int // 0 or 1
	client   int // the server's number of the connection
	number   int32
	dn, verb string
	connID   uint64
}

// tap keeps what the T-Servers received.
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

// agent is what an agent was told to be.
type agent struct {
	id    string
	state board.AgentState
}

// stage is where an episode plays: the parties, and what is known of them.
type stage struct {
	setting  *setting
	crowd    crowd
	seen     tap
	servers  []*simserver.Server
	pair     *simserver.Pair // nil for a single server
	recorder *recorder.Recorder
	client   *client
	roads    roads
	dir      string
	agents   map[string]agent
	barriers int
	linkDown [2]bool
	mute     bool // some server did not play ADDP for a while
	began    time.Time

	mu  sync.Mutex
	log []string
}

// say writes a line of the episode's story.
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

// told is the whole episode: what held, what happened, how to play it again.
func (s *stage) told() string {
	return fmt.Sprintf("%s\n%s\nto play it again: go test ./tlibconn/reliability -run TestChaos -seed %d -episodes 1", s.setting, s.story(), s.setting.seed)
}

func newStage(t *testing.T, of *setting) *stage {
	s := &stage{setting: of, dir: t.TempDir(), agents: map[string]agent{}, began: time.Now()}
	s.roads.chunk = of.chunk
	s.crowd.tell = func() { fmt.Fprintln(os.Stderr, s.told()) }
	if err := s.open(); err != nil {
		t.Fatalf("the stage cannot be set: %v", err)
	}
	return s
}

func (s *stage) open() error {
	options := func(index int) simserver.Options {
		o := simserver.Options{
			Go: s.crowd.start, OnReceive: s.seen.of(index), Seed: s.setting.seed, Behaviour: s.setting.behaviour,
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
	record, err := journal.Open(journal.Options{Dir: s.dir, User: "chaos", Go: s.crowd.start})
	if err != nil {
		return err
	}
	session := tlibconn.Options{
		Addresses: addresses, AppName: clientName, Password: secret, Go: s.crowd.start, Dial: s.roads.dial,
		BatchInterval: s.setting.batchInterval, RegisterWindow: s.setting.window,
	}
	s.setting.times(&session)
	s.client, err = newClient(session, s.setting.board, record, append(s.setting.recorded(), unrecordedDN, unknownDN), s.say)
	return err
}

// startRecorder starts the recorder. Its first attempt to connect must succeed,
// which under these timeouts it need not on a busy machine: it is started again.
func (s *stage) startRecorder(ctx context.Context, addresses []string, secret func() (string, error)) error {
	for {
		var err error
		s.recorder, err = recorder.Start(ctx, recorder.Options{
			Addresses: addresses, AppName: recorderName, Password: secret, DNs: s.setting.recorded(), Go: s.crowd.start,
			Log:       func(sentence string) { s.say("    recorder: " + sentence) },
			Configure: func(o *tlibconn.Options) { s.setting.times(o) },
		})
		if err == nil || ctx.Err() != nil {
			return err
		}
		s.say("    " + err.Error())
	}
}

// primary returns the server whose turn it is.
func (s *stage) primary() *simserver.Server {
	if s.pair != nil {
		return s.pair.Primary()
	}
	return s.servers[0]
}

// pace lets some time pass, but goes on as soon as the server has answered a
// question, if it can be asked.
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

// awaitLink lets some time pass, but goes on as soon as commands can be sent.
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
	s.roads.read(0)
	s.roads.each(func(r *road) {
		if r.vanished() && (s.setting.addp == 0 || s.mute) {
			// Nothing else would find it.
			r.end()
		}
	})
	for i, server := range s.servers {
		server.SetPath(simserver.Target{}, simserver.Path{})
		// connect=on fails while the port is taken, as by a socket of ours that
		// was given the same one.
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

// close ends all parties, the client in the midst of its work.
func (s *stage) close() error {
	err := s.client.close()
	s.recorder.Close()
	for _, server := range s.servers {
		err = errors.Join(err, server.Close())
	}
	if !s.crowd.gone() {
		err = errors.Join(err, errors.New("not all goroutines have ended"))
	}
	return err
}
