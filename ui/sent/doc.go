// Package sent makes the lines of the pane that lists the commands sent, with their
// outcomes. It reads the lines that the model keeps. It knows neither the journal nor
// which lines are visible.
package sent
