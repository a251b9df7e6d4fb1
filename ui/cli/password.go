package cli

import (
	"errors"
	"io"
	"strings"
	"sync"

	"golang.org/x/term"

	"capdeck/ui/cli/textfile"
)

const (
	// passwordVariable holds the application password. There is no flag that
	// takes it: arguments can be read by every user of the machine.
	passwordVariable = "CAPDECK_PASSWORD"
	// maxPassword is how long a password may be: what one attribute of wire
	// type s holds (WIRE.md, Message body).
	maxPassword = 65535
)

// password returns the application password of the login, "" for none: from
// --password-file, a prompt on the terminal, or the variable. It stands in no
// error text.
func (f *connectFlags) password(streams Streams) (string, error) {
	switch {
	case f.passwordFile != "" && f.passwordPrompt:
		return "", errTwoPasswords()
	case f.passwordFile != "":
		return readPasswordFile(f.passwordFile)
	case f.passwordPrompt:
		return promptPassword(streams)
	}
	value, _ := streams.Environment(passwordVariable)
	return value, nil
}

func errTwoPasswords() error {
	return usageError("--password-file and --password-prompt exclude each other")
}

// readPasswordFile returns the first line of a file that nobody but its owner
// can read.
func readPasswordFile(path string) (string, error) {
	line, err := textfile.Read(path, textfile.Options{Most: maxPassword, Pipe: true, Line: true, Private: true})
	if err != nil {
		return "", usageError("--password-file %w", err)
	}
	password := strings.TrimSuffix(string(line), "\r")
	if password == "" {
		return "", usageError("--password-file %s: its first line is empty", path)
	}
	return password, nil
}

// promptPassword asks on the terminal. The line settings are changed and given back under one lock, so
// that a signal at any moment leaves the echo on: term.ReadPassword could switch it off behind the restore.
func promptPassword(streams Streams) (string, error) {
	if !term.IsTerminal(int(streams.In.Fd())) {
		return "", usageError("--password-prompt needs a terminal to ask on: use --password-file or the variable %s", passwordVariable)
	}
	prompt := hiddenPrompt{fd: int(streams.In.Fd())}
	streams.guard.SetRestore(prompt.end)
	defer streams.guard.SetRestore(func() {})
	if err := prompt.begin(); err != nil {
		return "", usageError("the password cannot be asked for: %w", err)
	}
	defer prompt.end()
	line := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{streams.In, streams.Err}, "")
	text, err := line.ReadPassword("application password: ")
	switch {
	case errors.Is(err, io.EOF):
		return "", usageError("no password was typed at the prompt")
	case err != nil && !errors.Is(err, term.ErrPasteIndicator):
		return "", usageError("the password cannot be read: %w", err)
	}
	return text, nil
}

// hiddenPrompt keeps the terminal from showing what is typed.
type hiddenPrompt struct {
	fd int

	mu     sync.Mutex
	before *term.State // nil before begin and after end
	over   bool
}

// begin hides what is typed, unless the program is ending already.
func (p *hiddenPrompt) begin() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return errors.New("capdeck is ending")
	}
	var err error
	p.before, err = term.MakeRaw(p.fd)
	return err
}

// end gives the line settings back for good. It may be called from any goroutine, and more than once.
func (p *hiddenPrompt) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	if p.before != nil {
		_ = term.Restore(p.fd, p.before)
		p.before = nil
	}
}
