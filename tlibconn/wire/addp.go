package wire

import (
	"fmt"
)

const (
	addpSize  = 6
	addpFirst = 'p'
	addpNext  = '2'

	// MaxADDPValue is the largest value of an ADDP packet: three bytes.
	MaxADDPValue = 1<<24 - 1
	// ADDPServerTrace is the bit of an ADDPStart's value that asks the server
	// to log ADDP; the bits below it are the server's timeout in milliseconds
	// (WIRE.md, ADDP).
	ADDPServerTrace = 1 << 23
)

// ADDPOp is the third byte of an ADDP packet (WIRE.md, ADDP). An unknown
// operation is not an error.
type ADDPOp byte

// The operations of ADDP.
const (
	ADDPStart    ADDPOp = 'I' // the client's request for ADDP, before its login
	ADDPAccepted ADDPOp = 'i' // the server accepts; its value is opaque
	ADDPPoll     ADDPOp = 'P' // a poll; its value counts the sender's polls from 0
	ADDPAnswer   ADDPOp = 'p' // the answer to a poll, with the poll's value
)

// ADDP is one keep-alive packet of six bytes. It is sent between frames.
type ADDP struct {
	// Op is the operation; 0 means that there is no packet.
	Op ADDPOp
	// Value is the packet's last three bytes, 0 to MaxADDPValue.
	Value uint32
}

// Append appends the packet's six bytes to dst. Bits of Value above
// MaxADDPValue are dropped.
func (p ADDP) Append(dst []byte) []byte {
	return append(dst, addpFirst, addpNext, byte(p.Op), byte(p.Value>>16), byte(p.Value>>8), byte(p.Value))
}

// String returns the packet as "ADDP P 7"; an operation that is not printable
// ASCII is written as 0xXX.
func (p ADDP) String() string {
	if p.Op > 0x20 && p.Op < 0x7f {
		return fmt.Sprintf("ADDP %c %d", byte(p.Op), p.Value)
	}
	return fmt.Sprintf("ADDP 0x%02x %d", byte(p.Op), p.Value)
}

// isADDP checks only two bytes: no frame is long enough to begin with them.
func isADDP(b []byte) bool { return b[0] == addpFirst && b[1] == addpNext }

func parseADDP(b []byte) ADDP {
	return ADDP{Op: ADDPOp(b[2]), Value: uint32(b[3])<<16 | uint32(b[4])<<8 | uint32(b[5])}
}
