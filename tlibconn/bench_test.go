package tlibconn

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// indications returns n frames of EventUserEvent for 10,000 DNs in shuffled order.
func indications(t testing.TB, n int) []byte {
	t.Helper()
	const dns = 10_000
	order := rand.New(rand.NewPCG(1, 2)).Perm(dns)
	words := []string{"enabled", "paused", "enabled", "disabled"}
	var all []byte
	for i := range n {
		userData, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair(event.CaptureKey, words[i/dns%len(words)])})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, encoded(t, wire.EventUserEvent,
			wire.LongAttribute(wire.AttributeConnID, uint64(0x006f01b2c3d40000+i)),
			userData,
			wire.TextAttribute(wire.AttributeThisDN, fmt.Sprint(70000+order[i%dns])),
			wire.LongAttribute(wire.AttributeEventSequenceNumber, uint64(i)))...)
	}
	return all
}

// repeat writes the bytes repeatedly until the connection ends.
func repeat(conn io.Writer, bytes []byte) {
	for {
		if _, err := conn.Write(bytes); err != nil {
			return
		}
	}
}

const (
	runLength      = 40_000
	senderVariable = "CAPDECK_TEST_SENDER"
)

// sendForEver runs instead of the tests when a benchmark starts the test binary as the other process. It
// accepts connections, answers a login if it is told to, and sends indications without end.
func sendForEver() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	conn, err := listener.Accept()
	if err != nil {
		return err
	}
	if os.Getenv(senderVariable) == "login" {
		if _, err := wire.NewFrameReader(conn, wire.Limits{}).Next(); err != nil {
			return err
		}
	}
	t := &testing.B{}
	if _, err := conn.Write(encoded(t, wire.EventLinkConnected)); err != nil {
		return err
	}
	repeat(conn, indications(t, runLength))
	return nil
}

// startSender runs sendForEver in another process, on one processor, and returns its address.
func startSender(b *testing.B, mode string) string {
	b.Helper()
	sender := exec.Command(os.Args[0])
	sender.Env = append(os.Environ(), senderVariable+"="+mode, "GOMAXPROCS=1")
	stdout, err := sender.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err = sender.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		// The process ends with its connection, which is closed by now.
		if failure := sender.Wait(); failure != nil {
			b.Error(failure)
		}
	})
	address, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(address)
}

// BenchmarkSocketToBatch measures the path from the socket to the consumer's batch: read, split into frames,
// decode, copy. One operation is one event. Run it with -cpu 1, like its sender.
func BenchmarkSocketToBatch(b *testing.B) {
	c := open(b, startSender(b, "login"), func(o *Options) { o.BatchInterval = 0 })
	b.SetBytes(int64(len(indications(b, 1))))
	b.ReportAllocs()
	warm := 20 * runLength
	for seen := 0; seen < warm+b.N; {
		batch, err := c.NextBatch(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		before := seen
		seen += len(batch.Events)
		if before < warm && seen >= warm {
			warm = seen
			b.ResetTimer()
		}
	}
	b.StopTimer()
	c.Close()
}

// BenchmarkBareRead only reads the same bytes.
func BenchmarkBareRead(b *testing.B) {
	conn, err := net.Dial("tcp", startSender(b, "bare"))
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	size := len(indications(b, 1))
	b.SetBytes(int64(size))
	b.ReportAllocs()
	buffer := make([]byte, 64<<10)
	warm := 20 * runLength * size
	for seen := 0; seen < warm+b.N*size; {
		n, err := conn.Read(buffer)
		if err != nil {
			b.Fatal(err)
		}
		before := seen
		seen += n
		if before < warm && seen >= warm {
			warm = seen
			b.ResetTimer()
		}
	}
}

// TestHotPathAllocatesNothing counts the allocations of the whole process while
// events travel from the socket to the consumer.
func TestHotPathAllocatesNothing(t *testing.T) {
	frames := indications(t, runLength)
	c, p := connect(t, func(o *Options) { o.BatchInterval = 0 })
	go func() {
		_ = p.flood(frames, 0) // until the session is closed
	}()
	take := func(n int) (events int) {
		for events < n {
			batch, err := c.NextBatch(t.Context())
			if errors.Is(err, ErrClosed) {
				t.Fatal(err)
			}
			events += len(batch.Events)
		}
		return events
	}
	take(20 * runLength)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	events := take(20 * runLength)
	runtime.ReadMemStats(&after)
	// Each batch costs a timer and a channel, for thousands of events.
	if allocs := after.Mallocs - before.Mallocs; allocs*100 > uint64(events) {
		t.Errorf("%d events took %d allocations", events, allocs)
	}
}
