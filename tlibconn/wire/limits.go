package wire

const (
	// MaxFrameBody is the largest body of one frame in bytes, without its length
	// field (WIRE.md, Frames). A longer message is sent as a packet extension.
	MaxFrameBody = 16380

	// DefaultMaxMessage is the largest accepted message body in bytes if
	// [Limits.MaxMessage] is zero. The limit is ours, not the protocol's.
	DefaultMaxMessage = 16 << 20

	// DefaultMaxDepth is the deepest accepted nesting of key-value lists if
	// [Limits.MaxDepth] is zero. The limit is ours, not the protocol's.
	DefaultMaxDepth = 32

	// MaxAttributes is the largest number of attributes in one message, because
	// their count is one byte (WIRE.md, Message body).
	MaxAttributes = 255

	minBody = 5 // count and type (WIRE.md, Malformed input)
)

// Limits bounds the memory that a peer can make the decoder use. Zero and negative
// values mean the defaults.
type Limits struct {
	// MaxMessage is the largest message body in bytes.
	MaxMessage int
	// MaxDepth is the deepest nesting of key-value lists. A list without nested
	// lists has depth 1.
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
