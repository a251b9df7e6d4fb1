package tlibconn

import (
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

const (
	protocolVersion = "tserver protocol 4.2" // WIRE.md, Session 1
	hiddenPassword  = "********"
)

// loginMessage is the RequestRegisterClient, its attributes in the order of the
// recorded one (WIRE.md, Session 1; vector flow-00).
func loginMessage(appName, password string) wire.Message {
	m := wire.Message{Type: wire.RequestRegisterClient, Attributes: []wire.Attribute{
		wire.TextAttribute(wire.AttributeProtocolVersion, protocolVersion),
		wire.IntAttribute(wire.AttributeSessionID, 0),
		wire.TextAttribute(wire.AttributeApplicationName, appName),
	}}
	if password != "" {
		m.Attributes = append(m.Attributes, wire.TextAttribute(wire.AttributeApplicationPassword, password))
	}
	return m
}

// appendLogin appends the login's frame to out. Its event shows no password.
func (c *connection) appendLogin(out []byte, now time.Time) []byte {
	c.loginSent = true
	c.loginDeadline = now.Add(c.session.options.LoginTimeout)
	appName := c.session.options.AppName
	secret := loginMessage(appName, c.password)
	shown := secret
	if c.password != "" {
		shown = loginMessage(appName, hiddenPassword)
	}
	out, err := appendMessage(out, &secret)
	if err == nil {
		err = c.addSent(&shown, event.Request{Kind: event.RequestLogin, SentAt: now})
	}
	if err != nil {
		c.writeCause = err
	}
	return out
}

// takeLoginAnswer handles what comes before the login is answered: one of the
// three answers, or something that is only logged (WIRE.md, Session 2).
func (c *connection) takeLoginAnswer(e *event.Event) {
	switch e.Message.Type {
	case wire.EventLinkConnected:
		e.Request = event.Request{Kind: event.RequestLogin}
		c.takeLink(e, true)
	case wire.EventLinkDisconnected:
		e.Request = event.Request{Kind: event.RequestLogin}
		c.takeLink(e, false)
	case wire.EventError:
		e.Request = event.Request{Kind: event.RequestLogin}
		code, text := serverError(&e.Message)
		c.cause = &LoginError{Address: c.address, Code: code, Text: text}
	}
}

// takeLink handles EventLinkConnected and EventLinkDisconnected, as the login's
// answer and later. Each EventLinkConnected begins a registration round
// (SEMANTICS.md, Sessions and registration).
func (c *connection) takeLink(e *event.Event, up bool) {
	s := c.session
	link := event.Link{Address: c.address, State: event.LinkDown, Reason: "T-Server has no link to the switch"}
	if c.loggedIn {
		// A later message may leave out what the login's answer told.
		link.Role, link.Version, link.Application = s.link.Role, s.link.Version, s.link.Application
	}
	readServer(&e.Message, &link)
	at := e.Time
	c.loggedIn, c.linkUp = true, up
	if up {
		s.round++
		s.registrar.begin(s.round)
		link.State, link.Reason, link.Round = event.LinkUp, "", s.round
	} else {
		s.registrar.suspend()
		c.refuseJobs()
	}
	s.setLink(link, at)
	c.wakeSender()
}

// readServer takes over what a message says of its server; all of it can be
// missing (WIRE.md, Session 2).
func readServer(m *wire.Message, link *event.Link) {
	if role, ok := m.Int(wire.AttributeServerRole); ok {
		link.Role = event.RoleBackup
		if role == int32(event.RolePrimary) {
			link.Role = event.RolePrimary
		}
	}
	if version, ok := m.Text(wire.AttributeServerVersion); ok {
		link.Version = string(version)
	}
	if name, ok := m.Text(wire.AttributeApplicationName); ok {
		link.Application = string(name)
	}
}
