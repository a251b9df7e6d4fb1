package tlibtest_test

import (
	"fmt"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// A scripted T-Server and a scripted T-Client have a conversation.
func TestPeers(t *testing.T) {
	listener := tlibtest.Listen(t)
	client := tlibtest.Dial(t, listener.Addr())
	server := listener.Accept()

	client.LogIn("desk", "secret")
	login := server.Expect(wire.RequestRegisterClient)
	if password, _ := login.Text(wire.AttributeApplicationPassword); string(password) != "secret" {
		t.Errorf("the password is %q", password)
	}
	server.Send(wire.EventLinkConnected)
	client.ExpectLines("EventLinkConnected")

	client.Register("7001", 0)
	request := server.Expect(wire.RequestRegisterAddress)
	server.Answer(request, wire.EventRegistered, tlibtest.ThisDN("7001"))
	client.ExpectLines("EventRegistered ReferenceID=1 ThisDN=7001")
	if client.Reference != 1 || tlibtest.ReferenceOf(request) != 1 || tlibtest.ThisDNOf(request) != "7001" {
		t.Errorf("the request is %s", tlibtest.Line(request))
	}

	client.Forget()
	server.Send(wire.EventRinging, tlibtest.ThisDN("7001"), tlibtest.ConnID(0xa))
	client.ExpectLines("EventRinging ThisDN=7001 ConnID=000000000000000a")
	want := tlibtest.Frame(t, wire.EventRinging, tlibtest.ThisDN("7001"), tlibtest.ConnID(0xa))
	if string(client.Received()) != string(want) {
		t.Errorf("the client received % x, want % x", client.Received(), want)
	}
	client.Close()
	server.ExpectEnd()
}

// Serve answers the requests that its handler does not.
func TestServe(t *testing.T) {
	listener := tlibtest.Listen(t)
	client := tlibtest.Dial(t, listener.Addr())
	server := listener.Accept()
	var seen []wire.MessageType
	served := make(chan struct{})
	go func() {
		defer close(served)
		server.Serve(func(request wire.Message) bool {
			seen = append(seen, request.Type)
			if request.Type != wire.RequestQueryServer {
				return false
			}
			_, _ = server.Conn.Write(tlibtest.Frame(t, wire.EventServerInfo))
			return true
		})
	}()
	client.Start("desk", "7001")
	client.SendUserEvent("7001", 0, wire.TextPair("k", "v"))
	client.ExpectLines("EventACK ReferenceID=2")
	client.Request(wire.RequestUnregisterAddress, tlibtest.ThisDN("7001"))
	client.ExpectLines("EventUnregistered ReferenceID=3 ThisDN=7001")
	client.Request(wire.RequestAnswerCall, tlibtest.ThisDN("7001"))
	client.ExpectLines("EventError ReferenceID=4 ThisDN=7001 ErrorCode=51")
	client.Request(wire.RequestQueryServer)
	client.ExpectLines("EventServerInfo")
	client.Close()
	<-served
	want := []wire.MessageType{
		wire.RequestRegisterClient, wire.RequestRegisterAddress, wire.RequestSendEvent,
		wire.RequestUnregisterAddress, wire.RequestAnswerCall, wire.RequestQueryServer,
	}
	if fmt.Sprint(seen) != fmt.Sprint(want) {
		t.Errorf("the requests are %v, want %v", seen, want)
	}
}

// The simulated T-Server has exactly the given DNs.
func TestNewServer(t *testing.T) {
	server := tlibtest.NewServer("7001")
	defer server.Close()
	client := tlibtest.Dial(t, server.Addr())
	client.Start("desk", "7001")
	client.Register("7002", 0)
	client.ExpectLines("EventError ReferenceID=2 ThisDN=7002 ErrorCode=59 ErrorMessage=DN is not configured in CME")
}

// A Feed makes the events that a session would deliver.
func TestFeed(t *testing.T) {
	now := time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)
	feed := &tlibtest.Feed{T: t, Site: "sip-a", Now: func() time.Time { return now }, Connection: 2, Round: 3}
	feed.Link(event.Link{State: event.LinkUp})
	feed.Registered("7001")
	feed.RegistrationRefused("7002", 59)
	start := event.Command{ID: 9, DN: "7001", Verb: event.VerbStart, ConnID: 0xa}
	feed.Leave(start)
	feed.Accept(start)
	feed.Indicate("7001", "enabled", 0xa)
	var got []string
	for i := range feed.Batch.Events {
		e := &feed.Batch.Events[i]
		if e.Site != "sip-a" || !e.Time.Equal(now) || e.Connection != 2 {
			t.Errorf("event %d is stamped %s %s %d", i, e.Site, e.Time, e.Connection)
		}
		got = append(got, fmt.Sprint(e.Message.Type, string(e.ThisDN()), e.Request.Reference, e.Request.Round, e.Request.Command))
	}
	want := []string{
		"RequestRegisterClient0 0 0",
		"EventRegistered70011 3 0", "EventError70022 3 0",
		"RequestSendEvent70013 0 9", "EventACK3 0 9", "EventUserEvent70010 0 0",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if request := feed.RequestOf(start); request.Reference != 3 || request.Command != 9 {
		t.Errorf("the request of the command is %+v", request)
	}
}
