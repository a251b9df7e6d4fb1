package crash

import (
	"errors"

	"golang.org/x/sys/windows"
)

// running reports whether a process with this ID exists and has not ended.
func running(pid int) bool {
	process, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return !errors.Is(err, windows.ERROR_INVALID_PARAMETER)
	}
	event, err := windows.WaitForSingleObject(process, 0)
	return errors.Join(err, windows.CloseHandle(process)) != nil || event == uint32(windows.WAIT_TIMEOUT)
}

// ignoreStops does nothing: Windows stops no process for changing the console.
func ignoreStops() {}
