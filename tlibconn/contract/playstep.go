package contract

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"capdeck/tlibconn/contract/scenario"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// family is a kind of message that a step can expect. Each is expected in the order in which
// its messages came, whatever came of the others meanwhile: an indication may overtake an ACK.
type family uint8

const (
	answers family = iota + 1
	indications
	verbs
)

// familyOf returns the family of a word of scenario.Step.Expected.
func familyOf(word string) family {
	switch {
	case word == scenario.Accepted || strings.HasPrefix(word, scenario.Rejected):
		return answers
	case event.ParseVerb(word) != event.VerbNone:
		return verbs
	}
	return indications
}

// step plays one step and returns why it failed, "" if it did not. What goes wrong with the
// sessions or with an order is trouble.
func (p *player) step(ctx context.Context, step *scenario.Step) string {
	switch step.Kind {
	case scenario.Send:
		p.sendStep(ctx, step)
	case scenario.Expect:
		if slices.Equal(step.Expected, []string{scenario.Nothing}) {
			return p.expectNothing(ctx, step)
		}
		return p.expectStep(ctx, step)
	case scenario.Sleep:
		// Nothing is waited for, but the end of the check or of the link.
		_, _, err := p.tape.next(ctx, p.tape.length(), time.Now().Add(step.For), func(*message) bool { return false })
		p.fail(err)
	default:
		if err := p.orders.Order(ctx, p.scenario.OrderOf(step)); err != nil {
			p.fail(err)
		}
	}
	return ""
}

// peerOf returns the session of a role.
func (p *player) peerOf(role scenario.Role) *peer {
	if role == scenario.SecondDesktop {
		return p.second
	}
	return p.desktop
}

func (p *player) placeOf(step *scenario.Step) roleDN {
	return roleDN{role: step.Role, dn: p.scenario.Number(step.DN)}
}

func (p *player) sendStep(ctx context.Context, step *scenario.Step) {
	at := p.placeOf(step)
	var connID uint64
	switch step.ConnID {
	case scenario.CurrentCall:
		current, _, _ := p.tape.current(p.options.Session.Session.EncodeDN(at.dn))
		connID = current.connID
	case scenario.NoCall:
	default:
		// The scenario was checked.
		connID, _ = strconv.ParseUint(step.ConnID, 16, 64)
	}
	verb := event.ParseVerb(step.Verb)
	x := p.send(ctx, p.peerOf(step.Role), verbRequest(verb, at.dn, connID))
	if before := p.last[at]; before != nil {
		p.endCommand(before)
	}
	p.last[at] = x
	if p.sent[at] == nil {
		p.sent[at] = map[event.Verb]bool{}
	}
	p.sent[at][verb] = true
}

// expectStep waits for the first message of the families that the step expects.
func (p *player) expectStep(ctx context.Context, step *scenario.Step) string {
	at := p.placeOf(step)
	families := map[family]bool{}
	for _, word := range step.Expected {
		families[familyOf(word)] = true
	}
	if families[answers] && p.last[at] == nil {
		return fmt.Sprintf("%s sent nothing for DN %s that could be answered", at.role, at.dn)
	}
	began := time.Now()
	within := step.Within
	if within == 0 {
		within = p.options.IndicationTimeout
	}
	from := p.tape.length()
	for f := range families {
		from = min(from, p.cursors[cursor{at, f}])
	}
	var kind family
	m, index, err := p.tape.nextAt(ctx, from, began.Add(within), func(m *message, index int) bool {
		kind = p.familyIn(m, at)
		return families[kind] && index >= p.cursors[cursor{at, kind}]
	})
	p.fail(err)
	p.expects("%s:%d: %s", p.scenario.File, step.Line, step.Text())
	if m == nil {
		if p.trouble != nil {
			return ""
		}
		p.saw("nothing within %s", within)
		return fmt.Sprintf("nothing came within %s", within)
	}
	p.cursors[cursor{at, kind}] = index + 1
	p.note(m, at, kind)
	came := wordOf(m, kind)
	p.saw("%s%s for DN %s, %s after the step began", came, m.names(), at.dn, round(max(m.at.Sub(began), 0)))
	if slices.ContainsFunc(step.Expected, func(word string) bool {
		return word == came || word == scenario.Rejected && strings.HasPrefix(came, word)
	}) {
		return ""
	}
	return fmt.Sprintf("%s%s came instead", came, m.names())
}

// expectNothing waits for the whole time, in which no indication may come.
func (p *player) expectNothing(ctx context.Context, step *scenario.Step) string {
	at := p.placeOf(step)
	key := cursor{at, indications}
	p.expects("%s:%d: %s", p.scenario.File, step.Line, step.Text())
	m, index, err := p.tape.next(ctx, p.cursors[key], time.Now().Add(step.Within), func(m *message) bool { return p.familyIn(m, at) == indications })
	p.fail(err)
	if m == nil {
		p.cursors[key] = p.tape.length()
		return ""
	}
	p.cursors[key] = index + 1
	p.saw("%s%s for DN %s", m.indication(), m.names(), at.dn)
	return fmt.Sprintf("%s%s came", m.indication(), m.names())
}

// familyIn returns the family of a message as a role sees it for a DN, 0 for none. The echo of
// a verb that the role sent itself is none.
func (p *player) familyIn(m *message, at roleDN) family {
	if m.sent || m.session != p.peerOf(at.role).name {
		return 0
	}
	if x := p.last[at]; x != nil && x.isAnswer(m) {
		return answers
	}
	switch {
	case m.typ != wire.EventUserEvent || m.dn != p.options.Session.Session.EncodeDN(at.dn):
		return 0
	case m.word.Indication != event.IndicationNone:
		return indications
	case m.word.Verb != event.VerbNone && !p.sent[at][m.word.Verb]:
		return verbs
	}
	return 0
}

// wordOf returns the word for a message of a family.
func wordOf(m *message, kind family) string {
	switch {
	case kind == answers && m.typ == wire.EventError:
		return scenario.Rejected + " " + strconv.Itoa(int(m.code))
	case kind == answers:
		return scenario.Accepted
	case kind == verbs:
		return m.word.Verb.String()
	}
	return m.indication().String()
}

// note keeps what the journal and the latencies need of a message that was expected.
func (p *player) note(m *message, at roleDN, kind family) {
	x := p.last[at]
	if x == nil {
		return
	}
	switch {
	case kind == answers:
		x.answer = m
	case kind == indications && x.indication == nil:
		x.indication = m
		p.time(x)
	}
}

// endCommands writes the outcomes of all commands that are open into the journal.
func (p *player) endCommands(ctx context.Context) {
	for _, x := range p.last {
		if x.answer == nil {
			p.acknowledged(ctx, x)
		}
		p.endCommand(x)
	}
}

// endCommand writes the outcome of a command into the journal, with what came of it until now.
func (p *player) endCommand(x *exchange) {
	if x.answer == nil {
		if found := p.tape.all(x.from, x.isAnswer); len(found) > 0 {
			x.answer = &found[0]
		}
	}
	p.record(x)
}
