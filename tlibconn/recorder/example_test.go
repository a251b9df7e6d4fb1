package recorder_test

import (
	"context"
	"fmt"
	"log"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// Simulate the recording vendor with the default table, which answers start with enabled.
func ExampleStart() {
	server := tlibtest.NewServer("7001")
	defer server.Close()

	player, err := recorder.Start(context.Background(), recorder.Options{
		Addresses: []string{server.Addr()}, DNs: []string{"7001"}, Go: func(f func()) { go f() },
	})
	if err != nil {
		log.Fatal(err)
	}
	defer player.Close()
	fmt.Println(player.State("7001"))
	// Output: disabled
}

// A recorder in twenty lines, without package recorder: it registers a DN and answers start and stop
// with an indication (SEMANTICS.md, The screen-capture contract).
func Example() {
	server := tlibtest.NewServer("7001")
	defer server.Close()

	session, err := tlibconn.Open(context.Background(), tlibconn.Options{Addresses: []string{server.Addr()}, AppName: "recorder"})
	if err != nil {
		log.Fatal(err)
	}
	defer session.Close()
	session.Register("7001")
	answers := map[event.Verb]string{event.VerbStart: "enabled", event.VerbStop: "disabled"}
	for e := range session.Events() {
		if e.Kind == event.KindMessage && e.Message.Type == wire.EventRegistered {
			// The simulated T-Server delivers what an agent desktop would send.
			command(server, "start")
		}
		word := answers[e.Capture().Verb]
		if e.Kind != event.KindMessage || e.Message.Type != wire.EventUserEvent || word == "" {
			continue
		}
		userData, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair("screen-capture", word)})
		if err != nil {
			log.Fatal(err)
		}
		answer, err := session.Do(context.Background(), tlibconn.UserEvent(string(e.ThisDN()), 0, userData))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("answered", e.Capture().Verb, "by", word+":", answer.Type)
		if word == "disabled" {
			break
		}
		command(server, "stop")
	}
	// Output:
	// answered start by enabled: EventACK
	// answered stop by disabled: EventACK
}

func command(server interface {
	UserEvent(dn string, connID uint64, userData ...wire.KeyValue) error
}, word string,
) {
	if err := server.UserEvent("7001", 0, wire.TextPair("screen-capture", word)); err != nil {
		log.Fatal(err)
	}
}
