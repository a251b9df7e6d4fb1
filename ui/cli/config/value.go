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

// text returns a value of the file as the flag reads it. The error says what
// would be right.
func (s *Setting) text(value any, folder string) (string, error) {
	text, ok := s.plain(value)
	if !ok {
		return "", fmt.Errorf("%s: give %s", shown(value), s.wanted())
	}
	if len(s.Choices) > 0 && !slices.Contains(s.Choices, text) {
		return "", fmt.Errorf("%s: give %s; %s", shown(value), s.wanted(), didYouMean(text, s.Choices, "nothing else is known"))
	}
	if s.Path {
		text = s.absolute(text, folder)
	}
	if err := s.flag.Value.Set(text); err != nil {
		if s.Kind == Number || s.Kind == Text {
			// Such a flag says itself what it takes.
			return "", fmt.Errorf("%s: %w", shown(value), err)
		}
		return "", fmt.Errorf("%s: give %s", shown(value), s.wanted())
	}
	return text, nil
}

// plain returns the text of a value of the right type.
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

// wanted says what a value must look like.
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
		return "a whole number without quotes, as in " + s.Name + " = " + s.Literal(s.Default)
	case Number:
		return "a number without quotes, as in " + s.Name + " = " + s.Literal(s.Default)
	case Duration:
		return `a time with its unit, in quotes, as in "30s" or "1m30s"`
	case List:
		return `texts in quotes, as in ["one", "another"] or "one,another"`
	case Text:
	}
	return "a text in quotes"
}

// absolute returns a file's name as it is found from the folder of the
// configuration, which may be read from anywhere.
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

// Literal returns a value as it stands in the file. text is what the flag reads.
func (s *Setting) Literal(text string) string { return Literal(s.Native(text)) }

// Native returns a value as JSON and TOML have it: bool, int64, float64, string
// or []string. text is what the flag reads; one that it does not read comes back
// as it is.
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

// Literal is a value in TOML: strings in double quotes wherever those need no
// escapes.
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

// longestShown is how much of a value an error repeats, in bytes.
const longestShown = 60

// shown is a value as an error repeats it.
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
		return "a table"
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
