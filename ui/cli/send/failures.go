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

// linkFailure describes how the link failed while a command was open.
type linkFailure struct {
	State   string `json:"state"`
	Reason  string `json:"reason,omitempty"`
	UpAgain bool   `json:"upAgain,omitempty"`

	at time.Time
}

// text returns the failure in words, without the reason if said contains it already.
func (l *linkFailure) text(said string) string {
	reason := l.Reason
	if strings.Contains(said, reason) {
		reason = ""
	}
	return say.LinkFailure(l.State, reason, l.UpAgain)
}

// registrationFailure describes how a DN's registration failed while a command was open.
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

// failures keeps the last failure of the link and of each DN's registration.
type failures struct {
	link          linkFailure
	registrations map[string]registrationFailure // by DN
}

// apply keeps a failure of the link or of the registration of dn that an event reports. The
// board must have applied the event already.
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

// failedRegistration returns nil for a registration that is held or outstanding.
func failedRegistration(r board.Registration, at time.Time) *registrationFailure {
	switch r.State {
	case board.RegistrationOutOfService, board.RegistrationRefused, board.RegistrationLost, board.RegistrationNoAnswer:
		return &registrationFailure{State: r.State.String(), state: r.State, Code: r.Code, Text: r.Text, at: at}
	case board.RegistrationNone, board.RegistrationPending, board.RegistrationHeld:
	}
	return nil
}

// linkSince returns how the link has failed since a time or is failing now, or nil if it
// has not.
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

// registrationSince returns how a row's registration has failed since a time or is failing
// now, or nil if it has not.
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
