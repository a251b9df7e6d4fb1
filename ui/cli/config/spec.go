package config

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"capdeck/model/action"
)

// Kind is the form of a value in the file.
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
	// Name is the name of the key and of the flag.
	Name string
	// Help is the flag's help text.
	Help string
	// Default is the flag's default, in the form that the flag parses.
	Default string
	// Kind is the form of the value.
	Kind Kind
	// Choices lists the only valid values, in the form that the flag parses; empty if any value is valid.
	Choices []string
	// Path is set if the value is the name of a file or folder. In the file it may begin with ~/, and a relative
	// name is resolved from the folder of the file.
	Path bool

	flag *pflag.Flag // its Set checks a value
}

// Options configures a Spec.
type Options struct {
	// Flags holds the flags that are keys. Their values are set to check values, so no one else may use them. If two
	// flags have the same name, the first counts.
	Flags []*pflag.FlagSet
	// LineOnly holds the flags that are not keys, each with the reason, a clause that follows "it".
	LineOnly map[string]string
	// Lists and Paths name the flags of that kind, and Choices holds the only valid values of some flags.
	Lists, Paths []string
	Choices      map[string][]string
	// Actions is the table of actions, with their default keys.
	Actions []action.Row
}

// Spec describes what a file may contain. Only one goroutine may use it.
type Spec struct {
	settings []Setting
	lineOnly map[string]string
	actions  []action.Row
}

// New derives a Spec from flags and actions.
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

// kindOf returns the kind of a flag by the name of its type. An unknown type is a text.
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

// Setting returns the key with that name, or nil.
func (s *Spec) Setting(name string) *Setting {
	for i := range s.settings {
		if s.settings[i].Name == name {
			return &s.settings[i]
		}
	}
	return nil
}

// Actions returns the table of actions to which keys can be bound. The caller must not change it.
func (s *Spec) Actions() []action.Row { return s.actions }

func (s *Spec) action(id string) *action.Row {
	for i := range s.actions {
		if string(s.actions[i].ID) == id {
			return &s.actions[i]
		}
	}
	return nil
}
