package cli

import (
	"strings"

	"github.com/spf13/pflag"

	"capdeck/ui/cli/config"
)

// locale is what the environment says of the language and the characters of the
// terminal: the first of LC_ALL, LC_CTYPE and LANG that has a value (POSIX.1-2017,
// 8.2). Both are empty where none has.
type locale struct{ variable, value string }

func localeOf(lookup func(name string) (value string, set bool)) locale {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value, _ := lookup(name); value != "" {
			return locale{variable: name, value: value}
		}
	}
	return locale{}
}

// charset returns the character set that the locale names, as in
// language_TERRITORY.CHARSET@modifier; "" if it names none.
func (l locale) charset() string {
	if isUTF8(l.value) {
		return l.value // as macOS has it: LC_CTYPE=UTF-8
	}
	_, charset, _ := strings.Cut(l.value, ".")
	charset, _, _ = strings.Cut(charset, "@")
	return charset
}

func isUTF8(charset string) bool {
	return strings.ReplaceAll(strings.ToLower(charset), "-", "") == "utf8"
}

// layer lets --ascii be in force where the locale names another character set than
// UTF-8. Whatever else says something of the flag is stronger.
func (l locale) layer(flags *pflag.FlagSet) config.Layer {
	if charset := l.charset(); flags.Lookup(asciiFlag) == nil || charset == "" || isUTF8(charset) {
		return nil
	}
	return config.Layer{asciiFlag: {Text: "true", Source: config.SourceLocale, Origin: l.variable}}
}

// sentence says what the locale has done to --ascii, or what it may have to do with
// signs that look wrong; "" if nothing.
func (l locale) sentence(ascii config.Value) string {
	switch {
	case ascii.Source == config.SourceLocale:
		return l.variable + " names " + l.charset() + ", so nothing but ASCII is sent; --ascii=false sends UTF-8"
	case ascii.Source > config.SourceLocale || l.charset() != "":
		return ""
	case l.variable == "":
		return "LC_ALL, LC_CTYPE and LANG are not set: if signs and names look wrong, use --ascii, or set LANG to a UTF-8 locale"
	}
	return l.variable + "=" + l.value + " names no character set: if signs and names look wrong, use --ascii, or set " + l.variable + " to a UTF-8 locale"
}
