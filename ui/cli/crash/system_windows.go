package crash

import (
	"errors"

	"golang.org/x/sys/windows"
)

// running reports whether there is a process of that id that has not ended.
func running(pid int) bool {
	process, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return !errors.Is(err, windows.ERROR_INVALID_PARAMETER)
	}
	event, err := windows.WaitForSingleObject(process, 0)
	return errors.Join(err, windows.CloseHandle(process)) != nil || event == uint32(windows.WAIT_TIMEOUT)
}

// ignoreStops does nothing: no process is stopped for what it does to the console.
func ignoreStops() {}
