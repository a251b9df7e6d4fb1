package say

import (
	"capdeck/model/coverage"
)

// NoticeCause returns why a gap began, or how a capture was paused for too long; "" if
// the kind of the notice is enough.
func NoticeCause(notice *coverage.Notice) string {
	switch notice.Kind {
	case coverage.NoticeEndedPaused:
		return "the call ended while the capture was paused"
	case coverage.NoticeGap:
		return gapCauses[notice.Cause]
	}
	return ""
}

var gapCauses = map[coverage.GapCause]string{
	coverage.GapNotStarted: "no capture was seen", coverage.GapStopped: "the capture stopped unasked",
	coverage.GapStoppedByUs: "stopped from here", coverage.GapStoppedByOther: "stopped by another client",
	coverage.GapNoAnswer: "the recorder did not answer", coverage.GapLinkLost: "the link or the registration was lost",
}
