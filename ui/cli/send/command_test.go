package send

import (
	"testing"

	"capdeck/model/say"
	"capdeck/tlibconn/event"
)

// TestNotUpText checks the reason for each state in which a link may stay.
func TestNotUpText(t *testing.T) {
	const address = "sip-b:5000"
	for _, test := range []struct {
		link event.Link
		want string
	}{
		{event.Link{State: event.LinkStandby, Address: address, Reason: "T-Server is the backup, and not usable until it is primary"}, "sip-b:5000 is the backup and accepts no commands until it is primary"},
		{event.Link{State: event.LinkDown, Address: address}, "sip-b:5000 has no link to the switch, and the link did not come up in time"},
		{event.Link{State: event.LinkLoggingIn, Address: address}, "T-Server sip-b:5000 did not answer the login in time"},
		{event.Link{State: event.LinkConnecting, Address: address, Reason: "sip-a:5000: connection refused"}, "no connection to T-Server in time: sip-a:5000: connection refused"},
		{event.Link{}, "no connection to T-Server in time"},
	} {
		if got := say.NotUp(&test.link); got != test.want {
			t.Errorf("%v: the reason is %q, want %q", test.link.State, got, test.want)
		}
	}
}
