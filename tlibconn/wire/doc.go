// Package wire converts between the bytes of the T-Library protocol and
// messages. It reads only from an io.Reader that it is given, keeps no state
// between messages, and trusts nothing that it reads. It does not know what a
// message means, which request an event answers, or what a session is.
//
// A [FrameReader] splits a byte stream into message bodies and ADDP packets and
// joins the parts of a packet extension; [Message.Decode] splits a body into
// attributes; a [List] gives access to the pairs of a key-value list.
// [ListAttribute], [Message.AppendBody] and [AppendFrames] do the reverse.
// Decoding refers to the caller's bytes instead of copying them, and allocates
// nothing for a well-formed message. A [RawMessage] reads single attributes
// without splitting the whole body.
//
// Two packages write messages for people: wire/tlog in the format of T-Server's
// log, and wire/tjson as lossless JSON that can be parsed again.
//
// The protocol is described in docs/protocol/WIRE.md. Comments name the section
// that the code implements.
package wire
