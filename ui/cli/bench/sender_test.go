package bench

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

const (
	dns            = 10_000
	rounds         = 4 // number of different events of each DN in the bytes that are sent repeatedly
	firstDN        = 70_000
	senderVariable = "CAPDECK_BENCH_SENDER"
)

// TestMain runs the test binary as the sender, in a separate process.
func TestMain(m *testing.M) {
	if mode := os.Getenv(senderVariable); mode != "" {
		if err := send(mode); err != nil && !errors.Is(err, syscall.EPIPE) && !errors.Is(err, syscall.ECONNRESET) {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func frame(m wire.Message) []byte {
	body, err := m.AppendBody(nil)
	if err != nil {
		panic(err)
	}
	return wire.AppendFrames(nil, body)
}

// order is the shuffled order in which each round visits the DNs.
func order() []int { return rand.New(rand.NewPCG(1, 2)).Perm(dns) }

// indication returns the state that the DN's event reports in a round. It differs from the one before, so that every
// event changes a state.
func indication(round int) event.Indication {
	return []event.Indication{event.Enabled, event.Paused, event.Enabled, event.Disabled}[round%rounds]
}

// stream returns the frames of all rounds, which all have the same length.
func stream() []byte {
	var all []byte
	for round := range rounds {
		userData, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair(event.CaptureKey, indication(round).String())})
		if err != nil {
			panic(err)
		}
		for i, dn := range order() {
			all = append(all, frame(wire.Message{Type: wire.EventUserEvent, Attributes: []wire.Attribute{
				wire.LongAttribute(wire.AttributeConnID, uint64(0x006f01b2c3d40000+i)), userData,
				wire.TextAttribute(wire.AttributeThisDN, strconv.Itoa(firstDN+dn)),
				wire.LongAttribute(wire.AttributeEventSequenceNumber, uint64(i)),
			}})...)
		}
	}
	return all
}

// send plays a T-Server that accepts a login and registrations. It then reads a number of events from standard input
// and sends that many from the stream. In the mode bare it omits login and registrations.
func send(mode string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	conn, err := listener.Accept()
	if err != nil {
		return err
	}
	if mode == "session" {
		if err := register(conn); err != nil {
			return err
		}
	}
	all := stream()
	orders := bufio.NewScanner(os.Stdin)
	for orders.Scan() {
		events, err := strconv.Atoi(orders.Text())
		if err != nil {
			return err
		}
		// Whole rounds of the stream: events is a multiple of its length.
		for range events / (dns * rounds) {
			if _, err := conn.Write(all); err != nil {
				return err
			}
		}
	}
	return conn.Close()
}

// register answers the login and the registration of every DN.
func register(conn io.ReadWriter) error {
	frames := wire.NewFrameReader(conn, wire.Limits{})
	out := bufio.NewWriterSize(conn, 64<<10)
	for answered := 0; answered < dns; {
		next, err := frames.Next()
		if err != nil {
			return err
		}
		var m wire.Message
		if err := m.Decode(next.Body, wire.Limits{}); err != nil {
			return err
		}
		answer := wire.Message{Type: wire.EventLinkConnected}
		if m.Type == wire.RequestRegisterAddress {
			answered++
			answer = wire.Message{Type: wire.EventRegistered, Attributes: []wire.Attribute{
				*m.Find(wire.AttributeReferenceID), *m.Find(wire.AttributeThisDN),
			}}
		}
		if _, err := out.Write(frame(answer)); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// sender is the other process, on one processor.
type sender struct {
	address string
	orders  io.WriteCloser
}

func startSender(tb testing.TB, mode string) *sender {
	tb.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), senderVariable+"="+mode, "GOMAXPROCS=1")
	command.Stderr = os.Stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	stdin, err := command.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err = command.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = stdin.Close()
		if err = command.Wait(); err != nil {
			tb.Error(err)
		}
	})
	address, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		tb.Fatal(err)
	}
	return &sender{address: strings.TrimSpace(address), orders: stdin}
}

func (s *sender) order(tb testing.TB, events int) {
	tb.Helper()
	if _, err := fmt.Fprintln(s.orders, events); err != nil {
		tb.Fatal(err)
	}
}
