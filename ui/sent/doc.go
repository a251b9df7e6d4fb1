// Package sent makes the lines of the pane that lists what was sent, with how it
// ended. It knows the lines that the model keeps. It knows neither the journal nor
// which of the lines are seen.
package sent
