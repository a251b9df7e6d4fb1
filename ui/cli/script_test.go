package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/adrg/xdg"
	"github.com/rogpeppe/go-internal/testscript"

	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/cli/control"
	"capdeck/ui/cli/process"
)

// TestMain runs this test binary as capdeck for the scripts, and as a capdeck that panics
// for the panic tests.
func TestMain(m *testing.M) {
	if place := os.Getenv(panicVariable); place != "" {
		os.Exit(int(runPanicking(place)))
	}
	testscript.Main(isolated{m}, map[string]func(){
		"capdeck": func() {
			streams := process.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environment: os.LookupEnv}
			os.Exit(int(Run(context.Background(), os.Args[1:], streams)))
		},
	})
}

// isolated runs the tests with an empty configuration folder, so that they do not read the
// configuration of the user who runs them.
type isolated struct{ tests *testing.M }

// Run runs the tests and returns their exit code.
func (i isolated) Run() int {
	dir, err := os.MkdirTemp("", "capdeck")
	if err = errors.Join(err, os.Setenv("XDG_CONFIG_HOME", dir)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	xdg.Reload()
	code := i.tests.Run()
	if err = os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return code
}

// TestScripts runs the scripts of testdata/script against simulated T-Servers: $HOST has a
// recorder, $SILENT has none, and $LOCKED requires a password. T-Server rejects commands
// for DN 7003 with error 53. A program takes orders on the socket orders.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			host, err := startParties(env, simserver.Options{}, true)
			if err != nil {
				return err
			}
			silent, err := startParties(env, simserver.Options{}, false)
			if err != nil {
				return err
			}
			locked, err := startParties(env, simserver.Options{Password: "secret"}, false)
			if err != nil {
				return err
			}
			listener, err := control.Listen(env.WorkDir+"/orders", takeOrder, func(f func()) { go f() })
			if err != nil {
				return err
			}
			env.Defer(listener.Close)
			env.Setenv("HOST", host)
			env.Setenv("SILENT", silent)
			env.Setenv("LOCKED", locked)
			env.Setenv("XDG_STATE_HOME", env.WorkDir+"/state")
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/config")
			return nil
		},
	})
}

// takeOrder is the program that takes the scripts' orders: it refuses all but show.
func takeOrder(_ context.Context, order string) (lines []string, err error) {
	if !strings.HasPrefix(order, "show ") {
		return nil, errors.New("unknown order; try show")
	}
	return []string{"showing", strings.TrimPrefix(order, "show ")}, nil
}

func startParties(env *testscript.Env, options simserver.Options, recorded bool) (string, error) {
	start := func(f func()) { go f() }
	options.Go = start
	for _, dn := range []string{"7001", "7002", "7003"} {
		options.DNs = append(options.DNs, simserver.DN{Number: dn})
	}
	server, err := simserver.New(options)
	if err != nil {
		return "", err
	}
	env.Defer(func() { server.Close() })
	if err = server.Order("dn=7003,error=53"); err != nil || !recorded {
		return server.Addr(), err
	}
	rec, err := recorder.Start(context.Background(), recorder.Options{
		Addresses: []string{server.Addr()}, DNs: []string{"7001", "7002", "7003"}, Go: start,
	})
	if err != nil {
		return "", err
	}
	env.Defer(rec.Close)
	return server.Addr(), nil
}
