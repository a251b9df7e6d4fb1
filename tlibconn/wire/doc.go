// Package wire turns the bytes of the T-Library protocol into messages and
// back. It does no I/O of its own beyond reading from an io.Reader that it is
// given, keeps no state between messages, and trusts nothing that it reads.
//
// From the bottom up: [FrameReader] cuts a byte stream into message bodies and
// ADDP packets, joining the parts of a packet extension; [Message.Decode] cuts
// a body into attributes; [List] walks a key-value list. The other direction
// is [AppendList], [Message.AppendBody] and [AppendFrames]. Decoding borrows
// the caller's bytes and allocates nothing for a message that is well formed.
//
// On top stand two forms for people: [AppendJSON] and [ParseJSON], which lose no
// byte (docs/protocol/JSON.md), and [AppendText], in the shape of T-Server's log.
//
// The facts are those of docs/protocol/WIRE.md; each name says which section.
package wire
