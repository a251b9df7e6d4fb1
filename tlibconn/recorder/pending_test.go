package recorder

import "testing"

// A T-Server that leaves one indication unanswered for ever does not make the recorder remember
// all that it answered since.
func TestOneStaysUnanswered(t *testing.T) {
	t.Parallel()
	var p pending
	for reference := range int32(100_000) {
		p.leaving = append(p.leaving, indication{})
		p.sent(reference)
		if reference > 0 {
			p.answered(reference)
		}
	}
	if len(p.order) > 2*compactAt || len(p.asked) != 1 {
		t.Errorf("%d ReferenceIDs and %d indications are kept", len(p.order), len(p.asked))
	}
	if _, open := p.oldest(); !open || p.order[0] != 0 {
		t.Errorf("the oldest one is %v", p.order)
	}
}
