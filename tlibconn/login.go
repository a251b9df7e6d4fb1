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

// loginMessage returns the RequestRegisterClient, with its attributes in the recorded order
// (WIRE.md, Session 1; vector flow-00).
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
	c.loginSentAt = now
	secret := loginMessage(c.session.options.AppName, c.password)
	out, err := appendMessage(out, &secret)
	if err != nil {
		c.writeCause = err
		return out
	}
	if c.probe == nil {
		c.reportLogin()
	}
	return out
}

// reportLogin adds the Sent event of the login, without the password.
func (c *connection) reportLogin() {
	appName := c.session.options.AppName
	shown := loginMessage(appName, "")
	if c.password != "" {
		shown = loginMessage(appName, hiddenPassword)
	}
	if err := c.addSent(&shown, event.Request{Kind: event.RequestLogin, SentAt: c.loginSentAt}); err != nil {
		c.writeCause = err
	}
}

// handleLoginAnswer handles a message that arrives before the login is answered: one of the
// three answers, or a message that is only passed on (WIRE.md, Session 2).
func (c *connection) handleLoginAnswer(e *event.Event) {
	switch e.Message.Type {
	case wire.EventLinkConnected:
		e.Request = event.Request{Kind: event.RequestLogin}
		c.handleLink(e, true)
	case wire.EventLinkDisconnected:
		e.Request = event.Request{Kind: event.RequestLogin}
		c.handleLink(e, false)
	case wire.EventError:
		e.Request = event.Request{Kind: event.RequestLogin}
		code, text := serverError(&e.Message)
		c.cause = &LoginError{Address: c.address, Code: code, Text: text}
	}
}

// handleLink handles EventLinkConnected and EventLinkDisconnected, both as the login's answer and
// later. Each EventLinkConnected begins a registration round (SEMANTICS.md, Sessions and
// registration).
func (c *connection) handleLink(e *event.Event, up bool) {
	link := event.Link{}
	if c.loggedIn {
		// A later message may omit what the login's answer contained.
		known := &c.session.link
		link.Role, link.Version, link.Application = c.role, known.Version, known.Application
	} else {
		c.loggedInAt = e.Time
	}
	readServer(&e.Message, &link)
	c.loggedIn, c.linkUp, c.role = true, up, link.Role
	c.reportState(link, e.Time)
}

// readServer copies a message's attributes about its server into link. All of them can be
// missing (WIRE.md, Session 2).
func readServer(m *wire.RawMessage, link *event.Link) {
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
