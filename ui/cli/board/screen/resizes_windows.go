package screen

import "os"

// notifyResizes sends nothing: Windows has no signal for it. See docs/PLATFORMS.md.
func notifyResizes(chan<- os.Signal) {}
