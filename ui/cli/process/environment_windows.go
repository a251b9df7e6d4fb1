package process

import "os"

// LookupEnv looks up a variable for Streams.Environment. If no variable describes the terminal, it is the Windows
// console.
func LookupEnv(name string) (value string, set bool) { return variables(os.LookupEnv).ofConsole(name) }
