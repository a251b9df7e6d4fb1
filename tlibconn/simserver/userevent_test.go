package simserver_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// eventAttributes are the attributes that the vendor's events share with an
// EventUserEvent, according to the messages recorded from its library: those of its own
// message, and those in the messages of at least ten types of event.
var eventAttributes = sync.OnceValues(func() (map[wire.AttributeID]bool, error) {
	file, err := os.Open("../wire/testdata/vectors.jsonl")
	if err != nil {
		return nil, err
	}
	defer file.Close()
	types := make(map[wire.AttributeID]map[string]bool)
	known := make(map[wire.AttributeID]bool)
	lines := bufio.NewScanner(file)
	for lines.Buffer(nil, 1<<20); lines.Scan(); {
		var vector struct {
			Name     string
			TypeName string `json:"typeName"`
			Attrs    []struct{ ID wire.AttributeID }
		}
		if err := json.Unmarshal(lines.Bytes(), &vector); err != nil {
			return nil, err
		}
		if !strings.HasPrefix(vector.Name, "generated-") || !strings.HasPrefix(vector.TypeName, "Event") {
			continue
		}
		for _, a := range vector.Attrs {
			if types[a.ID] == nil {
				types[a.ID] = make(map[string]bool)
			}
			types[a.ID][vector.TypeName] = true
			known[a.ID] = known[a.ID] || vector.TypeName == "EventUserEvent" || len(types[a.ID]) >= 10
		}
	}
	return known, lines.Err()
})

// A request has every known attribute. The EventUserEvent has exactly those that its type
// can have, in their order.
func TestUserEventHasWhatItsTypeKnows(t *testing.T) {
	known, err := eventAttributes()
	ok(t, err)
	const last = 300 // the protocol has no attribute with a greater number
	for _, kind := range []wire.MessageType{wire.RequestSendEvent, wire.RequestDistributeUserEvent} {
		s := serve(t, simserver.Options{DNs: dns("7001"), Behaviour: simserver.Behaviour{Stamps: simserver.StampsOff}})
		p := login(t, s, "desk", "7001")
		for from := 0; from <= last; from += 100 {
			request := []wire.Attribute{thisDN("7001"), wire.IntAttribute(wire.AttributeUserEvent, int32(wire.EventUserEvent))}
			want := []wire.AttributeID{wire.AttributeThisDN}
			for id := wire.AttributeID(from); id < wire.AttributeID(from+100); id++ {
				switch id {
				case wire.AttributeThisDN, wire.AttributeUserEvent, wire.AttributeReferenceID:
					continue
				}
				attribute := wire.IntAttribute(id, 1)
				if id.IsList() {
					attribute, err = wire.ListAttribute(id, nil)
					ok(t, err)
				}
				request = append(request, attribute)
				switch id {
				case wire.AttributeEventSequenceNumber, wire.AttributeTimeinSecs, wire.AttributeTimeinuSecs:
				default:
					if known[id] {
						want = append(want, id)
					}
				}
			}
			p.Request(kind, request...)
			p.Expect(wire.EventACK)
			var got []wire.AttributeID
			for _, a := range p.Expect(wire.EventUserEvent).Attributes {
				got = append(got, a.ID)
			}
			if len(got) != len(want) {
				t.Fatalf("%s: the event has %v, want %v", kind, got, want)
			}
			for i := range got {
				if got[i] != want[i] {
					t.Errorf("%s: attribute %d is %s, want %s", kind, i, got[i], want[i])
				}
			}
		}
	}
}

func TestCommunicationDNStaysBehind(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := login(t, s, "desk", "7001")
	p.Request(wire.RequestDistributeUserEvent, wire.TextAttribute(wire.AttributeCommunicationDN, "7001"), thisDN("7001"), userData(t, "query"))
	p.ExpectLines("EventACK ReferenceID=2", "EventUserEvent ThisDN=7001 UserData={screen-capture:query}")
}
