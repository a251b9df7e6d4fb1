package capture_test

import (
	"context"
	"fmt"
	"log"

	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// Start the capture of a DN and wait for the recorder's indication. EventACK only means that
// T-Server accepted the request.
func Example() {
	server := tlibtest.NewServer("7001")
	defer server.Close()
	player, err := recorder.Start(context.Background(), recorder.Options{
		Addresses: []string{server.Addr()}, DNs: []string{"7001"}, Go: func(f func()) { go f() },
	})
	if err != nil {
		log.Fatal(err)
	}
	defer player.Close()

	session, err := capture.Open(context.Background(), capture.Options{
		Session: tlibconn.Options{Addresses: []string{server.Addr()}},
	}, journal.None{})
	if err != nil {
		log.Fatal(err)
	}
	defer session.Close()
	session.Register("7001")
	for e := range session.Events() {
		switch {
		case e.Kind == event.KindUnsent:
			log.Fatal("the command was not sent")
		case e.Kind != event.KindMessage:
		case e.Message.Type == wire.EventRegistered:
			start := []event.Command{{ID: 1, DN: "7001", Verb: event.VerbStart}}
			if err := session.SendCommands(context.Background(), start); err != nil {
				log.Fatal(err)
			}
		case e.Request.Command == 1:
			fmt.Println("answer:", e.Message.Type)
		case e.Capture().Indication == event.Enabled:
			fmt.Printf("indication for DN %s: %s\n", e.ThisDN(), e.Capture().Indication)
			return
		}
	}
	// Output:
	// answer: EventACK
	// indication for DN 7001: enabled
}
