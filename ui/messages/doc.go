// Package messages draws the messages pane and formats a message: in one line, in the
// format of T-Server's log, or as bytes. It reads the log entries that it is given. The
// model decides which of them are shown.
package messages
