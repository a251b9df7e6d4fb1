package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

// Save sets one key of a file and leaves everything else in it as it is, comments
// included. value is a string, bool, int, int64, float64 or []string. A new key
// is put below its line of the Template, or else above the first table. The file
// is replaced as a whole, with its mode kept; where there is none it is made with
// its folder (0600, 0700). A symbolic link stays one: the file that it names is
// changed. A file with mistakes, and a value that the key does not take, are
// errors, and nothing is written.
func (s *Spec) Save(path, key string, value any) error {
	if s.Setting(key) == nil {
		return fmt.Errorf("%q cannot be saved: the configuration has no such key", key)
	}
	target, err := linked(path)
	if err != nil {
		return err
	}
	mode, data := fs.FileMode(fileMode), []byte(nil)
	info, err := os.Stat(target)
	switch {
	case err == nil:
		mode = info.Mode().Perm()
		if data, err = readFile(target); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the configuration cannot be read: %w", err)
	}
	if _, err = s.parse(path, data); err != nil {
		return fmt.Errorf("the configuration has mistakes, and stays as it is until they are mended: %w", err)
	}
	changed := edit(path, data, key, Literal(value))
	if _, err = s.parse(path, changed); err != nil {
		return fmt.Errorf("%s cannot be saved: %w", key, err)
	}
	if bytes.Equal(changed, data) {
		return nil
	}
	return replace(target, changed, mode)
}

// mostLinks is how many symbolic links may lead to a file.
const mostLinks = 40

// linked returns the file that a path means, be it there or not.
func linked(path string) (string, error) {
	for range mostLinks {
		link, err := os.Readlink(path)
		if err != nil {
			// It is no link, or not there.
			return path, nil //nolint:nilerr // what is wrong with it is told when it is read
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(path), link)
		}
		path = link
	}
	return "", fmt.Errorf("the configuration cannot be read: more than %d symbolic links lead on from %s", mostLinks, path)
}

// edit returns a right file with one key set.
func edit(path string, data []byte, key, value string) []byte {
	written, _ := parse(path, data)
	line := key + " = " + value
	for i := range written.entries {
		if e := &written.entries[i]; e.name() == key {
			return splice(data, e.at, line)
		}
	}
	newline := "\n"
	if bytes.Contains(data, []byte("\r\n")) {
		newline = "\r\n"
	}
	ownLine := regexp.MustCompile(`^#\s*` + regexp.QuoteMeta(key) + `\s*=`)
	for _, comment := range slices.Backward(written.comments) {
		if ownLine.Match(data[comment.start:comment.end]) {
			return splice(data, span{comment.end, comment.end}, newline+line)
		}
	}
	at := len(data)
	if written.table >= 0 {
		at = aboveComments(data, written.table)
		line += newline
	}
	line += newline
	if at > 0 && data[at-1] != '\n' {
		line = newline + line
	}
	return splice(data, span{at, at}, line)
}

// aboveComments returns where the comments begin that end at the line at, for
// they belong to it.
func aboveComments(data []byte, at int) int {
	for at > 0 {
		before := bytes.LastIndexByte(data[:at-1], '\n') + 1
		if !bytes.HasPrefix(bytes.TrimLeft(data[before:at], " \t"), []byte("#")) {
			break
		}
		at = before
	}
	return at
}

func splice(data []byte, at span, text string) []byte {
	return slices.Concat(data[:at.start], []byte(text), data[at.end:])
}

// replace writes a file that is there as a whole or not at all.
func replace(path string, data []byte, mode fs.FileMode) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, folderMode); err != nil {
		return fmt.Errorf("the configuration cannot be written: %w", err)
	}
	file, err := os.CreateTemp(folder, "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("the configuration cannot be written: %w", err)
	}
	_, err = file.Write(data)
	err = errors.Join(err, file.Chmod(mode), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("the configuration cannot be written: %w", err), os.Remove(file.Name()))
	}
	return nil
}
