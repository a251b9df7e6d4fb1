package bench

import (
	"fmt"
	"net"
	"strconv"
	"testing"
	"time"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
)

const site = "default"

// wholeRounds rounds b.N up to a number of events that the sender can send.
func wholeRounds(n int) int {
	const all = dns * rounds
	return (n + all - 1) / all * all
}

// BenchmarkBareRead reads the bytes of the events and does nothing with them, with the session's initial buffer and
// with the one that it uses under a flood. Run it and BenchmarkSocketToBoard in one run, with -cpu 1.
func BenchmarkBareRead(b *testing.B) {
	for _, kilobytes := range []int{64, 512} {
		b.Run(fmt.Sprintf("%d KiB", kilobytes), func(b *testing.B) { bareRead(b, kilobytes<<10) })
	}
}

func bareRead(b *testing.B, bufferSize int) {
	s := startSender(b, "bare")
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	size := len(stream()) / (dns * rounds)
	buffer := make([]byte, bufferSize)
	read := func(events int) {
		s.order(b, events)
		for left := events * size; left > 0; {
			n, err := conn.Read(buffer)
			if err != nil {
				b.Fatal(err)
			}
			left -= n
		}
	}
	read(wholeRounds(1))
	measure(b, size, read)
}

// BenchmarkSocketToBoard measures the path of an event as shipped: socket, frame, message, batch, board and log, in
// the order in which the program performs it. One operation is one event that changes the state of one of 10,000
// DNs.
func BenchmarkSocketToBoard(b *testing.B) {
	s := startSender(b, "session")
	session, state := openBoard(b, s.address)
	size := len(stream()) / (dns * rounds)
	receive := func(events int) {
		end := state.Messages().Log().End() + uint64(events)
		s.order(b, events)
		for state.Messages().Log().End() < end {
			takeBatch(b, session, state)
		}
	}
	receive(10 * dns * rounds) // so that the log is full and the memory grown
	before := state.Messages().Log().End()
	measure(b, size, receive)
	check(b, state, before)
}

// measure times b.N events, and those that complete the last round. In addition to the time per event it reports
// this process's share of a processor, which other programs on the machine disturb less.
func measure(b *testing.B, size int, take func(events int)) {
	b.SetBytes(int64(size))
	b.ReportAllocs()
	events := wholeRounds(b.N)
	b.ResetTimer()
	before := processorTime(b)
	take(events)
	used := processorTime(b) - before
	b.StopTimer()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events), "ns/event")
	b.ReportMetric(float64(used.Nanoseconds())/float64(events), "cpu-ns/event")
}

func openBoard(b *testing.B, address string) (*capture.Session, *model.Model) {
	truth := board.New(board.Options{})
	entries, names := make([]board.Entry, dns), make([]string, dns)
	for i := range entries {
		names[i] = strconv.Itoa(firstDN + i)
		entries[i].Key = board.Key{Site: site, DN: names[i]}
	}
	truth.Add(entries...)
	session, err := capture.Open(b.Context(), capture.Options{Session: tlibconn.Options{Site: site, Addresses: []string{address}}}, journal.None{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(session.Close)
	state := model.New(model.Options{Board: truth, Site: site})
	session.Register(names...)
	for truth.Counters().Registered < dns {
		takeBatch(b, session, state)
	}
	return session, state
}

func takeBatch(b *testing.B, session *capture.Session, state *model.Model) {
	batch, err := session.NextBatch(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	state.Update(model.Events{Now: time.Now(), Batch: batch})
}

// check compares the board with the last event of every DN, and the log with the events that it was given.
func check(b *testing.B, state *model.Model, before uint64) {
	want := board.StateOff
	if indication(rounds-1) != event.Disabled {
		b.Fatal("the stream does not end with disabled")
	}
	for _, row := range state.Board().Rows() {
		if row.State() != want {
			b.Fatalf("DN %s is %s, the last event said %s", row.Key().DN, row.State(), want)
		}
	}
	log := state.Messages().Log()
	if got := log.End() - before; got != uint64(wholeRounds(b.N)) {
		b.Fatalf("the log took %d messages, %d were sent", got, wholeRounds(b.N))
	}
	if log.Left()+(log.End()-log.First()) != log.End()-1 {
		b.Fatal("the log's counts do not add up")
	}
}
