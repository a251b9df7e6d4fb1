// Package term owns the way to the terminal: everything that capdeck shows goes through its Writer, and
// nothing else writes to the terminal while the screen is up (docs/ARCHITECTURE.md, "How an event
// travels": Update never waits for the terminal).
//
// # What Bubble Tea needs
//
// Bubble Tea v1.3.10 gets the Writer by tea.WithOutput. It looks at its output three times. It asserts
// the type to an interface with Read, Write, Close and Fd, and calls Fd to see whether it is a terminal:
// if so it asks the descriptor for the window's size, at the start and after each SIGWINCH. It writes:
// a frame is exactly one call of Write, made by the renderer's own goroutine on its ticker, and every
// control sequence (cursor, alternate screen, mouse, clear) is one io.WriteString. And it writes the
// sequences that take the screen down when it ends. It never calls Read or Close, and it sets raw mode on
// its input, never on its output. TestBubbleTeaContract holds it to this.
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
// The Writer opens the terminal once more, by its entry in /proc/self/fd or as /dev/tty, and sets
// O_NONBLOCK on that. The flag belongs to the open file description, which standard output shares with the
// shell that started capdeck and with everything else in the pipeline: set there, the shell would find its
// own terminal non-blocking afterwards. With a description of its own, Go's poller waits for the terminal
// instead of a thread, and a deadline ends a write that the terminal does not take. Where that fails (no
// /proc, or a terminal that is owned by another user and is not the controlling one), the Writer uses the
// descriptor that it was given: a write may then stay blocked until the process exits, which does not
// wait for it.
package term
