// Package term owns the terminal. Everything that capdeck shows goes through its Writer, everything that the user
// types comes from its Reader, it alone sets raw mode, and its Stops releases the terminal when the process is
// stopped and takes it back afterwards (docs/ARCHITECTURE.md, "How an event travels": Update never waits for the
// terminal; "Rules of the terminal"). It does not know what the frames show or what the keys mean.
//
// # What Bubble Tea needs
//
// Bubble Tea v1.3.10 gets the Writer through tea.WithOutput and uses its output in three ways. It asserts the type
// to an interface with Read, Write, Close and Fd, and calls Fd to find out whether the output is a terminal: if so,
// it asks the descriptor for the size of the window, at the start and after each SIGWINCH. It writes: a frame is
// exactly one call of Write, made on a ticker by the renderer's own goroutine, and every control sequence (cursor,
// alternate screen, mouse, clear) is one io.WriteString. Before it exits, it writes the sequences that take down the
// screen. It never calls Read or Close.
//
// Its input is already at its end (tea.WithInput(strings.NewReader(""))): Bubble Tea then reads nothing and does not
// set raw mode. The input must not be nil, because Bubble Tea panics on nil when it takes the terminal back after a
// tea.Exec. It must not be a pipe either, because Bubble Tea waits half a second for the end of a pipe each time.
// TestBubbleTeaContract checks all this.
//
// # Reading
//
// The Reader sets raw mode after the Writer has saved the line settings and before anything is written. The Writer
// restores them for good at the end, and a Suspension restores them for the time of a stop. One goroutine waits for
// the terminal, reads and decodes (package input), and sends each press to Bubble Tea with the number of the frame
// that the terminal showed before the read. Input that was typed before the first frame was written is discarded,
// and so is input that was typed before the first frame after a stop. A frame that the terminal accepts at once
// counts from the moment at which its write begins, because a user who sees it may answer before the write returns.
//
// Before each read the Reader checks that the process is in the foreground and that the line settings are its own.
// In the background a read would stop the process (SIGTTIN). If the settings are those of a shell, the process was
// stopped without noticing. In both cases the Reader reads nothing until a Return has run.
//
// # Being stopped
//
// Stops alone handles SIGTSTP and SIGCONT. Ctrl+z and a SIGTSTP from outside run a Suspension, which releases the
// terminal before it stops the process group. After a stop without warning (SIGSTOP), or when another program had
// the terminal, a Return sets raw mode. Bubble Tea, which runs the Return (tea.Exec), then writes every mode and the
// whole screen again. In the background of the terminal nothing is written or read. bash sends no SIGCONT to a
// running job that it brings to the foreground, so the process checks four times a second.
//
// # The handshake
//
// Write copies, queues and returns; one goroutine writes to the terminal. A slow terminal must not receive frames
// that are outdated when they arrive, so Screen wraps the model: once a frame is queued, View returns the same
// string until the frame has been written. The renderer then finds no change and draws nothing. After the write the
// model gets a message and is drawn again.
//
// The renderer flushes on its own ticker, so it may flush a string long after View returned it, or never if a newer
// one replaces it. Screen therefore marks the first changed line of each new frame with a private sequence that
// holds the number of the frame. Write removes the mark, which never reaches the terminal. The Writer thus knows
// exactly which frame is queued and which is written. A frame can be flushed while View computes the next one, so at
// most two frames are outstanding, and their size bounds the memory.
//
// # The descriptor
//
// Writer and Reader each open the terminal again, through its entry in /proc/self/fd or as /dev/tty, and set
// O_NONBLOCK on the new description. The flag belongs to the open file description, and standard output shares its
// description with the shell that started capdeck and with every other program in the pipeline. If the flag were set
// there, the shell would find its own terminal non-blocking afterwards. With a separate description, Go's poller
// waits for the terminal instead of a thread, and a deadline ends a write that the terminal does not accept. Where
// this fails (without /proc, or if the terminal belongs to another user and is not the controlling one), Writer and
// Reader use the descriptors that they were given. A write may then block until the process exits; the exit does not
// wait for it.
//
// # Windows
//
// A console delivers records instead of bytes: a source reads them, and recordText turns them into the bytes that a
// terminal would send. There is no second description, no background and no stop. The settings hold the modes of
// both input and output. See docs/PLATFORMS.md.
package term
