package tlog_test

import (
	"fmt"
	"strings"
	"time"

	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tlog"
)

// Print a message as T-Server's log does. Tabs are shown as spaces here.
func Example() {
	m := wire.Message{Type: wire.EventRinging, Attributes: []wire.Attribute{
		wire.TextAttribute(wire.AttributeThisDN, "7001"),
		wire.LongAttribute(wire.AttributeConnID, 0x006f01b2c3d4e5f6),
	}}
	at := time.Date(2026, 11, 23, 10, 21, 16, 439_300_000, time.UTC)
	text := tlog.Append(nil, at, false, &m)
	fmt.Print(strings.ReplaceAll(string(text), "\t", "    "))
	// Output:
	// @10:21:16.4393 [0] <- message EventRinging
	//     AttributeThisDN    '7001'
	//     AttributeConnID    006f01b2c3d4e5f6
}
