package dayfile

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

// lockOffset is the high part of the offset of the locked byte. A lock keeps others from reading and writing
// the bytes that it covers, so it covers a byte beyond the end of any file.
const lockOffset = 0x7fffffff

// createFile creates a file for appending. The file must not exist yet. Only a handle that may also read can
// be locked.
func createFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE|os.O_EXCL, 0o600)
}

// ownDirectory creates the directory if it does not exist. Its access list, which it inherits from the user's
// profile, determines who can read and write it. File modes have no effect here.
func ownDirectory(dir string) error { return os.MkdirAll(dir, 0o700) }

// deleted reports whether the file no longer has a name.
func (d *dayFile) deleted() (bool, error) {
	var info windows.ByHandleFileInformation
	if err := control(d.handle, func(file windows.Handle) error {
		return windows.GetFileInformationByHandle(file, &info)
	}); err != nil {
		return false, err
	}
	return info.NumberOfLinks == 0, nil
}

// lock marks the file as that of a running process. On a file system without locks a Log works all the
// same; see Lives.
func lock(handle *os.File) bool {
	return lockByte(handle, windows.LOCKFILE_EXCLUSIVE_LOCK) == nil
}

func lockByte(handle *os.File, how uint32) error {
	return control(handle, func(file windows.Handle) error {
		where := windows.Overlapped{OffsetHigh: lockOffset}
		return windows.LockFileEx(file, how|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &where)
	})
}

func unlockByte(handle *os.File) error {
	return control(handle, func(file windows.Handle) error {
		where := windows.Overlapped{OffsetHigh: lockOffset}
		return windows.UnlockFileEx(file, 0, 1, 0, &where)
	})
}

// control calls do with the handle of a file and keeps the file open meanwhile.
func control(file *os.File, do func(windows.Handle) error) error {
	connection, err := file.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = connection.Control(func(handle uintptr) { failed = do(windows.Handle(handle)) })
	return errors.Join(err, failed)
}

// Lives reports whether the process that wrote the file still has it open. On a file system without locks it
// reports whether a process with that ID exists, which may be another one.
func Lives(path string, pid int) bool {
	handle, err := OpenFile(path)
	if err != nil {
		return false
	}
	defer handle.Close()
	err = lockByte(handle, 0)
	switch {
	case err == nil:
		// The system may release a lock only some time after its file was closed.
		_ = unlockByte(handle)
		return false
	case errors.Is(err, windows.ERROR_LOCK_VIOLATION), errors.Is(err, windows.ERROR_IO_PENDING):
		return true
	}
	return runs(pid)
}

// runs reports whether a process is running.
func runs(pid int) bool {
	process, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return errors.Is(err, windows.ERROR_ACCESS_DENIED)
	}
	event, err := windows.WaitForSingleObject(process, 0)
	return errors.Join(err, windows.CloseHandle(process)) != nil || event == uint32(windows.WAIT_TIMEOUT)
}

// OpenFile opens a file of a log for reading. It refuses links and anything but
// regular files.
func OpenFile(path string) (*os.File, error) {
	handle, err := os.OpenFile(path, os.O_RDONLY|windows.FILE_FLAG_OPEN_REPARSE_POINT, 0)
	if err != nil {
		return nil, err
	}
	info, err := handle.Stat()
	switch {
	case err != nil:
	case info.Mode()&os.ModeSymlink != 0:
		err = fmt.Errorf("%s is a symbolic link; links are not followed", path)
	case !info.Mode().IsRegular():
		err = fmt.Errorf("%s is not a regular file", path)
	}
	if err != nil {
		return nil, errors.Join(err, handle.Close())
	}
	return handle, nil
}
