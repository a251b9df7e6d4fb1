package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/cli/print"
	"capdeck/ui/cli/textfile"
)

// maxOrder is how long one line of orders may be.
const maxOrder = 64 << 10

// maxWords is how many words an order to the backup may have.
const maxWords = 16

// order is one word that the simulated T-Server takes on standard input.
type order struct {
	word, arguments, meaning string
	least, most              int
	do                       func(server *simserver.Server, args []string) (string, error)
	// atBackup does it at a pair's backup; nil where it concerns what only the
	// primary has.
	atBackup func(server *simserver.Server, args []string) (string, error)
}

func (o order) ofBackupToo() order {
	o.atBackup = o.do
	return o
}

// orders is everything that can be ordered while the simulated T-Server runs.
// recorders may be none, one or two; pair is nil where there is no backup.
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
		return carryOutAtBackup(pair.Backup(), known, a)
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

// recorderOrders are the orders to the recorders, whether they are there or not.
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

// onCall is an order about the DN's call, the newest in one of the states.
func onCall(word, meaning string, do func(*simserver.Server, string, uint64) error, states ...simserver.PartyState) order {
	return order{word: word, arguments: "DN", meaning: meaning, least: 1, most: 1, do: func(s *simserver.Server, a []string) (string, error) {
		call, err := callOf(s, a[0], states...)
		if err != nil {
			return "", err
		}
		return "", do(s, a[0], call.ConnID)
	}}
}

// joining is an order about the DN's held call and its consultation.
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

// takeOrders carries out the lines of in until it ends, each at the server that
// is current then, and answers it on out. A line that is no order is answered by
// a sentence; the rest goes on.
func takeOrders(in io.Reader, out io.Writer, current func() *simserver.Server, known []order) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxOrder)
	for first := true; lines.Scan(); first = false {
		line := lines.Text()
		if encoding := textfile.Encoding(lines.Bytes()); first && encoding != "" {
			fmt.Fprintf(out, "no orders are taken: they are %s text: save them as UTF-8\n", encoding)
			return
		}
		if first {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		answer, err := carryOut(current(), known, words)
		switch {
		case err != nil:
			fmt.Fprintf(out, "no: %s\n", print.Lines(err.Error()))
		case answer == "":
			fmt.Fprintln(out, "ok")
		default:
			fmt.Fprintf(out, "ok %s\n", print.Lines(answer))
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		fmt.Fprintf(out, "no more orders are taken: a line has more than %d bytes\n", maxOrder)
	case err != nil:
		fmt.Fprintf(out, "no more orders are taken: %s\n", print.Lines(textfile.InWords(err)))
	}
}

func carryOut(server *simserver.Server, known []order, words []string) (string, error) {
	if words[0] == "help" {
		return orderHelp(known), nil
	}
	for _, o := range known {
		if o.word != words[0] {
			continue
		}
		if args := words[1:]; len(args) >= o.least && len(args) <= o.most {
			return o.do(server, args)
		}
		return "", fmt.Errorf("%s wants %s", o.word, o.arguments)
	}
	return "", fmt.Errorf("%q is no order: try help", words[0])
}

// carryOutAtBackup refuses what would change nothing at a backup.
func carryOutAtBackup(backup *simserver.Server, known []order, words []string) (string, error) {
	for i, o := range known {
		if o.word != words[0] {
			continue
		}
		if o.atBackup == nil {
			return "", fmt.Errorf("%s concerns no server but the primary, leave backup out", o.word)
		}
		known = slices.Clone(known)
		known[i].do = o.atBackup
		return carryOut(backup, known[i:i+1], words)
	}
	return "", fmt.Errorf("%q is no order to the backup: try help", words[0])
}

func orderHelp(known []order) string {
	var text strings.Builder
	for _, o := range known {
		fmt.Fprintf(&text, "\n  %-28s %s", o.word+" "+o.arguments, o.meaning)
	}
	return text.String()
}

// count says how many there are of something.
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
