//go:build unix

package textfile

import "syscall"

func addressInUse(errno syscall.Errno) bool  { return errno == syscall.EADDRINUSE }
func noSuchAddress(errno syscall.Errno) bool { return errno == syscall.EADDRNOTAVAIL }
func noFolder(errno syscall.Errno) bool      { return errno == syscall.ENOTDIR }
func aFolder(errno syscall.Errno) bool       { return errno == syscall.EISDIR }
func noWriting(errno syscall.Errno) bool     { return errno == syscall.EROFS }
func diskFull(errno syscall.Errno) bool      { return errno == syscall.ENOSPC || errno == syscall.EDQUOT }
