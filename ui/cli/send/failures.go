package send

import (
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
	"capdeck/ui/cli/live"
)

// linkFailure says how the way to the switch ended while a command was open.
type linkFailure struct {
	State   string `json:"state"`
	Reason  string `json:"reason,omitempty"`
	UpAgain bool   `json:"upAgain,omitempty"`

	at time.Time
}

// text returns the failure in words, without the reason if said has it already.
func (l *linkFailure) text(said string) string {
	reason := l.Reason
	if strings.Contains(said, reason) {
		reason = ""
	}
	return say.LinkFailure(l.State, reason, l.UpAgain)
}

// registrationFailure says how a DN's registration failed while a command was open.
type registrationFailure struct {
	State     string `json:"state"`
	Code      int32  `json:"code,omitempty"`
	Text      string `json:"text,omitempty"`
	HeldAgain bool   `json:"heldAgain,omitempty"`

	state board.RegistrationState
	at    time.Time
}

func (r *registrationFailure) words() string {
	return say.RegistrationFailure(r.state, r.Code, r.Text, r.HeldAgain)
}

// failures keeps how the link, and the registration of each DN, failed last.
type failures struct {
	link          linkFailure
	registrations map[string]registrationFailure // by DN
}

// apply keeps what an event, which the board has applied already, says of the link
// or of the registration of dn.
func (s *failures) apply(e *event.Event, b *board.Board, dn string) {
	switch {
	case e.Kind == event.KindLink:
		if link, _ := b.Link(live.Site); link.State != event.LinkUp {
			s.link = linkFailure{State: strings.ToLower(link.State.String()), Reason: link.Reason, at: e.Time}
		}
		return
	case e.Kind == event.KindRegistration:
	case e.Kind != event.KindMessage || e.Message.Type == wire.EventUserEvent:
		return
	}
	row := b.Row(board.Key{Site: live.Site, DN: dn})
	if row == nil {
		return
	}
	if failed := failedRegistration(row.Registration(), e.Time); failed != nil {
		s.registrations[dn] = *failed
	}
}

// failedRegistration is nil for a registration that is held or on its way.
func failedRegistration(r board.Registration, at time.Time) *registrationFailure {
	switch r.State {
	case board.RegistrationOutOfService, board.RegistrationRefused, board.RegistrationLost, board.RegistrationNoAnswer:
		return &registrationFailure{State: r.State.String(), state: r.State, Code: r.Code, Text: r.Text, at: at}
	case board.RegistrationNone, board.RegistrationPending, board.RegistrationHeld:
	}
	return nil
}

// linkSince returns how the link failed since a time or fails now, nil for not at
// all.
func (s *failures) linkSince(b *board.Board, since time.Time) *linkFailure {
	now, _ := b.Link(live.Site)
	up := now.State == event.LinkUp
	if s.link.State == "" || up && s.link.at.Before(since) {
		return nil
	}
	failed := s.link
	failed.UpAgain = up
	return &failed
}

// registrationSince returns how a row's registration failed since a time or fails
// now, nil for not at all.
func (s *failures) registrationSince(row *board.Row, since time.Time) *registrationFailure {
	if failed := failedRegistration(row.Registration(), since); failed != nil {
		return failed
	}
	failed, ok := s.registrations[row.Key().DN]
	if !ok || failed.at.Before(since) {
		return nil
	}
	failed.HeldAgain = row.Registration().State.Held()
	return &failed
}
