package header

import (
	"fmt"
	"strconv"
	"time"

	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/canvas"
)

// linkWord returns the link and its state as a word with its role.
func (h *Header) linkWord() (event.Link, canvas.Segment) {
	link, _ := h.Board.Link(h.Site)
	s := canvas.Segment{Role: themes.LinkDown, Text: link.State.String()}
	switch link.State {
	case 0:
		s.Text = event.LinkWaiting.String()
	case event.LinkUp:
		s.Role = themes.LinkUp
	case event.LinkConnecting, event.LinkLoggingIn, event.LinkStandby:
		s.Role = themes.Warning
	}
	return link, s
}

func (h *Header) linkSegments() []canvas.Segment {
	link, state := h.linkWord()
	host := link.Address
	if host == "" {
		host = h.Host
	}
	segments := make([]canvas.Segment, 0, 8)
	if host != "" {
		segments = append(segments, canvas.Segment{Role: themes.Text, Text: host, Rank: 3})
	}
	segments = append(segments, state)
	segments = append(segments, h.attemptSegments(&link)...)
	if link.State.Connected() {
		segments = append(segments, canvas.Segment{Role: themes.Faint, Text: link.Role.String(), Rank: 7})
		if link.Version != "" {
			segments = append(segments, canvas.Segment{Role: themes.Faint, Text: link.Version, Rank: 8})
		}
	}
	switch {
	case link.KeepAlive != "":
		segments = append(segments, canvas.Segment{Role: themes.Warning, Text: link.KeepAlive, Rank: 2})
	case link.RoundTrip > 0:
		segments = append(segments, canvas.Segment{Role: themes.Faint, Text: "ADDP " + say.Duration(link.RoundTrip), Rank: 9})
	}
	return segments
}

// attemptSegments report which connection attempt is in progress, or when the next one is
// due and which key makes it now.
func (h *Header) attemptSegments(link *event.Link) []canvas.Segment {
	switch {
	case link.State == event.LinkConnecting && link.Attempt > 1:
		return []canvas.Segment{{Role: themes.Warning, Text: "attempt " + phrase.Number(link.Attempt), Rank: 4}}
	case link.State != event.LinkWaiting || link.Retry.IsZero():
		return nil
	}
	when := "now"
	if left := link.Retry.Sub(h.Now); left > 0 {
		when = "in " + waitText(left)
	}
	segments := []canvas.Segment{{
		Role: themes.Warning, Rank: 1,
		Text: "attempt " + phrase.Number(link.Attempt+1) + " " + when, Short: when,
	}}
	if key := h.reconnectKey("", " now"); key != "" {
		segments = append(segments, canvas.Segment{Role: themes.Key, Text: key, Rank: 5})
	}
	return segments
}

// waitText is the time until an event, in whole seconds, rounded up.
func waitText(left time.Duration) string {
	seconds := int((left + time.Second - 1) / time.Second)
	if seconds < 60 {
		return strconv.Itoa(seconds) + " s"
	}
	return fmt.Sprintf("%d:%02d min", seconds/60, seconds%60)
}

// otherSegments report what is wrong with the other server of a pair. If the sentence has
// no room here, the banner has it.
func (h *Header) otherSegments() []canvas.Segment {
	link, _ := h.Board.Link(h.Site)
	if link.Other == "" {
		return nil
	}
	return []canvas.Segment{{Role: themes.Warning, Rank: 3, Text: link.Other, Short: h.Glyphs.Fault + " other server"}}
}

// otherIsTold reports whether the header has room for the sentence about the
// other server.
func (h *Header) otherIsTold() bool {
	link, _ := h.Board.Link(h.Site)
	left, right := h.segments()
	left, _ = canvas.Fit(left, right, headerGap, h.Width-2)
	for _, s := range left {
		if s.Text == link.Other {
			return true
		}
	}
	return false
}
