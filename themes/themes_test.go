package themes_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"capdeck/themes"
)

func load(t *testing.T, name string) *themes.Theme {
	t.Helper()
	theme, err := themes.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return theme
}

func parse(t *testing.T, text string) *themes.Theme {
	t.Helper()
	theme, err := themes.Parse("own/mine.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return theme
}

func TestEmbeddedThemesNameEveryRole(t *testing.T) {
	if got, want := themes.Names(), []string{"dark", "light", "mono", "contrast", "colorblind"}; !slices.Equal(got, want) {
		t.Fatalf("Names() = %v, want %v", got, want)
	}
	files, err := filepath.Glob("*.toml")
	if err != nil || len(files) != len(themes.Names()) {
		t.Fatalf("the files are %v, the names %v: %v", files, themes.Names(), err)
	}
	for _, name := range themes.Names() {
		t.Run(name, func(t *testing.T) {
			if theme := load(t, name); theme.Name() != name {
				t.Errorf("the theme calls itself %q", theme.Name())
			}
			data, err := os.ReadFile(name + ".toml")
			if err != nil {
				t.Fatal(err)
			}
			for _, role := range themes.Roles() {
				if !bytes.Contains(data, []byte("\n"+role.String()+" = {")) {
					t.Errorf("%s.toml does not name the role %s", name, role)
				}
			}
		})
	}
}

// TestEveryRoleIsRead gives each role a different style, which shows that no two are mixed up.
func TestEveryRoleIsRead(t *testing.T) {
	var file strings.Builder
	file.WriteString("[roles]\n")
	for i, role := range themes.Roles() {
		fmt.Fprintf(&file, "%s = { fg = \"%d\" }\n", role, 100+i)
	}
	theme := parse(t, file.String())
	seen := map[string]themes.Role{}
	for _, role := range themes.Roles() {
		open := theme.Open(role)
		if other, double := seen[open]; double || open == "" {
			t.Errorf("%s and %s are both %q", role, other, open)
		}
		seen[open] = role
	}
}

func TestOpen(t *testing.T) {
	const file = `
[roles]
text = { fg = "7" }
rec = { fg = "#d70000", bold = true }
paused = { fg = "bright-yellow", bg = "160" }
off = {}
fault = { bold = true, faint = true, italic = true, underline = true, reverse = true }
selected = { bg = "237", fg = "12", underline = true }
`
	tests := []struct {
		name     string
		profile  themes.Profile
		role     themes.Role
		open     string
		selected string
	}{
		{"24 bits", themes.TrueColor, themes.Rec, "\x1b[1;38;2;215;0;0m", "\x1b[1;4;38;2;215;0;0;48;5;237m"},
		{"24 bits in 256", themes.ANSI256, themes.Rec, "\x1b[1;38;5;160m", "\x1b[1;4;38;5;160;48;5;237m"},
		{"24 bits in 16", themes.ANSI, themes.Rec, "\x1b[1;91m", "\x1b[1;4;7;91m"},
		{"no colour", themes.NoColor, themes.Rec, "\x1b[1m", "\x1b[1;4;7m"},
		{"a background without colour", themes.NoColor, themes.Paused, "\x1b[7m", "\x1b[4;7m"},
		{"plain without colour", themes.NoColor, themes.Off, "", "\x1b[4;7m"},
		{"no styles", themes.NoStyles, themes.Rec, "", ""},
		{"name and index", themes.ANSI256, themes.Paused, "\x1b[93;48;5;160m", "\x1b[4;93;48;5;237m"},
		{"plain", themes.ANSI256, themes.Off, "", "\x1b[4;94;48;5;237m"},
		{"left out, looks like text", themes.ANSI256, themes.Header, "\x1b[37m", "\x1b[4;37;48;5;237m"},
		{"attributes", themes.ANSI, themes.Fault, "\x1b[1;2;3;4;7m", "\x1b[1;2;3;4;7;94m"},
		{"attributes without colour", themes.NoColor, themes.Fault, "\x1b[1;2;3;4;7m", "\x1b[1;2;3;4;7m"},
		{"attributes without styles", themes.NoStyles, themes.Fault, "", ""},
		{"no such role", themes.ANSI256, themes.Role(-1), "", ""},
		{"no such role, above", themes.ANSI256, themes.Role(1000), "", ""},
	}
	theme := parse(t, file)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			shown := theme.For(test.profile)
			if got := shown.Open(test.role); got != test.open {
				t.Errorf("Open = %q, want %q", got, test.open)
			}
			if got := shown.OpenSelected(test.role); got != test.selected {
				t.Errorf("OpenSelected = %q, want %q", got, test.selected)
			}
		})
	}
}

func TestMonoHasNoColour(t *testing.T) {
	colour := regexp.MustCompile(`\b[349][0-9]\b`)
	mono := load(t, "mono")
	for _, role := range themes.Roles() {
		for _, open := range []string{mono.Open(role), mono.OpenSelected(role)} {
			if colour.MatchString(open) {
				t.Errorf("mono shows %s in colour: %q", role, open)
			}
		}
	}
}

func TestSelectedRowIsSeenInEveryRole(t *testing.T) {
	for _, name := range themes.Names() {
		theme := load(t, name).For(themes.ANSI256)
		for _, role := range themes.Roles() {
			if role == themes.Selected || role == themes.Focus || role == themes.Banner {
				continue
			}
			if theme.Open(role) == theme.OpenSelected(role) {
				t.Errorf("theme %s: %s looks the same on the selected row", name, role)
			}
		}
	}
}

func TestParseTellsFileAndLine(t *testing.T) {
	tests := []struct {
		name, text string
		line       int
		reason     string
	}{
		{"unknown role", "[roles]\nrec = {}\nrecc = {}\n", 3, `unknown key "recc"; a theme has one table, [roles]; the roles are text, faint,`},
		{"unknown colour name", "[roles]\n\nrec = { fg = \"crimson\" }\n", 3, `"crimson" is not a colour`},
		{"index too large", "[roles]\nrec = { bg = \"256\" }\n", 2, `"256" is not a colour`},
		{"negative index", "[roles]\nrec = { bg = \"-1\" }\n", 2, `"-1" is not a colour`},
		{"empty colour", "[roles]\nrec = { bg = \"\" }\n", 2, `"" is not a colour`},
		{"short hex", "[roles]\nrec = { bg = \"#fff\" }\n", 2, `"#fff" is not a colour`},
		{"hex with escape", "[roles]\nrec = { bg = \"#\\u001b[31mm\" }\n", 2, `is not a colour`},
		{"unknown attribute", "[roles]\nrec = { blink = true }\n", 2, `unknown key "blink"`},
		{"attribute of the wrong kind", "[roles]\nrec = { bold = 3 }\n", 2, "wrong type"},
		{"role of the wrong kind", "[roles]\nrec = \"red\"\n", 2, "wrong type"},
		{"unknown table", "[colors]\nrec = {}\n", 1, `unknown key "colors"`},
		{"role outside the table", "rec = {}\n", 1, `unknown key "rec"`},
		{"role twice", "[roles]\nrec = {}\nrec = {}\n", 3, "rec"},
		{"no TOML", "[roles]\nrec = {\n", 2, ""},
		{"not UTF-8", "[roles]\n# \xff\n", 2, ""},
		{"too large", strings.Repeat("#", 2<<20), 0, "larger than"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := themes.Parse("own/mine.toml", []byte(test.text))
			var bad *themes.FileError
			if !errors.As(err, &bad) {
				t.Fatalf("error is %v, want a FileError", err)
			}
			if bad.File != "own/mine.toml" || bad.Line != test.line || !strings.Contains(bad.Reason, test.reason) {
				t.Errorf("error is %q, want line %d and %q", bad, test.line, test.reason)
			}
			if strings.ContainsRune(err.Error(), 0x1b) {
				t.Errorf("the error carries an escape sequence: %q", err)
			}
		})
	}
}

func TestParseTellsEveryUnknownRole(t *testing.T) {
	_, err := themes.Parse("mine.toml", []byte("[roles]\nrecc = {}\nofff = {}\n"))
	if err == nil || !strings.Contains(err.Error(), "line 2") || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("error is %v, want lines 2 and 3", err)
	}
}

func TestEmptyFileIsPlain(t *testing.T) {
	theme := parse(t, "")
	if theme.Name() != "mine" {
		t.Errorf("name is %q, want mine", theme.Name())
	}
	for _, role := range themes.Roles() {
		if open := theme.Open(role) + theme.OpenSelected(role); open != "" {
			t.Errorf("%s is %q, want nothing", role, open)
		}
	}
}

func TestLoadUnknown(t *testing.T) {
	for _, name := range []string{"solarized", "", "../dark", "dark.toml"} {
		_, err := themes.Load(name)
		if !errors.Is(err, themes.ErrUnknownTheme) || !strings.Contains(err.Error(), "dark, light, mono") {
			t.Errorf("Load(%q) = %v, want ErrUnknownTheme with the names", name, err)
		}
	}
}

func TestAuto(t *testing.T) {
	tests := []struct{ asked, colorFGBG, want string }{
		{"auto", "15;0", "dark"},
		{"", "0;15", "light"},
		{"auto", "0;default;15", "light"},
		{"auto", "0;7", "light"},
		{"auto", "7;8", "dark"},
		{"auto", "15;default", "dark"},
		{"auto", "", "dark"},
		{"auto", "15", "light"},
		{"auto", "0;99", "dark"},
		{"mono", "0;15", "mono"},
	}
	for _, test := range tests {
		if got := themes.Auto(test.asked, test.colorFGBG); got != test.want {
			t.Errorf("Auto(%q, %q) = %q, want %q", test.asked, test.colorFGBG, got, test.want)
		}
	}
}

func TestASCIIGlyphsAreASCII(t *testing.T) {
	g := themes.ASCIIGlyphs()
	for _, sign := range []string{
		g.Rec, g.Paused, g.Off, g.Unknown, g.Fault, g.Stale, g.Cursor, g.Mark, g.Ellipsis, g.Horizontal, g.Vertical,
		g.TopLeft, g.TopRight, g.BottomLeft, g.BottomRight, g.Ascending, g.Descending, g.SecondAscending, g.SecondDescending, g.Sent, g.Received, g.Track, g.Thumb, g.Exposed,
	} {
		if sign == "" || strings.ContainsFunc(sign, func(r rune) bool { return r < 0x20 || r > 0x7e }) {
			t.Errorf("%q is not a printable ASCII sign", sign)
		}
	}
	if got := themes.UnicodeGlyphs().Rec; got != "●" {
		t.Errorf("Rec is %q", got)
	}
}
