//go:build unix

package dayfile

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// createFile creates a file for appending. The file must not exist yet.
func createFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE|os.O_EXCL|unix.O_NOFOLLOW, 0o600)
}

// ownDirectory creates the directory if it does not exist, and ensures that only the user can read or write
// it. The mode of what a symbolic link names is not changed, since others may need it: it must be right already.
func ownDirectory(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	status, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fmt.Errorf("the owner of %s is unknown", dir)
	}
	us := os.Geteuid()
	switch {
	case us != 0 && int(status.Uid) != us:
		return fmt.Errorf("the directory %s belongs to another user (uid %d)", dir, status.Uid)
	case int(status.Uid) == us && info.Mode().Perm()&0o077 != 0:
		return narrow(dir, info)
	}
	return nil
}

// narrow takes the access to a directory away from other users.
func narrow(dir string, info os.FileInfo) error {
	named, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if named.Mode()&os.ModeSymlink != 0 {
		return fmt.Errorf("%s is a link to a directory with mode %04o; use chmod 700 on that directory, or remove the link", dir, info.Mode().Perm())
	}
	return os.Chmod(dir, 0o700)
}

// deleted reports whether the file no longer has a name.
func (d *dayFile) deleted() (bool, error) {
	info, err := d.handle.Stat()
	if err != nil {
		return false, err
	}
	status, ok := info.Sys().(*syscall.Stat_t)
	return ok && status.Nlink == 0, nil
}

// lock marks the file as that of a running process. On a file system without locks a Log works all the
// same; see Lives.
func lock(handle *os.File) bool {
	return flock(handle, unix.LOCK_EX) == nil
}

func flock(handle *os.File, how int) error {
	connection, err := handle.SyscallConn()
	if err != nil {
		return err
	}
	var locked error
	err = connection.Control(func(fd uintptr) { locked = unix.Flock(int(fd), how|unix.LOCK_NB) })
	return errors.Join(err, locked)
}

// Lives reports whether the process that wrote the file still has it open. On a file system without locks it
// reports whether a process with that ID exists, which may be another one.
func Lives(path string, pid int) bool {
	handle, err := OpenFile(path)
	if err != nil {
		return false
	}
	defer handle.Close()
	err = flock(handle, unix.LOCK_SH)
	switch {
	case err == nil:
		return false
	case errors.Is(err, unix.EWOULDBLOCK):
		return true
	}
	err = unix.Kill(pid, 0)
	return err == nil || errors.Is(err, unix.EPERM)
}

// OpenFile opens a file of a log for reading. It refuses links and anything but regular files, which
// could make the reader wait.
func OpenFile(path string) (*os.File, error) {
	handle, err := os.OpenFile(path, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if errors.Is(err, unix.ELOOP) {
		return nil, fmt.Errorf("%s is a symbolic link; links are not followed", path)
	}
	if err != nil {
		return nil, err
	}
	info, err := handle.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a regular file", path)
	}
	if err != nil {
		return nil, errors.Join(err, handle.Close())
	}
	return handle, nil
}
