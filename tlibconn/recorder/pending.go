package recorder

import (
	"fmt"
	"slices"
	"time"
)

// maxPending is how many unanswered indications a session remembers. Beyond that, it gives up the oldest, because a
// server may lose answers.
const maxPending = 10_000

// pending holds the indications of a session that await an answer. The recorder's mutex guards it.
type pending struct {
	// leaving are the indications that are being sent, in that order: the session reports each as sent, and then
	// its ReferenceID is known.
	leaving []indication
	// asked are the indications by ReferenceID. order has their ReferenceIDs in the order in which they were sent, and
	// those of answered ones too.
	asked map[int32]indication
	order []int32
}

// notSent removes the indication that was put into leaving last.
func (p *pending) notSent() { p.leaving = p.leaving[:len(p.leaving)-1] }

// sent records the ReferenceID of the next indication of leaving.
func (p *pending) sent(reference int32) {
	if len(p.leaving) == 0 {
		return
	}
	if p.asked == nil {
		p.asked = make(map[int32]indication)
	}
	p.asked[reference] = p.leaving[0]
	if len(p.order) >= compactAt && len(p.order) > 2*len(p.asked) {
		// The oldest one stays unanswered, and those after it are answered.
		p.order = slices.DeleteFunc(p.order, func(r int32) bool { _, open := p.asked[r]; return !open })
	}
	p.order = append(p.order, reference)
	p.leaving = append(p.leaving[:0], p.leaving[1:]...)
}

// oldest returns the oldest unanswered indication without removing it, and false if there is none.
func (p *pending) oldest() (indication, bool) {
	for len(p.order) > 0 {
		if i, open := p.asked[p.order[0]]; open {
			return i, true
		}
		p.order = p.order[1:]
	}
	p.order = nil
	return indication{}, false
}

// answered removes and returns the indication with a ReferenceID.
func (p *pending) answered(reference int32) (indication, bool) {
	i, open := p.asked[reference]
	delete(p.asked, reference)
	return i, open
}

// leftUnanswered ends all indications of a session that await an answer. The caller holds the mutex.
func (r *Recorder) leftUnanswered(p *pending, reason string) {
	for i, open := p.oldest(); open; i, open = p.oldest() {
		r.end(&i, OutcomeUnanswered, reason)
		delete(p.asked, p.order[0])
	}
}

// giveUp ends the indications that have been unanswered for Options.AnswerTimeout, and the oldest ones if there are too
// many. It returns how long the next one still has, 0 if nothing is to be waited for. The caller holds the mutex.
func (r *Recorder) giveUp(p *pending, now time.Time) time.Duration {
	for i, open := p.oldest(); open; i, open = p.oldest() {
		reason := fmt.Sprintf("%d indications are unanswered already", maxPending)
		if len(p.asked) <= maxPending {
			if r.options.AnswerTimeout <= 0 {
				return 0
			}
			if left := i.sent.Add(r.options.AnswerTimeout).Sub(now); left > 0 {
				return left
			}
			reason = fmt.Sprintf("T-Server did not answer within %s", r.options.AnswerTimeout)
		}
		r.end(&i, OutcomeUnanswered, reason)
		delete(p.asked, p.order[0])
	}
	return 0
}
