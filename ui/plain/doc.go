// Package plain shows the board without repainting, for screen readers, simple terminals
// and pipes: it announces changes as lines and reads commands as lines. It is driven like
// the screen: App owns a model.Model, handles the model's messages and typed lines, and
// returns the model's effects. It has no goroutine and no clock; ui/cli waits for batches,
// lines and wake-ups, and has one goroutine write the lines that the Queue holds.
//
// The output is text: no escape sequences, no carriage returns, and each line is complete
// in itself. States are words, never signs.
package plain
