package tserver

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
)

// orders returns every order to the running T-Server. There may be up to two recorders;
// pair is nil if there is no backup.
func orders(ctx context.Context, recorders []*recorder.Recorder, pair *simserver.Pair) []order {
	connection := connectionOrders()
	if pair != nil {
		connection = pairOrders(pair)
	}
	known := slices.Concat([]order{
		order{word: "fault", arguments: "SPEC", meaning: "set or clear a fault, as with --fault", least: 1, most: 1, do: func(s *simserver.Server, a []string) (string, error) {
			return "", s.Order(a[0])
		}}.ofBackupToo(),
		order{word: "clients", meaning: "list the connected T-Clients", do: func(s *simserver.Server, _ []string) (string, error) {
			return listClients(s), nil
		}}.ofBackupToo(),
	}, recorderOrders(ctx, recorders), connection, callOrders(), agentOrders())
	if pair == nil {
		return known
	}
	return append([]order{{word: "backup", arguments: "ORDER", meaning: "give the backup the order fault, clients, drop, restart, stop or start", least: 1, most: maxWords, do: func(_ *simserver.Server, a []string) (string, error) {
		return executeAtBackup(pair.Backup(), known, a)
	}}}, known...)
}

// errEnded is the answer to an order after the one that ended the simulation.
var errEnded = errors.New("the simulation has ended")

// runOrders returns the orders about the run itself.
func runOrders(ctx context.Context, stop func(), s *simulation) []order {
	return []order{
		statisticsOrder(s),
		{word: "sleep", arguments: "TIME", meaning: "execute the next order of the same source only after this time", least: 1, most: 1, do: func(_ *simserver.Server, a []string) (string, error) {
			pause, err := time.ParseDuration(a[0])
			if err != nil || pause < 0 {
				return "", fmt.Errorf("%q is not a time such as 500ms or 2s", a[0])
			}
			select {
			case <-ctx.Done():
				return "", errEnded
			case <-time.After(pause):
				return "", nil
			}
		}},
		{word: "quit", meaning: "end the simulation", do: func(*simserver.Server, []string) (string, error) {
			stop()
			return "", nil
		}},
	}
}

func listClients(s *simserver.Server) string {
	clients := s.Clients()
	if len(clients) == 0 {
		return "no client is connected"
	}
	lines := make([]string, len(clients))
	for i, client := range clients {
		lines[i] = fmt.Sprintf("%s, %s", client, count(client.Registrations, "DN"))
	}
	return strings.Join(lines, "\n")
}

// recorderOrders returns the orders to both recorders, even if they do not run.
func recorderOrders(ctx context.Context, recorders []*recorder.Recorder) []order {
	orders := make([]order, len(recorderNames))
	for i, name := range recorderNames {
		orders[i] = order{word: name, arguments: "SPEC", meaning: "set or clear a fault of this recorder, as with --" + name + "-fault", least: 1, most: 1, do: func(_ *simserver.Server, a []string) (string, error) {
			if i >= len(recorders) {
				return "", fmt.Errorf("%s does not run; see --no-recorder and --recorder-2", name)
			}
			return "", recorders[i].Order(ctx, a[0])
		}}
	}
	return orders
}

func callOrders() []order {
	return []order{
		{word: "ring", arguments: "DN CALLER", meaning: "an inbound call rings at the DN", least: 2, most: 2, do: func(s *simserver.Server, a []string) (string, error) {
			return connID(s.Ring(a[0], a[1]))
		}},
		{word: "dial", arguments: "DN CALLED", meaning: "the agent dials a number", least: 2, most: 2, do: func(s *simserver.Server, a []string) (string, error) {
			return connID(s.Dial(a[0], a[1]))
		}},
		onCall("answer", "the ringing or dialled call is established", (*simserver.Server).Answer, simserver.PartyRinging, simserver.PartyDialing),
		onCall("hold", "the connected call is put on hold", (*simserver.Server).Hold, simserver.PartyConnected),
		onCall("retrieve", "the held call is retrieved", (*simserver.Server).Retrieve, simserver.PartyHeld),
		onCall("release", "the newest call ends", (*simserver.Server).Release),
		{word: "consult", arguments: "DN COLLEAGUE", meaning: "the connected call is held and the agent dials a colleague", least: 2, most: 2, do: func(s *simserver.Server, a []string) (string, error) {
			call, err := callOf(s, a[0], simserver.PartyConnected)
			if err != nil {
				return "", err
			}
			return connID(s.Consult(a[0], call.ConnID, a[1]))
		}},
		{word: "attach", arguments: "DN KEY VALUE", meaning: "attach user data to the newest call (EventAttachedDataChanged)", least: 3, most: maxWords, do: func(s *simserver.Server, a []string) (string, error) {
			call, err := callOf(s, a[0])
			if err != nil {
				return "", err
			}
			return "", s.AttachData(a[0], call.ConnID, a[1], strings.Join(a[2:], " "))
		}},
		joining("transfer", "the held call is transferred to the colleague", (*simserver.Server).CompleteTransfer),
		joining("conference", "the held call and the consult call become a conference", (*simserver.Server).Conference),
		{word: "hand-over", arguments: "DN COLLEAGUE", meaning: "the connected call is transferred in a single step", least: 2, most: 2, do: func(s *simserver.Server, a []string) (string, error) {
			call, err := callOf(s, a[0], simserver.PartyConnected)
			if err != nil {
				return "", err
			}
			return "", s.SingleStepTransfer(a[0], call.ConnID, a[1])
		}},
	}
}

func agentOrders() []order {
	atDN := func(word, meaning string, do func(*simserver.Server, string) error) order {
		return order{word: word, arguments: "DN", meaning: meaning, least: 1, most: 1, do: func(s *simserver.Server, a []string) (string, error) { return "", do(s, a[0]) }}
	}
	return []order{
		{word: "login", arguments: "DN AGENT", meaning: "an agent logs in", least: 2, most: 2, do: func(s *simserver.Server, a []string) (string, error) {
			return "", s.AgentLogin(a[0], a[1])
		}},
		atDN("logout", "the agent logs out", (*simserver.Server).AgentLogout),
		atDN("ready", "the agent is ready", (*simserver.Server).AgentReady),
		{word: "not-ready", arguments: "DN [REASON]", meaning: "the agent is not ready", least: 1, most: 2, do: func(s *simserver.Server, a []string) (string, error) {
			return "", s.AgentNotReady(a[0], strings.Join(a[1:], " "))
		}},
		atDN("after-call-work", "the agent is in after-call work", (*simserver.Server).AfterCallWork),
	}
}

// onCall returns an order about the DN's newest call in one of the states.
func onCall(word, meaning string, do func(*simserver.Server, string, uint64) error, states ...simserver.PartyState) order {
	return order{word: word, arguments: "DN", meaning: meaning, least: 1, most: 1, do: func(s *simserver.Server, a []string) (string, error) {
		call, err := callOf(s, a[0], states...)
		if err != nil {
			return "", err
		}
		return "", do(s, a[0], call.ConnID)
	}}
}

// joining returns an order about the DN's held call and its consult call.
func joining(word, meaning string, do func(s *simserver.Server, dn string, connID, consultID uint64) error) order {
	return order{word: word, arguments: "DN", meaning: meaning, least: 1, most: 1, do: func(s *simserver.Server, a []string) (string, error) {
		held, err := callOf(s, a[0], simserver.PartyHeld)
		if err != nil {
			return "", err
		}
		consultation, err := callOf(s, a[0], simserver.PartyConnected, simserver.PartyDialing)
		if err != nil {
			return "", err
		}
		return "", do(s, a[0], held.ConnID, consultation.ConnID)
	}}
}

func callOf(s *simserver.Server, dn string, states ...simserver.PartyState) (simserver.Call, error) {
	calls := s.Calls(dn)
	for _, call := range slices.Backward(calls) {
		if len(states) == 0 || slices.Contains(states, call.State) {
			return call, nil
		}
	}
	return simserver.Call{}, fmt.Errorf("DN %s has no call in the right state", dn)
}

func connID(id uint64, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("ConnID %016x", id), nil
}
