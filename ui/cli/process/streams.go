// Package process is what the process was given and where it keeps its files: its
// streams, its environment, the guard of its goroutines, and the XDG folders. It
// knows no command, no flag and no T-Server.
package process

import (
	"os"

	"capdeck/ui/cli/crash"
)

// Streams are the standard streams and the environment of the process.
type Streams struct {
	In, Out, Err *os.File
	// Environment looks a variable up, as os.LookupEnv does.
	Environment func(name string) (value string, set bool)
	// Guard starts the goroutines of the run and recovers their panics. It is nil
	// if nothing is run, as when only the flags are looked at.
	Guard *crash.Guard
}
