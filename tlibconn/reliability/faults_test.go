package reliability

import (
	"errors"
	"fmt"
	"time"

	"capdeck/tlibconn/simserver"
)

// faultStep causes a fault or ends one.
func faultStep(of *setting, d dice) step {
	if d.one(4) {
		return clientFault(d)
	}
	where := d.IntN(2) // used if there are two servers
	app := pick(d, "app="+clientName+",", "app="+clientName+",", "app="+recorderName+",", "")
	kind := pick(d, "cut", "cut", "half-open", "half-open", "half-open", "delay", "byte-wise", "garbage", "garbage", "garbage",
		"link", "link", "restart", "connect", "addp", "flood", "behaviour", "behaviour", "switchover", "switchover", "switchover")
	switch kind {
	case "cut":
		return order(where, kind, app+pick(d, "drop=fin", "drop=rst"))
	case "half-open":
		return order(where, kind, app+pick(d, "half-open=now", "half-open=now", "half-open=on", "half-open=off"))
	case "delay":
		return order(where, kind, app+pick(d, fmt.Sprintf("delay=%s", d.time(1, 60)), "delay=off"))
	case "byte-wise":
		return order(where, kind, app+pick(d, "byte-wise=on", "byte-wise=on", "byte-wise=off"))
	case "garbage":
		return order(where, kind, app+"garbage="+pick(d, garbageKinds()...))
	case "link":
		return linkStep(where, d.one(3))
	case "restart":
		return restartStep(of, where, d.time(0, 80))
	case "connect":
		return order(where, kind, pick(d, "connect=refuse", "connect=close", "connect=on"))
	case "addp":
		s := order(where, kind, "addp="+pick(d, "off", "silent", "close", "on"))
		do := s.do
		s.do = func(st *stage) error { st.mute = true; return do(st) }
		return s
	case "flood":
		return order(where, kind, app+fmt.Sprintf("flood=%d", 1+d.IntN(2000)))
	case "behaviour":
		return behaviourStep(of, d, where)
	}
	if !of.pair {
		return order(where, "cut", app+"drop=rst")
	}
	return step{kind: "switchover", text: "switchover", do: func(s *stage) error {
		s.pair.Switchover()
		return nil
	}}
}

func garbageKinds() []string {
	var kinds []string
	for _, kind := range simserver.GarbageKinds() {
		kinds = append(kinds, kind.Word)
	}
	return kinds
}

// order gives an order to one of the servers.
func order(where int, kind, text string) step {
	return step{kind: kind, text: fmt.Sprintf("server %d: %s", where+1, text), do: func(s *stage) error {
		err := preset(s.servers[where%len(s.servers)], text)
		if idle := new(simserver.NoEffectError); errors.As(err, &idle) {
			s.say("    " + err.Error())
			return nil
		}
		return err
	}}
}

// preset gives a server an order, which a backup keeps until it is primary.
func preset(server *simserver.Server, text string) error {
	fault, err := simserver.ParseFault(text)
	if err != nil {
		return err
	}
	return server.Preset(fault)
}

// restartStep restarts a server: the first one, or a pair's primary, whose backup then takes over.
func restartStep(of *setting, where int, down time.Duration) step {
	if !of.pair || where == 0 {
		return order(where, "restart", fmt.Sprintf("restart=%s", down))
	}
	return step{kind: "restart", text: fmt.Sprintf("the primary restarts in %s, its backup takes over", down), do: func(s *stage) error {
		s.pair.Restart(down)
		return nil
	}}
}

func linkStep(where int, down bool) step {
	word := "up"
	if down {
		word = "down"
	}
	s := order(where, "link", "link="+word)
	do := s.do
	s.do = func(st *stage) error {
		st.linkDown[where%len(st.servers)] = down
		return do(st)
	}
	return s
}

// behaviourStep changes how a server answers requests.
func behaviourStep(of *setting, d dice, where int) step {
	dn := pick(d, append(of.dns, "")...)
	if dn != "" {
		dn = "dn=" + dn + ","
	}
	return order(where, "behaviour", dn+pick(d, "ack=lost", "ack=after-indication", "ack=user-event", "error=59", "error=52,error-reference=off",
		"event=before-ack", "service=out", "service=back", "normal"))
}

// clientFault breaks the client's own connections.
func clientFault(d dice) step {
	switch d.IntN(4) {
	case 0:
		n := d.IntN(600)
		return step{kind: "cut", text: fmt.Sprintf("the client's connections end after they send %d more bytes", n), do: func(s *stage) error {
			s.network.each(func(r *faultyConn) { r.cut(n, -1) })
			return nil
		}}
	case 1:
		n := d.IntN(3000)
		return step{kind: "cut", text: fmt.Sprintf("the client's connections end after they receive %d more bytes", n), do: func(s *stage) error {
			s.network.each(func(r *faultyConn) { r.cut(-1, n) })
			return nil
		}}
	case 2:
		chunk := pick(d, 0, 1, 3)
		return step{kind: "byte-wise", text: fmt.Sprintf("the client's new connections read %d bytes at a time", chunk), do: func(s *stage) error {
			s.network.read(chunk)
			return nil
		}}
	}
	return step{kind: "half-open", text: "the bytes from and to the client are lost", do: func(s *stage) error {
		s.network.each(func(r *faultyConn) { r.vanish() })
		return nil
	}, pace: time.Millisecond}
}
