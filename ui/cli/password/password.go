// Package password reads the application password of a login from a file, a prompt on the terminal or a variable. It
// never writes one: no error contains a password.
package password

import (
	"errors"
	"io"
	"strings"
	"sync"

	"golang.org/x/term"

	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/textfile"
)

const (
	// Variable is the environment variable that holds the application password. There is no flag for it, because
	// every user of the machine can read arguments.
	Variable = "CAPDECK_PASSWORD"
	// maxPassword is the maximum length of a password in bytes: as much as one attribute of wire type s holds
	// (WIRE.md, Message body).
	maxPassword = 65535
)

// Source is where the application password of the login is read from. The zero value is the variable
// CAPDECK_PASSWORD.
type Source struct {
	// File is --password-file, or "".
	File string
	// Prompt is --password-prompt.
	Prompt bool
}

// Read returns the password, or "" if there is none. No error text contains it.
func (s Source) Read(streams process.Streams) (string, error) {
	if err := s.checkOne(); err != nil {
		return "", err
	}
	switch {
	case s.File != "":
		return readPasswordFile(s.File)
	case s.Prompt:
		return promptPassword(streams)
	}
	value, _ := streams.Environment(Variable)
	return value, nil
}

// Check returns an error if the flags or the file are wrong. It does not prompt, and does not read a pipe, which
// yields its contents only once.
func (s Source) Check() error {
	if err := s.checkOne(); err != nil || s.File == "" || textfile.IsPipe(s.File) {
		return err
	}
	_, err := readPasswordFile(s.File)
	return err
}

func (s Source) checkOne() error {
	if s.File != "" && s.Prompt {
		return exit.UsageError("--password-file and --password-prompt cannot be used together")
	}
	return nil
}

// readPasswordFile returns the first line of a file that only its owner can read.
func readPasswordFile(path string) (string, error) {
	line, err := textfile.Read(path, textfile.Options{Most: maxPassword, Pipe: true, Line: true, Private: true})
	if err != nil {
		return "", exit.UsageError("--password-file %w", err)
	}
	password := strings.TrimSuffix(string(line), "\r")
	if password == "" {
		return "", exit.UsageError("--password-file %s: its first line is empty", path)
	}
	return password, nil
}

// promptPassword asks for the password on the terminal. The line settings are changed and restored under one lock,
// so that a signal at any moment leaves the echo on: term.ReadPassword could turn it off after they were restored.
func promptPassword(streams process.Streams) (string, error) {
	if !term.IsTerminal(int(streams.In.Fd())) {
		return "", exit.UsageError("--password-prompt needs a terminal; use --password-file or the variable %s", Variable)
	}
	prompt := hiddenPrompt{fd: int(streams.In.Fd())}
	streams.Guard.SetRestore(prompt.end)
	defer streams.Guard.SetRestore(func() {})
	if err := prompt.hide(); err != nil {
		return "", exit.UsageError("cannot ask for the password: %w", err)
	}
	defer prompt.end()
	line := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{streams.In, streams.Err}, "")
	text, err := line.ReadPassword("application password: ")
	switch {
	case errors.Is(err, io.EOF):
		return "", exit.UsageError("no password was entered")
	case err != nil && !errors.Is(err, term.ErrPasteIndicator):
		return "", exit.UsageError("the password cannot be read: %w", err)
	}
	return text, nil
}

// hiddenPrompt is a prompt at which the terminal does not show the input.
type hiddenPrompt struct {
	fd int

	mu     sync.Mutex
	before *term.State // nil before hide and after end
	over   bool
}

// hide turns off the echo, unless the program is already exiting.
func (p *hiddenPrompt) hide() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return errors.New("capdeck is exiting")
	}
	var err error
	p.before, err = term.MakeRaw(p.fd)
	return err
}

// end restores the line settings for good. It may be called from any goroutine and more than once.
func (p *hiddenPrompt) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	if p.before != nil {
		_ = term.Restore(p.fd, p.before)
		p.before = nil
	}
}
