package cli

import (
	"fmt"
	"strings"

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

func promptPassword(streams Streams) (string, error) {
	if !term.IsTerminal(int(streams.In.Fd())) {
		return "", usageError("--password-prompt needs a terminal to ask on: use --password-file or the variable %s", passwordVariable)
	}
	fd := int(streams.In.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", usageError("the password cannot be asked for: %w", err)
	}
	streams.guard.SetRestore(func() { _ = term.Restore(fd, before) })
	defer streams.guard.SetRestore(func() {})
	fmt.Fprint(streams.Err, "application password: ")
	text, err := term.ReadPassword(fd)
	fmt.Fprintln(streams.Err)
	if err != nil {
		return "", usageError("the password cannot be read: %w", err)
	}
	return string(text), nil
}
