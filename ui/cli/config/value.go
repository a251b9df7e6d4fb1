package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// text returns a value of the file in the form that the flag parses. The error explains what would be right.
func (s *Setting) text(value any, folder string) (string, error) {
	text, ok := s.plain(value)
	if !ok {
		return "", fmt.Errorf("invalid value %s; use %s", shown(value), s.wanted())
	}
	if len(s.Choices) > 0 && !slices.Contains(s.Choices, text) {
		return "", fmt.Errorf("invalid value %s; use %s; %s", shown(value), s.wanted(), didYouMean(text, s.Choices, "no other value is known"))
	}
	if s.Path {
		text = s.absolute(text, folder)
	}
	if err := s.flag.Value.Set(text); err != nil {
		if s.Kind == Number || s.Kind == Text {
			// The error of such a flag explains what it accepts.
			return "", fmt.Errorf("invalid value %s: %w", shown(value), err)
		}
		return "", fmt.Errorf("invalid value %s; use %s", shown(value), s.wanted())
	}
	return text, nil
}

// plain returns the text of a value, and whether its type is right.
func (s *Setting) plain(value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, s.Kind == Text || s.Kind == Duration || s.Kind == List
	case bool:
		return strconv.FormatBool(value), s.Kind == Bool
	case int64:
		return strconv.FormatInt(value, 10), s.Kind == Integer || s.Kind == Number
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64), s.Kind == Number
	case []any:
		items, ok := texts(value)
		return strings.Join(items, ","), ok && s.Kind == List
	}
	return "", false
}

// texts returns the elements of an array of strings.
func texts(array []any) ([]string, bool) {
	items := make([]string, 0, len(array))
	for _, element := range array {
		item, isText := element.(string)
		if !isText {
			return nil, false
		}
		items = append(items, item)
	}
	return items, true
}

// wanted describes the form of a valid value.
func (s *Setting) wanted() string {
	if len(s.Choices) > 0 {
		quoted := make([]string, len(s.Choices))
		for i, choice := range s.Choices {
			quoted[i] = strconv.Quote(choice)
		}
		return strings.Join(quoted[:len(quoted)-1], ", ") + " or " + quoted[len(quoted)-1]
	}
	switch s.Kind {
	case Bool:
		return "true or false, without quotes"
	case Integer:
		return "a whole number without quotes, such as " + s.Name + " = " + s.Literal(s.Default)
	case Number:
		return "a number without quotes, such as " + s.Name + " = " + s.Literal(s.Default)
	case Duration:
		return `a duration with its unit, in quotes, such as "30s" or "1m30s"`
	case List:
		return `strings in quotes, such as ["one", "another"] or "one,another"`
	case Text:
	}
	return "a string in quotes"
}

// absolute returns the name of a file, resolved from the folder of the configuration, because capdeck may be started
// in any folder.
func (s *Setting) absolute(path, folder string) string {
	switch {
	case path == "" || filepath.IsAbs(path):
		return path
	case strings.HasPrefix(path, "~/"):
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, path[2:])
		}
		return path
	}
	return filepath.Join(folder, path)
}

// Literal returns a value in the form of the file. text is the form that the flag parses.
func (s *Setting) Literal(text string) string { return Literal(s.Native(text)) }

// Native returns a value in the type that JSON and TOML use: bool, int64, float64, string or []string. text is the
// form that the flag parses; an invalid text is returned unchanged.
func (s *Setting) Native(text string) any {
	switch s.Kind {
	case Bool:
		if value, err := strconv.ParseBool(text); err == nil {
			return value
		}
	case Integer:
		if value, err := strconv.ParseInt(text, 10, 64); err == nil {
			return value
		}
	case Number:
		if value, err := strconv.ParseFloat(text, 64); err == nil {
			return value
		}
	case List:
		if text == "" {
			return []string{}
		}
		return strings.Split(text, ",")
	case Text, Duration:
	}
	return text
}

// Literal returns a value in TOML. Strings are in double quotes unless they need escapes.
func Literal(value any) string {
	switch value := value.(type) {
	case string:
		if !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == 0x7f }) {
			return `"` + value + `"`
		}
	case []string:
		items := make([]string, len(value))
		for i, item := range value {
			items[i] = Literal(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	line, err := toml.Marshal(map[string]any{"v": value})
	if err != nil {
		return fmt.Sprint(value)
	}
	return strings.TrimSpace(strings.TrimPrefix(string(line), "v = "))
}

// longestShown is the maximum number of bytes of a value that an error repeats.
const longestShown = 60

// shown returns a value as an error repeats it.
func shown(value any) string {
	var text string
	switch value := value.(type) {
	case []any:
		items := make([]string, len(value))
		for i, item := range value {
			items[i] = shown(item)
		}
		text = "[" + strings.Join(items, ", ") + "]"
	case map[string]any:
		return "{...}"
	case string:
		text = strconv.Quote(value)
	default:
		text = fmt.Sprint(value)
	}
	if len(text) > longestShown {
		return strings.ToValidUTF8(text[:longestShown], "") + "..."
	}
	return text
}
