package tserver

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"capdeck/tlibconn/simserver"
)

// connectionOrders returns the orders that are short forms of connection faults.
func connectionOrders() []order {
	return []order{
		order{word: "drop", arguments: "[APP]", meaning: "close the connections of all clients, or of an application's", most: 1, do: dropClients}.ofBackupToo(),
		order{word: "restart", arguments: "[TIME]", meaning: "stop, lose registrations and calls, and listen again after this time", most: 1, do: func(s *simserver.Server, a []string) (string, error) {
			return "", s.Order(restartText(a))
		}}.ofBackupToo(),
		order{word: "stop", meaning: "stop until start, as if the process had exited", do: func(s *simserver.Server, _ []string) (string, error) {
			if _, stopped := s.Refusing(); stopped {
				return "", errStopped()
			}
			s.Stop()
			return "", nil
		}}.ofBackupToo(),
		order{word: "start", meaning: "listen again after stop", do: func(s *simserver.Server, _ []string) (string, error) {
			if refusing, _ := s.Refusing(); !refusing {
				return "", errors.New("this T-Server is listening already")
			}
			return "", s.Start()
		}}.ofBackupToo(),
	}
}

func errStopped() error {
	return errors.New("this T-Server is stopped already; use the order start")
}

func dropClients(s *simserver.Server, a []string) (string, error) {
	n := s.Drop(simserver.Target{Applications: a}, false)
	switch {
	case n > 0:
		return count(n, "client"), nil
	case len(a) > 0:
		return "", fmt.Errorf("no client has logged in as %s", a[0])
	}
	return "", errors.New("no client is connected")
}

// restartText returns the text of the restart fault.
func restartText(args []string) string {
	return strings.Join(append([]string{"restart"}, args...), "=")
}

// pairOrders returns the orders of a primary with a backup, which takes over when the
// primary's process ends.
func pairOrders(pair *simserver.Pair) []order {
	orders := []order{
		{word: "switchover", meaning: "primary and backup exchange roles", do: func(*simserver.Server, []string) (string, error) {
			pair.Switchover()
			return thePrimary(pair), nil
		}},
		{word: "standby", arguments: "KIND", meaning: "make the backup refuse connections (warm, the default) or accept clients (hot)", least: 1, most: 1, do: func(_ *simserver.Server, a []string) (string, error) {
			if a[0] != "warm" && a[0] != "hot" {
				return "", fmt.Errorf("unknown kind of standby %q; use warm or hot", a[0])
			}
			if pair.HotStandby() == (a[0] == "hot") {
				return "", fmt.Errorf("the backup is %s already", a[0])
			}
			return "", pair.SetHotStandby(a[0] == "hot")
		}},
	}
	for _, o := range connectionOrders() {
		switch o.word {
		case "restart":
			o.meaning = "stop, lose registrations, hand over to the backup, and return as the backup after this time"
			o.do = func(_ *simserver.Server, a []string) (string, error) { return restartPrimary(pair, a) }
			o.atBackup = unlessWarm(o.atBackup)
		case "stop":
			o.meaning = "stop until start, as if the process had exited; the backup takes over"
			o.do = func(s *simserver.Server, _ []string) (string, error) {
				if _, stopped := s.Refusing(); stopped {
					return "", errStopped()
				}
				pair.Stop()
				return thePrimary(pair), nil
			}
		case "start":
			o.atBackup = unlessWarm(o.atBackup)
		}
		orders = append(orders, o)
	}
	return orders
}

func restartPrimary(pair *simserver.Pair, args []string) (string, error) {
	if _, err := simserver.ParseFault(restartText(args)); err != nil {
		return "", err
	}
	var down time.Duration
	if len(args) > 0 {
		// ParseFault has checked it.
		down, _ = time.ParseDuration(args[0])
	}
	pair.Restart(down)
	return thePrimary(pair), nil
}

func thePrimary(pair *simserver.Pair) string {
	server := pair.Primary()
	if refusing, _ := server.Refusing(); refusing {
		return "the primary is " + server.Addr() + ", which refuses connections"
	}
	return "the primary is " + server.Addr()
}

// unlessWarm refuses an order to a warm backup, which has no clients to see its effect.
func unlessWarm(do func(*simserver.Server, []string) (string, error)) func(*simserver.Server, []string) (string, error) {
	return func(backup *simserver.Server, args []string) (string, error) {
		if refusing, ordered := backup.Refusing(); refusing && !ordered {
			return "", errors.New("the backup is warm and refuses connections until it is primary; use the order standby hot to make it accept them")
		}
		return do(backup, args)
	}
}
