package term

import (
	"bytes"
	"strconv"
)

// A mark is an operating system command with a private number that no terminal knows: OSC 7177 ; frame ST. Terminals
// ignore unknown commands, so even a mark that got through would show nothing. Text from the network cannot forge a
// mark, because ui/cell passes no ESC.
const (
	markStart = "\x1b]7177;"
	markEnd   = "\x1b\\"
)

// appendMark appends the mark of a frame to dst.
func appendMark(dst []byte, frame uint64) []byte {
	dst = append(dst, markStart...)
	dst = strconv.AppendUint(dst, frame, 10)
	return append(dst, markEnd...)
}

// appendUnmarked appends p without its marks to dst and returns the highest frame number among them, 0 if there is
// none. Bytes that look like the start of a mark but do not form one are kept unchanged.
func appendUnmarked(dst, p []byte) ([]byte, uint64) {
	var highest uint64
	for {
		start := bytes.Index(p, []byte(markStart))
		if start < 0 {
			return append(dst, p...), highest
		}
		digits := start + len(markStart)
		length := bytes.Index(p[digits:], []byte(markEnd))
		var frame uint64
		var err error
		if length >= 0 {
			frame, err = strconv.ParseUint(string(p[digits:digits+length]), 10, 64)
		}
		if length < 0 || err != nil {
			dst = append(dst, p[:digits]...)
			p = p[digits:]
			continue
		}
		dst = append(dst, p[:start]...)
		p = p[digits+length+len(markEnd):]
		highest = max(highest, frame)
	}
}
