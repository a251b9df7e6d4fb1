// Package term owns the terminal: everything that capdeck shows goes through its Writer, everything that is typed
// comes from its Reader, raw mode is its own, and its Stops gives the terminal back and takes it back when the
// process is stopped (docs/ARCHITECTURE.md, "How an event travels": Update never waits for the terminal; "Rules of
// the terminal").
//
// # What Bubble Tea needs
//
// Bubble Tea v1.3.10 gets the Writer by tea.WithOutput. It looks at its output three times. It asserts
// the type to an interface with Read, Write, Close and Fd, and calls Fd to see whether it is a terminal:
// if so it asks the descriptor for the window's size, at the start and after each SIGWINCH. It writes:
// a frame is exactly one call of Write, made by the renderer's own goroutine on its ticker, and every
// control sequence (cursor, alternate screen, mouse, clear) is one io.WriteString. And it writes the
// sequences that take the screen down when it ends. It never calls Read or Close.
//
// Its input is one that is at its end (tea.WithInput(strings.NewReader(""))): it then reads nothing and sets no
// raw mode. It must not be nil, with which Bubble Tea panics when it takes the terminal back after a tea.Exec, nor
// a pipe, for whose end it waits half a second at each. TestBubbleTeaContract holds it to all this.
//
// # Reading
//
// The Reader sets raw mode after the Writer has saved the line settings and before anything is written; the Writer
// restores them, once and for good, and Suspension in between. One goroutine waits for the terminal, reads and
// decodes (package input), and sends each press to Bubble Tea with the number of the frame that the terminal
// showed before it was read. What was typed before the first frame was written is thrown away, and so is what
// was typed before the first frame after a stop. A frame that the terminal takes at once counts from the moment at
// which its write begins: whoever sees it may answer before the write returns.
//
// Before each read the Reader looks whether the process is in the foreground and the settings are its own. In the
// background a read would stop the process (SIGTTIN), and with a shell's settings it was stopped without its
// knowledge: it then reads nothing before a Return.
//
// # Being stopped
//
// Stops is the one owner of SIGTSTP and SIGCONT. Ctrl+z and a SIGTSTP from outside run a Suspension, which gives
// the terminal back before it stops the process group. After a stop that nobody announced (SIGSTOP), or when the
// terminal was another's, a Return sets raw mode, and Bubble Tea, which it is run by (tea.Exec), writes every mode
// and the whole screen anew. In the background of the terminal nothing is written or read; bash sends no SIGCONT to
// a job that runs when it brings it to the foreground, so the process looks for itself four times a second.
//
// # The handshake
//
// Write copies, queues and returns; one goroutine writes to the terminal. So that a terminal that takes
// little is not sent frames that are old when they arrive, Screen wraps the model: once a frame has been
// queued, View returns the same string until it has been written, the renderer finds nothing new, and
// nothing is drawn. Then the model gets a message and is drawn again.
//
// The renderer flushes on its own ticker, so a string may be flushed long after View returned it, or
// never, when a newer one replaces it. Screen therefore marks the first changed line of each new frame
// with a private sequence that holds the frame's number. Write takes the mark out again: it never reaches
// the terminal, and the Writer knows exactly which frame it has queued and which is written. A frame can
// be flushed while View computes the next; so at most two frames are outstanding, and memory is bounded
// by their size.
//
// # The descriptor
//
// Writer and Reader each open the terminal once more, by its entry in /proc/self/fd or as /dev/tty, and set
// O_NONBLOCK on that. The flag belongs to the open file description, which standard output shares with the
// shell that started capdeck and with everything else in the pipeline: set there, the shell would find its
// own terminal non-blocking afterwards. With a description of its own, Go's poller waits for the terminal
// instead of a thread, and a deadline ends a write that the terminal does not take. Where that fails (no
// /proc, or a terminal that is owned by another user and is not the controlling one), they use the
// descriptors that they were given: a write may then stay blocked until the process exits, which does not
// wait for it.
//
// # Windows
//
// A console has records in place of bytes: a source reads them, and recordText makes the bytes of them that a terminal
// would send. There is no second description, no background and no stop; settings has the modes of both input and
// output. See docs/PLATFORMS.md.
package term
