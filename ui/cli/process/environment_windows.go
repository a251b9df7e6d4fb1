package process

import "os"

// LookupEnv looks a variable up for Streams.Environment. Where none says what the
// terminal is, it is the console of Windows.
func LookupEnv(name string) (value string, set bool) { return variables(os.LookupEnv).ofConsole(name) }
