package wire

const (
	// MaxFrameBody is the largest body of one frame in bytes, its length field
	// not counted (WIRE.md, Frames). A longer message travels as a packet
	// extension.
	MaxFrameBody = 16380

	// DefaultMaxMessage is the largest message body in bytes that is accepted
	// where [Limits.MaxMessage] is zero. The cap is ours, not the protocol's.
	DefaultMaxMessage = 16 << 20

	// DefaultMaxDepth is the deepest nesting of key-value lists that is
	// accepted where [Limits.MaxDepth] is zero. The cap is ours, not the
	// protocol's.
	DefaultMaxDepth = 32

	// MaxAttributes is the largest number of attributes in one message: their
	// count is one byte (WIRE.md, Message body).
	MaxAttributes = 255

	minBody = 5 // count and type (WIRE.md, Malformed input)
)

// Limits caps what a peer can make the decoder hold. The zero value means the
// defaults; negative values do too.
type Limits struct {
	// MaxMessage is the largest message body in bytes.
	MaxMessage int
	// MaxDepth is the deepest nesting of key-value lists; a list that holds
	// no list has depth 1.
	MaxDepth int
}

// Takes reports whether a message body of n bytes is within MaxMessage.
func (l Limits) Takes(n int) bool { return n <= l.maxMessage() }

func (l Limits) maxMessage() int {
	if l.MaxMessage <= 0 {
		return DefaultMaxMessage
	}
	return l.MaxMessage
}

func (l Limits) maxDepth() int {
	if l.MaxDepth <= 0 {
		return DefaultMaxDepth
	}
	return l.MaxDepth
}
