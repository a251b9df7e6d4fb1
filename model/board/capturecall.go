package board

// CaptureCall is the call that an indication belongs to, relative to the DN's current
// call. A state belongs to a call: a row that shows one call and the capture of another
// must show that they differ.
type CaptureCall uint8

// The calls of a capture. The zero value is CaptureHere.
const (
	// CaptureHere: no remark is needed. It is the current call, the indication named no call,
	// or no call of the DN is known.
	CaptureHere CaptureCall = iota
	// CaptureOtherCall: another call than the current one.
	CaptureOtherCall
	// CaptureAfterCall: the call has ended, and the indication arrived after that.
	CaptureAfterCall
	// CaptureBeforeLoss: the indication arrived before the link or the registration was last
	// lost. This is used only for captures by call; the row's own capture is stale then.
	CaptureBeforeLoss
)

var captureCallWords = [...]string{
	CaptureHere: "", CaptureOtherCall: "other call", CaptureAfterCall: "after call", CaptureBeforeLoss: "before the last loss",
}

// String returns the words that the screen shows after the state: "other call", "after
// call"; "" for CaptureHere.
func (c CaptureCall) String() string {
	if int(c) < len(captureCallWords) {
		return captureCallWords[c]
	}
	return ""
}

// CaptureCall returns the remark about the call of the row's capture. A capture that is
// off after its call needs none: that is normal.
func (r *Row) CaptureCall() CaptureCall {
	id := r.capture.ConnID
	if id == 0 || r.capture.State == StateUnknown {
		return CaptureHere
	}
	if current, ok := r.CurrentCall(); ok {
		if current.ConnID == id {
			return CaptureHere
		}
		return CaptureOtherCall
	}
	heardSince := r.callLeft.IsZero() && r.unvouched&StaleCallLeft == 0
	if live(r.capture.State) && r.hasLeft(id) && heardSince {
		return CaptureAfterCall
	}
	return CaptureHere
}

// Standing returns the remark about one of CapturesByCall: that its call has ended, or
// that it is from before the link or the registration was lost.
func (r *Row) Standing(c *CallCapture) CaptureCall {
	switch {
	case int32(c.turn-r.lossTurn) < 0:
		return CaptureBeforeLoss
	case r.hasLeft(c.ConnID):
		return CaptureAfterCall
	}
	return CaptureHere
}
