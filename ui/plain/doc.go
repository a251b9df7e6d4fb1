// Package plain shows the board without repainting, for screen readers, simple
// terminals and pipes: changes are announced as lines, and commands are typed as
// lines. It is driven like the screen: App owns a model.Model, takes the model's
// messages and typed lines, and returns the model's effects. It has no goroutine
// and no clock; ui/cli waits for batches, lines and wake-ups, and lets one
// goroutine write what the Queue holds.
//
// What is written is text: no escape sequence, no carriage return, each line
// complete in itself. States are said in words, never in signs.
package plain
