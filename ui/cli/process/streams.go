// Package process holds what the process was given, and where it keeps its files: its streams, its environment, the
// guard of its goroutines, and the XDG folders. It knows no command, no flag and no T-Server.
package process

import (
	"os"

	"capdeck/ui/cli/crash"
)

// Streams holds the standard streams and the environment of the process.
type Streams struct {
	In, Out, Err *os.File
	// Environment looks up a variable, as os.LookupEnv does.
	Environment func(name string) (value string, set bool)
	// Guard starts the goroutines of the run and recovers their panics. It is nil if nothing is run, as when only
	// the flags are examined.
	Guard *crash.Guard
}
