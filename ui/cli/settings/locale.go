package settings

import (
	"strings"

	"github.com/spf13/pflag"

	"capdeck/ui/cli/config"
	"capdeck/ui/cli/flags"
)

// Locale is the environment's setting for the language and the characters of the terminal:
// the first of LC_ALL, LC_CTYPE and LANG that has a value (POSIX.1-2017, 8.2). The zero
// value means that none of them has a value.
type Locale struct{ variable, value string }

// LocaleOf returns the locale of an environment. lookup is like os.LookupEnv.
func LocaleOf(lookup func(name string) (value string, set bool)) Locale {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value, _ := lookup(name); value != "" {
			return Locale{variable: name, value: value}
		}
	}
	return Locale{}
}

// charset returns the character set that the locale names, as in
// language_TERRITORY.CHARSET@modifier; "" if it names none.
func (l Locale) charset() string {
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

// layer sets --ascii if the locale names a character set other than UTF-8. Every other
// layer is stronger.
func (l Locale) layer(set *pflag.FlagSet) config.Layer {
	if charset := l.charset(); set.Lookup(flags.ASCIIName) == nil || charset == "" || isUTF8(charset) {
		return nil
	}
	return config.Layer{flags.ASCIIName: {Text: "true", Source: config.SourceLocale, Origin: l.variable}}
}

// Sentence returns how the locale has set --ascii, whose value is given, or how the locale
// may explain wrong signs. It returns "" if there is nothing to report.
func (l Locale) Sentence(ascii config.Value) string {
	switch {
	case ascii.Source == config.SourceLocale:
		return l.variable + " names " + l.charset() + ", so capdeck sends only ASCII; use --ascii=false to send UTF-8"
	case ascii.Source > config.SourceLocale || l.charset() != "":
		return ""
	case l.variable == "":
		return "LC_ALL, LC_CTYPE and LANG are not set: if signs and names look wrong, use --ascii, or set LANG to a UTF-8 locale"
	}
	return l.variable + "=" + l.value + " names no character set: if signs and names look wrong, use --ascii, or set " + l.variable + " to a UTF-8 locale"
}
