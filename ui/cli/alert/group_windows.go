package alert

import "os/exec"

// ownGroup does nothing: what a command has started is not killed with it.
func ownGroup(*exec.Cmd) {}
