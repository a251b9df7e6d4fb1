package tserver

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
)

// orders returns every order that the running T-Server takes. There may be up to two
// recorders; pair is nil if there is no backup.
func orders(ctx context.Context, recorders []*recorder.Recorder, pair *simserver.Pair) []order {
	connection := connectionOrders()
	if pair != nil {
		connection = pairOrders(pair)
	}
	known := slices.Concat([]order{
		order{word: "fault", arguments: "SPEC", meaning: "misbehave, as --fault", least: 1, most: 1, do: func(s *simserver.Server, a []string) (string, error) {
			return "", s.Order(a[0])
		}}.ofBackupToo(),
		order{word: "clients", meaning: "list the connected T-Clients", do: func(s *simserver.Server, _ []string) (string, error) {
			return listClients(s), nil
		}}.ofBackupToo(),
	}, recorderOrders(ctx, recorders), connection, callOrders(), agentOrders())
	if pair == nil {
		return known
	}
	return append([]order{{word: "backup", arguments: "ORDER", meaning: "give the order fault, clients, drop, restart, stop or start to the backup", least: 1, most: maxWords, do: func(_ *simserver.Server, a []string) (string, error) {
		return executeAtBackup(pair.Backup(), known, a)
	}}}, known...)
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

// recorderOrders returns the orders to both recorders, whether they run or not.
func recorderOrders(ctx context.Context, recorders []*recorder.Recorder) []order {
	orders := make([]order, len(recorderNames))
	for i, name := range recorderNames {
		orders[i] = order{word: name, arguments: "SPEC", meaning: "let this recorder misbehave, as --" + name + "-fault", least: 1, most: 1, do: func(_ *simserver.Server, a []string) (string, error) {
			if i >= len(recorders) {
				return "", fmt.Errorf("there is no %s: see --no-recorder and --recorder-2", name)
			}
			return "", recorders[i].Order(ctx, a[0])
		}}
	}
	return orders
}

func callOrders() []order {
	return []order{
		{word: "ring", arguments: "DN CALLER", meaning: "an inbound call rings", least: 2, most: 2, do: func(s *simserver.Server, a []string) (string, error) {
			return connID(s.Ring(a[0], a[1]))
		}},
		{word: "dial", arguments: "DN CALLED", meaning: "the agent dials", least: 2, most: 2, do: func(s *simserver.Server, a []string) (string, error) {
			return connID(s.Dial(a[0], a[1]))
		}},
		onCall("answer", "the call is established", (*simserver.Server).Answer, simserver.PartyRinging, simserver.PartyDialing),
		onCall("hold", "it is put on hold", (*simserver.Server).Hold, simserver.PartyConnected),
		onCall("retrieve", "it is taken from hold", (*simserver.Server).Retrieve, simserver.PartyHeld),
		onCall("release", "it ends", (*simserver.Server).Release),
		{word: "consult", arguments: "DN COLLEAGUE", meaning: "hold the call and dial a colleague", least: 2, most: 2, do: func(s *simserver.Server, a []string) (string, error) {
			call, err := callOf(s, a[0], simserver.PartyConnected)
			if err != nil {
				return "", err
			}
			return connID(s.Consult(a[0], call.ConnID, a[1]))
		}},
		joining("transfer", "complete the transfer of a consultation", (*simserver.Server).CompleteTransfer),
		joining("conference", "make a consultation a conference", (*simserver.Server).Conference),
		{word: "hand-over", arguments: "DN COLLEAGUE", meaning: "transfer the call in a single step", least: 2, most: 2, do: func(s *simserver.Server, a []string) (string, error) {
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

// joining returns an order about the DN's held call and its consultation.
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
	return simserver.Call{}, fmt.Errorf("DN %s has no call for that", dn)
}

func connID(id uint64, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("ConnID %016x", id), nil
}
