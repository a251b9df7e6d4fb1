package metrics

import (
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// TestScrapeWhileBusy scrapes while the model applies events as fast as it can. In each
// scrape the states of the DNs add up to all DNs: figures are of one moment. Under -race
// it also shows that no goroutine but the model's touches the board.
func TestScrapeWhileBusy(t *testing.T) {
	const dns, scrapes = 300, 20
	truth := board.New(board.Options{AutomaticQueries: true})
	for i := range dns {
		truth.Add(board.Entry{Key: board.Key{Site: "sip-a", DN: fmt.Sprint(7001 + i)}, Team: fmt.Sprint("team ", i%7)})
	}
	m := model.New(model.Options{Board: truth, Site: "sip-a", Publishes: true})
	server := serve(t)
	stop, ready := make(chan struct{}), make(chan struct{})
	var busy sync.WaitGroup
	busy.Go(func() { beBusy(t, m, server, dns, ready, stop) })
	<-ready
	total := regexp.MustCompile(`(?m)^capdeck_dns\{.*\} (\d+)$`)
	for range scrapes {
		sum := 0
		for _, found := range total.FindAllStringSubmatch(scrape(t, server), -1) {
			count, err := strconv.Atoi(found[1])
			if err != nil {
				t.Fatal(err)
			}
			sum += count
		}
		if sum != dns {
			t.Errorf("the states of %d DNs add up to %d", dns, sum)
		}
	}
	close(stop)
	busy.Wait()
}

// beBusy feeds the model until stop is closed: batches of calls and indications, a second
// apart in the model's time. It closes ready after the first one.
func beBusy(t *testing.T, m *model.Model, server *Server, dns int, ready, stop chan struct{}) {
	now := time.Now()
	feed := &tlibtest.Feed{T: t, Site: "sip-a", Now: func() time.Time { return now }, Connection: 1, Round: 1}
	feed.Link(event.Link{State: event.LinkUp, Round: 1})
	for i := range dns {
		feed.Registered(fmt.Sprint(7001 + i))
	}
	words := []string{"enabled", "paused", "disabled"}
	calls := []wire.MessageType{wire.EventRinging, wire.EventEstablished, wire.EventReleased}
	for step := 0; ; step++ {
		for _, e := range m.Update(model.Events{Now: now, Batch: &feed.Batch}) {
			if publish, ok := e.(effect.Publish); ok {
				server.Publish(publish.Figures)
			}
		}
		if step == 0 {
			close(ready)
		}
		select {
		case <-stop:
			return
		default:
		}
		feed.Batch.Reset()
		now = now.Add(time.Second)
		for i := range dns {
			dn := fmt.Sprint(7001 + i)
			feed.Message(calls[(step+i)%len(calls)], tlibtest.ThisDN(dn), tlibtest.ConnID(uint64(i+1)))
			feed.Indicate(dn, words[(step/3+i)%len(words)], 0)
		}
	}
}
