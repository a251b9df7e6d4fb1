package ptytest

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// stall pauses the terminal and writes more to it than it accepts. As long as that write waits in the
// kernel, which is until the program has ended, it keeps all other writers of the terminal out.
func (d *desk) stall(t *testing.T) {
	t.Helper()
	d.Pause()
	path := fmt.Sprintf("/proc/%d/fd/1", d.cmd.Process.Pid)
	waiting, err := syscall.Open(path, syscall.O_WRONLY|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	thread, ended := make(chan int), make(chan struct{})
	go func() {
		defer close(ended)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		thread <- syscall.Gettid()
		// The write fails when the end of the program hangs up the terminal.
		_, _ = syscall.Write(waiting, bytes.Repeat([]byte{'\r'}, 1<<20))
	}()
	t.Cleanup(func() {
		d.Resume()
		<-ended
		if closing := syscall.Close(waiting); closing != nil {
			t.Error(closing)
		}
	})
	call := fmt.Sprintf("/proc/self/task/%d/syscall", <-thread)
	isWriting := fmt.Sprintf("%d 0x%x ", syscall.SYS_WRITE, waiting)
	for begun := time.Now(); ; runtime.Gosched() {
		if now, err := os.ReadFile(call); err != nil || time.Since(begun) > hangGuard {
			t.Fatalf("the test's write does not wait in the kernel: it is in %q (%v)", now, err)
		} else if strings.HasPrefix(string(now), isWriting) {
			break
		}
	}
	d.WaitHeld() // what was being read when the terminal was paused
}
