package control_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"capdeck/ui/cli/control"
)

// pathVariable names the socket of the process that TestTwoProcesses starts.
const pathVariable = "CAPDECK_CONTROL_TEST"

func TestMain(m *testing.M) {
	if path := os.Getenv(pathVariable); path != "" {
		if _, err := control.Listen(path, echo, func(f func()) { go f() }); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("ready")
		select {}
	}
	os.Exit(m.Run())
}

// echo answers each word with a line, and refuses orders that begin with "no".
func echo(_ context.Context, order string) (lines []string, err error) {
	if strings.HasPrefix(order, "no") {
		return []string{"refusing"}, errors.New("it says\x1b[31m no\nindeed")
	}
	return strings.Fields(order), nil
}

func socket(t *testing.T) string { return filepath.Join(t.TempDir(), "orders") }

func listen(t *testing.T, path string, handle control.Handler) {
	t.Helper()
	l, err := control.Listen(path, handle, func(f func()) { go f() })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
}

// limited returns a context that ends when the test hangs.
func limited(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func dial(t *testing.T, path string) *control.Client {
	t.Helper()
	client, err := control.Dial(limited(t), path, func(f func()) { go f() })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// expect gives an order and checks its answer.
func expect(t *testing.T, client *control.Client, order, problem string, want ...string) {
	t.Helper()
	lines, err := client.Order(limited(t), order)
	if !slices.Equal(lines, want) || problem == "" && err != nil || problem != "" && (err == nil || !strings.Contains(err.Error(), problem)) {
		t.Errorf("%.40q: got %q and the error %v, want %q and %q", order, lines, err, want, problem)
	}
}

func TestOrders(t *testing.T) {
	path := socket(t)
	listen(t, path, echo)
	client := dial(t, path)
	expect(t, client, "ring  7001 ", "", "ring", "7001")
	expect(t, client, "no", "it says␛[31m no; indeed", "refusing")
	_, err := client.Order(limited(t), "no")
	var refused *control.RefusedError
	if !errors.As(err, &refused) {
		t.Errorf("the refusal is a %T", err)
	}
	expect(t, client, " ", "the order is empty")
	expect(t, client, "a\nb", "an order has one line")
	expect(t, client, "\xff", "the order is not UTF-8 text")
	longest := strings.Repeat("x", control.MaxOrder)
	expect(t, client, longest, "", longest)
	expect(t, client, longest+"x", "an order has at most 65536 bytes, not 65537")
	if runtime.GOOS != "windows" {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the socket has the mode %v, %v", info.Mode(), err)
		}
	}
}

// TestRawClients checks what a program that knows only the protocol gets.
func TestRawClients(t *testing.T) {
	path := socket(t)
	listen(t, path, echo)
	for _, tt := range []struct{ name, in, want string }{
		{"two orders at once", "a\r\nno\n", " a\nok\n refusing\nrefused: it says␛[31m no; indeed\n"},
		{"a blank line", "\nb\n", "refused: the line has no order\n b\nok\n"},
		{"an order that is cut", "a\nrelease 700", " a\nok\nrefused: the order does not end with a line break\n"},
		{"a long line", strings.Repeat("x", control.MaxOrder+2), "refused: an order has at most 65536 bytes\n"},
		{"a line that is a byte too long", strings.Repeat("x", control.MaxOrder+1) + "\n", "refused: an order has at most 65536 bytes\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, err := net.Dial("unix", path)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err = conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
				t.Fatal(err)
			}
			if _, err = io.WriteString(conn, tt.in); err != nil {
				t.Fatal(err)
			}
			if half, ok := conn.(*net.UnixConn); ok {
				if err = half.CloseWrite(); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := io.ReadAll(conn); string(got) != tt.want || err != nil {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

// TestClientsAtOnce checks that clients do not wait for each other, and that there is a
// greatest number of them.
func TestClientsAtOnce(t *testing.T) {
	path := socket(t)
	var together sync.WaitGroup
	together.Add(control.MaxClients)
	listen(t, path, func(_ context.Context, order string) ([]string, error) {
		if order == "together" {
			together.Done()
			together.Wait()
		}
		return nil, nil
	})
	var running sync.WaitGroup
	for range control.MaxClients {
		client := dial(t, path)
		running.Go(func() { expect(t, client, "together", "") })
	}
	running.Wait()
	expect(t, dial(t, path), "alone", "32 clients are connected, which is the most; try again when one has left")
}

// TestCloseEndsOrders checks that the order that Close interrupts is answered.
func TestCloseEndsOrders(t *testing.T) {
	path := socket(t)
	begun := make(chan struct{})
	l, err := control.Listen(path, func(ctx context.Context, _ string) ([]string, error) {
		close(begun)
		<-ctx.Done()
		return nil, ctx.Err()
	}, func(f func()) { go f() })
	if err != nil {
		t.Fatal(err)
	}
	client := dial(t, path)
	ended := make(chan error, 1)
	go func() {
		_, failed := client.Order(context.Background(), "wait")
		ended <- failed
	}()
	<-begun
	l.Close()
	l.Close()
	var refused *control.RefusedError
	if err = <-ended; !errors.As(err, &refused) || refused.Reason != "context canceled" {
		t.Errorf("the order ended with %v", err)
	}
	if _, err = client.Order(limited(t), "again"); err == nil || !strings.Contains(err.Error(), `the answer to the order "again" did not come, so it may or may not have been carried out`) {
		t.Errorf("the next order ended with %v", err)
	}
	if _, err = os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
	if _, err = control.Dial(limited(t), path, func(f func()) { go f() }); err == nil || !strings.Contains(err.Error(), "no program takes orders on "+path+": there is no such file") {
		t.Errorf("the error is %v", err)
	}
}

// TestOrderGivenUp checks that a client gives no order after one that it did not wait for.
func TestOrderGivenUp(t *testing.T) {
	path := socket(t)
	end := make(chan struct{})
	listen(t, path, func(context.Context, string) ([]string, error) {
		<-end
		return nil, nil
	})
	defer close(end)
	client := dial(t, path)
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	for range 2 {
		if _, err := client.Order(ctx, "wait"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the error is %v", err)
		}
	}
}

// TestAnotherProtocol checks a socket of a program that does not take orders.
func TestAnotherProtocol(t *testing.T) {
	path := socket(t)
	other, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	go func() {
		if conn, err := other.Accept(); err == nil {
			_, _ = bufio.NewReader(conn).ReadString('\n')
			fmt.Fprintln(conn, "HTTP/1.1 400 Bad Request")
			conn.Close()
		}
	}()
	expect(t, dial(t, path), "help", "does not speak this protocol")
}

func TestPathsInUse(t *testing.T) {
	path := socket(t)
	listen(t, path, echo)
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		path:                      "another program takes orders on " + path,
		file:                      "exists and is not a socket",
		dir:                       "exists and is not a socket",
		filepath.Join(dir, "x/y"): "there is no such file or folder",
		filepath.Join(file, "y"):  "cannot take orders on",
		"":                        "the path is empty",
		dir + "/" + longName():    "and that of a socket may have about 100",
	} {
		l, err := control.Listen(path, echo, func(f func()) { go f() })
		if err == nil {
			l.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: the error is %v, want %q", path, err, want)
		}
	}
	if text, err := os.ReadFile(file); string(text) != "mine" {
		t.Errorf("the file has %q, %v", text, err)
	}
}

func longName() string { return strings.Repeat("x", 120) }

// TestTwoProcesses checks a listener in another process, and that the next one replaces
// its socket when it was killed.
func TestTwoProcesses(t *testing.T) {
	path := socket(t)
	process := start(t, path)
	expect(t, dial(t, path), "ring 7001", "", "ring", "7001")
	if _, err := control.Listen(path, echo, func(f func()) { go f() }); err == nil {
		t.Error("a socket that is in use was replaced")
	}
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := process.Wait(); err == nil {
		t.Error("the process was not killed")
	}
	if _, err := os.Lstat(path); err != nil {
		t.Fatalf("no socket was left behind: %v", err)
	}
	if _, err := control.Dial(limited(t), path, func(f func()) { go f() }); err == nil || !strings.Contains(err.Error(), "no one answers") {
		t.Errorf("the error is %v", err)
	}
	listen(t, path, echo)
	expect(t, dial(t, path), "again", "", "again")
}

// start starts this test binary as a process that takes orders.
func start(t *testing.T, path string) *exec.Cmd {
	t.Helper()
	process := exec.CommandContext(limited(t), os.Args[0])
	process.Env = append(os.Environ(), pathVariable+"="+path)
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err = process.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the process printed %q, %v", line, err)
	}
	return process
}
