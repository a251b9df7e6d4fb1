package tlibconn_test

import (
	"context"
	"fmt"
	"log"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// Log in, register a DN, and print what T-Server sends until the DN is registered.
func Example() {
	server := tlibtest.NewServer("7001")
	defer server.Close()

	session, err := tlibconn.Open(context.Background(), tlibconn.Options{Addresses: []string{server.Addr()}})
	if err != nil {
		log.Fatal(err)
	}
	defer session.Close()
	session.Register("7001")
	for e, err := range session.Events() {
		if err != nil {
			log.Fatal(err)
		}
		if e.Kind != event.KindMessage {
			continue
		}
		fmt.Println(e.Message.Type)
		if e.Message.Type == wire.EventRegistered {
			fmt.Printf("DN %s is registered\n", e.ThisDN())
			break
		}
	}
	// Output:
	// EventLinkConnected
	// EventRegistered
	// DN 7001 is registered
}

// Follow the calls of a DN, and answer each one that rings.
func ExampleSession_Events() {
	server := tlibtest.NewServer("7001")
	defer server.Close()

	session, err := tlibconn.Open(context.Background(), tlibconn.Options{Addresses: []string{server.Addr()}})
	if err != nil {
		log.Fatal(err)
	}
	defer session.Close()
	session.Register("7001")
	for e := range session.Events() {
		if e.Kind != event.KindMessage {
			continue
		}
		fmt.Println(e.Message.Type)
		switch e.Message.Type {
		case wire.EventRegistered:
			// The simulated T-Server makes a call ring at the DN.
			if _, err := server.Ring("7001", "+442079460000"); err != nil {
				log.Fatal(err)
			}
		case wire.EventRinging:
			_, err := session.Send(context.Background(), wire.Message{Type: wire.RequestAnswerCall, Attributes: []wire.Attribute{
				wire.TextAttribute(wire.AttributeThisDN, "7001"),
				wire.LongAttribute(wire.AttributeConnID, e.ConnID()),
			}})
			if err != nil {
				log.Fatal(err)
			}
		case wire.EventEstablished:
			// The caller hangs up.
			if err := server.Release("7001", e.ConnID()); err != nil {
				log.Fatal(err)
			}
		case wire.EventReleased:
			return
		}
	}
	// Output:
	// EventLinkConnected
	// EventRegistered
	// EventRinging
	// EventEstablished
	// EventReleased
}

// Send a user event to every T-Client that registered a DN, and wait for T-Server's answer.
func ExampleSession_Do() {
	server := tlibtest.NewServer("7001")
	defer server.Close()

	session, err := tlibconn.Open(context.Background(), tlibconn.Options{Addresses: []string{server.Addr()}})
	if err != nil {
		log.Fatal(err)
	}
	defer session.Close()
	session.Register("7001")
	for e := range session.Events() {
		if e.Kind == event.KindMessage && e.Message.Type == wire.EventRegistered {
			break
		}
	}

	userData, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair("note", "customer called twice")})
	if err != nil {
		log.Fatal(err)
	}
	answer, err := session.Do(context.Background(), tlibconn.UserEvent("7001", 0, userData))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.Type)

	// Do returns an EventError as an error.
	_, err = session.Do(context.Background(), tlibconn.UserEvent("7999", 0, userData))
	fmt.Println(err)
	// Output:
	// EventACK
	// T-Server refused RequestSendEvent: error 59, DN is not configured in CME
}
