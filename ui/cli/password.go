package cli

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/term"
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
		return "", usageError("--password-file and --password-prompt exclude each other")
	case f.passwordFile != "":
		return readPasswordFile(f.passwordFile)
	case f.passwordPrompt:
		return promptPassword(streams)
	}
	value, _ := streams.Environment(passwordVariable)
	return value, nil
}

// readPasswordFile returns the first line of a file that nobody but its owner
// can read.
func readPasswordFile(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", usageError("--password-file: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return "", usageError("--password-file: %w", err)
	case info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0:
		return "", usageError("--password-file %s: others can read it (mode %s): chmod 600 it", path, modeText(info.Mode()))
	}
	text, err := io.ReadAll(io.LimitReader(file, maxPassword+2))
	if err != nil {
		return "", usageError("--password-file: %w", err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	line = strings.TrimSuffix(line, "\r")
	switch {
	case line == "":
		return "", usageError("--password-file %s: its first line is empty", path)
	case len(line) > maxPassword:
		return "", usageError("--password-file %s: its first line is longer than %d bytes", path, maxPassword)
	}
	return line, nil
}

func modeText(mode fs.FileMode) string { return fmt.Sprintf("%04o", mode.Perm()) }

func promptPassword(streams Streams) (string, error) {
	if !term.IsTerminal(int(streams.In.Fd())) {
		return "", usageError("--password-prompt needs a terminal to ask on: use --password-file or the variable %s", passwordVariable)
	}
	fmt.Fprint(streams.Err, "application password: ")
	text, err := term.ReadPassword(int(streams.In.Fd()))
	fmt.Fprintln(streams.Err)
	if err != nil {
		return "", usageError("the password cannot be read: %w", err)
	}
	return string(text), nil
}
