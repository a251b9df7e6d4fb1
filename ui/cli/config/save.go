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

// Save sets one key of a file and leaves the rest of the file unchanged, including comments. value is a string,
// bool, int, int64, float64 or []string. A new key is added below its line of the Template, or else above the first
// table. The file is replaced as a whole and keeps its mode. A missing file is created with its folder (0600, 0700).
// A symbolic link is kept, and the file that it names is changed. Save writes nothing and returns an error if the
// file has errors or the key does not accept the value.
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
		return fmt.Errorf("the configuration has errors and was not changed; fix them first: %w", err)
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

// mostLinks is the maximum number of symbolic links that may lead to a file.
const mostLinks = 40

// linked returns the file that a path leads to through symbolic links, whether it exists or not.
func linked(path string) (string, error) {
	for range mostLinks {
		link, err := os.Readlink(path)
		if err != nil {
			// The path is not a link, or does not exist.
			return path, nil //nolint:nilerr // reading the file will report the error
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(path), link)
		}
		path = link
	}
	return "", fmt.Errorf("the configuration cannot be read: more than %d symbolic links, the last to %s", mostLinks, path)
}

// edit returns a valid file with one key set.
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

// aboveComments returns where the comments directly above the line at begin, because they belong to it.
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

// replace writes a file as a whole or not at all.
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
