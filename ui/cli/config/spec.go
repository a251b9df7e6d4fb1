package config

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"capdeck/model/action"
)

// Kind says what a value looks like in the file.
type Kind uint8

// The kinds. The zero value is Text.
const (
	Text     Kind = iota // a string
	Bool                 // true or false
	Integer              // a whole number
	Number               // a number, with decimals or without
	Duration             // a string such as "5s"
	List                 // an array of strings, or one string with commas
)

// Setting is one key of the file.
type Setting struct {
	// Name is the key, and the flag's name.
	Name string
	// Help is the flag's help text.
	Help string
	// Default is the flag's default, as the flag reads it.
	Default string
	// Kind is what a value looks like.
	Kind Kind
	// Choices are the only values, as the flag reads them; none for any.
	Choices []string
	// Path says that the value is the name of a file or folder. In the file
	// it may begin with ~/, and a relative one begins at the file's folder.
	Path bool

	flag *pflag.Flag // its Set checks a value
}

// Options says what a Spec is made of.
type Options struct {
	// Flags are the flags that are keys. They are set to check values, so they
	// must be nobody else's. Of two with one name the first counts.
	Flags []*pflag.FlagSet
	// LineOnly are the flags that are no keys, each with the reason, a
	// sentence's second half behind "it".
	LineOnly map[string]string
	// Lists and Paths name the flags that are of that kind, and Choices the
	// only values of some.
	Lists, Paths []string
	Choices      map[string][]string
	// Actions is the table of actions, with their default keys.
	Actions []action.Row
}

// Spec is what a file may hold. It is used by one goroutine.
type Spec struct {
	settings []Setting
	lineOnly map[string]string
	actions  []action.Row
}

// New derives what a file may hold from flags and actions.
func New(options Options) *Spec {
	spec := &Spec{lineOnly: options.LineOnly, actions: options.Actions}
	seen := map[string]bool{}
	for _, flags := range options.Flags {
		flags.VisitAll(func(flag *pflag.Flag) {
			if _, never := options.LineOnly[flag.Name]; never || seen[flag.Name] {
				return
			}
			seen[flag.Name] = true
			setting := Setting{
				Name: flag.Name, Help: flag.Usage, Default: flag.DefValue, Kind: kindOf(flag), flag: flag,
				Choices: options.Choices[flag.Name], Path: slices.Contains(options.Paths, flag.Name),
			}
			if slices.Contains(options.Lists, flag.Name) {
				setting.Kind = List
			}
			if setting.Kind == List {
				setting.Default = strings.Trim(setting.Default, "[]")
			}
			spec.settings = append(spec.settings, setting)
		})
	}
	slices.SortFunc(spec.settings, func(a, b Setting) int { return strings.Compare(a.Name, b.Name) })
	return spec
}

// kindOf returns the kind of a flag by the word for its type. A type that is not
// known here is a text.
func kindOf(flag *pflag.Flag) Kind {
	switch word := flag.Value.Type(); {
	case word == "bool":
		return Bool
	case word == "duration":
		return Duration
	case strings.HasPrefix(word, "int") || strings.HasPrefix(word, "uint") || word == "count":
		return Integer
	case strings.HasPrefix(word, "float") || word == "seconds":
		return Number
	case word == "stringSlice" || word == "stringArray":
		return List
	}
	return Text
}

// Settings returns the keys, sorted by name. The caller must not change them.
func (s *Spec) Settings() []Setting { return s.settings }

// Setting returns a key by its name, or nil.
func (s *Spec) Setting(name string) *Setting {
	for i := range s.settings {
		if s.settings[i].Name == name {
			return &s.settings[i]
		}
	}
	return nil
}

// Actions returns the table of actions that keys can be bound to. The caller
// must not change it.
func (s *Spec) Actions() []action.Row { return s.actions }

func (s *Spec) action(id string) *action.Row {
	for i := range s.actions {
		if string(s.actions[i].ID) == id {
			return &s.actions[i]
		}
	}
	return nil
}
