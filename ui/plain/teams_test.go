package plain

import (
	"testing"

	"capdeck/model/board"
	"capdeck/tlibconn/wire"
)

// TestTeamsLine reports the teams, with the calls that are captured and those that are
// not.
func TestTeamsLine(t *testing.T) {
	var list []board.Entry
	for dn, team := range map[string]string{"7001": "night", "7002": "night", "7003": "day \x1b[31m", "7004": ""} {
		list = append(list, board.Entry{Key: board.Key{Site: site, DN: dn}, Team: team})
	}
	l := upListener(t, nil, list...)
	l.call(wire.EventEstablished, "7001", 7)
	l.call(wire.EventEstablished, "7002", 8)
	l.indicate("7001", "enabled")
	l.flush()
	l.said()
	l.line("teams")
	l.says(
		"14:02:10 (no team): 1 DN, 0 on calls, 0 faults.",
		"14:02:10 day ␛[31m: 1 DN, 0 on calls, 0 faults.",
		"14:02:10 night: 2 DNs, 2 on calls, 1 captured, 0 paused, 1 not captured, share 50.0 %, 0 faults.",
	)
	l.line("teams night")
	l.tells(`unexpected "night"`)
}
