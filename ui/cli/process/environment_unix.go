//go:build unix

package process

import "os"

// LookupEnv looks up a variable for Streams.Environment.
func LookupEnv(name string) (value string, set bool) { return os.LookupEnv(name) }
