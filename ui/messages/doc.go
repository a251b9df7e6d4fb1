// Package messages draws the messages pane, and makes the text of a message: in one
// line, in the shape of T-Server's log, or as bytes. It reads the entries of the log
// that it is handed. It does not know which of them are shown, nor why: model decides
// that.
package messages
