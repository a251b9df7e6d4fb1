package screen

import "os"

// notifyResizes does nothing, since Windows has no signal for it. See docs/PLATFORMS.md.
func notifyResizes(chan<- os.Signal) {}
