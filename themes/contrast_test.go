package themes_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/lucasb-eyer/go-colorful"

	"capdeck/themes"
)

// terminal is what a theme expects of the terminal: the colours of text for which the theme names none, and the
// colours that it shows.
type terminal struct {
	name       string
	paper, ink string
	profiles   []themes.Profile
	themes     []string
}

// terminals lists the terminals for which the built-in themes are made; the pictures in docs are drawn on the first.
// mono leaves the colours to the terminal, so it must work on all. Where there are 16 colours, the background is one
// of them: black. On a white background, light has no such colours to fall back on, because the green, yellow and
// cyan of the 16 are too bright for text there.
var terminals = []terminal{
	{"dark", "#15181d", "#d6d9de", []themes.Profile{themes.TrueColor, themes.ANSI256, themes.NoColor}, []string{"dark", "contrast", "colorblind", "mono"}},
	{"black", "#000000", "#e5e5e5", []themes.Profile{themes.TrueColor, themes.ANSI256, themes.ANSI, themes.NoColor}, []string{"dark", "contrast", "colorblind", "mono"}},
	{"light", "#ffffff", "#1c1c1c", []themes.Profile{themes.TrueColor, themes.ANSI256, themes.NoColor}, []string{"light", "mono"}},
}

// leastContrast is the contrast that WCAG 2.2 requires of text: 4.5:1 (success criterion 1.4.3), and for the theme
// contrast its stricter 7:1 (1.4.6) where there are more than 16 colours.
func leastContrast(theme string, profile themes.Profile) float64 {
	if theme == "contrast" && profile != themes.ANSI {
		return 7
	}
	return 4.5
}

// xterm16 is the palette of xterm's defaults (XTerm-col.ad). Users change these
// 16 colours; those above are the same everywhere.
var xterm16 = [...]string{
	"#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
	"#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
}

// indexed returns a colour of the 256.
func indexed(t *testing.T, text string) string {
	t.Helper()
	index, err := strconv.Atoi(text)
	switch {
	case err != nil || index < 0 || index > 255:
		t.Fatalf("%q is not an index", text)
	case index < 16:
		return xterm16[index]
	case index >= 232:
		grey := uint8(8 + 10*(index-232))
		return hex(grey, grey, grey)
	}
	levels := []uint8{0, 95, 135, 175, 215, 255}
	index -= 16
	return hex(levels[index/36], levels[index/6%6], levels[index%6])
}

func hex(red, green, blue uint8) string {
	return colorful.Color{R: float64(red) / 255, G: float64(green) / 255, B: float64(blue) / 255}.Hex()
}

// shown returns the colours in which a terminal shows text after the sequence.
func (m terminal) shown(t *testing.T, sequence string) (ink, paper string) {
	t.Helper()
	ink, paper = m.ink, m.paper
	reverse := false
	body := strings.TrimSuffix(strings.TrimPrefix(sequence, "\x1b["), "m")
	parameters := strings.Split(body, ";")
	for i := 0; i < len(parameters) && body != ""; i++ {
		code, err := strconv.Atoi(parameters[i])
		if err != nil {
			t.Fatalf("%q: %v", sequence, err)
		}
		target := &ink
		if code >= 40 && code <= 48 || code >= 100 {
			target, code = &paper, code-10
		}
		switch {
		case code == 1 || code == 3 || code == 4:
		case code == 7:
			reverse = true
		case code >= 30 && code <= 37:
			*target = xterm16[code-30]
		case code >= 90 && code <= 97:
			*target = xterm16[code-90+8]
		case code == 38 && parameters[i+1] == "5":
			*target = indexed(t, parameters[i+2])
			i += 2
		case code == 38 && parameters[i+1] == "2":
			var parts [3]uint8
			for j := range parts {
				part, err := strconv.ParseUint(parameters[i+2+j], 10, 8)
				if err != nil {
					t.Fatalf("%q: %v", sequence, err)
				}
				parts[j] = uint8(part)
			}
			*target = hex(parts[0], parts[1], parts[2])
			i += 4
		default:
			t.Fatalf("%q: how much contrast %d leaves is up to the terminal", sequence, code)
		}
	}
	if reverse {
		return paper, ink
	}
	return ink, paper
}

func parsed(t *testing.T, code string) colorful.Color {
	t.Helper()
	c, err := colorful.Hex(code)
	if err != nil {
		t.Fatalf("%q: %v", code, err)
	}
	return c
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(a, b colorful.Color) float64 {
	luminance := func(c colorful.Color) float64 {
		red, green, blue := c.LinearRgb()
		return 0.2126*red + 0.7152*green + 0.0722*blue
	}
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// TestContrastFormula compares the helpers with known values.
func TestContrastFormula(t *testing.T) {
	tests := []struct {
		a, b string
		want float64
	}{
		{"#000000", "#ffffff", 21},
		{"#ffffff", "#ffffff", 1},
		{"#777777", "#ffffff", 4.48},
	}
	for _, test := range tests {
		if got := contrast(parsed(t, test.a), parsed(t, test.b)); math.Abs(got-test.want) > 0.01 {
			t.Errorf("contrast of %s and %s is %.2f, want %.2f", test.a, test.b, got, test.want)
		}
	}
	for index, want := range map[string]string{"16": "#000000", "67": "#5f87af", "231": "#ffffff", "232": "#080808", "255": "#eeeeee"} {
		if got := indexed(t, index); got != want {
			t.Errorf("colour %s is %s, want %s", index, got, want)
		}
	}
}

// TestContrast checks the contrast of every role of every built-in theme with its background, and of the roles of a
// row's cells on the selected row too.
func TestContrast(t *testing.T) {
	tested := map[string]bool{}
	for _, ground := range terminals {
		for _, name := range ground.themes {
			tested[name] = true
			for _, profile := range ground.profiles {
				t.Run(fmt.Sprintf("%s on %s, profile %d", name, ground.name, profile), func(t *testing.T) {
					theme, least := load(t, name).For(profile), leastContrast(name, profile)
					for _, role := range themes.Roles() {
						ground.check(t, role.String(), theme.Open(role), least)
						if role != themes.Border && role != themes.Focus && role != themes.Banner {
							ground.check(t, role.String()+" on the selected row", theme.OpenSelected(role), least)
						}
					}
				})
			}
		}
	}
	for _, name := range themes.Names() {
		if !tested[name] {
			t.Errorf("nothing says which background the theme %s is for", name)
		}
	}
}

func (m terminal) check(t *testing.T, what, sequence string, least float64) {
	t.Helper()
	ink, paper := m.shown(t, sequence)
	if got := contrast(parsed(t, ink), parsed(t, paper)); got < least {
		t.Errorf("%s: %s on %s has a contrast of %.2f:1, want %.1f:1", what, ink, paper, got, least)
	}
}

// linear is a matrix on linear RGB.
type linear [3][3]float64

func (m linear) of(c colorful.Color) colorful.Color {
	red, green, blue := c.LinearRgb()
	row := func(i int) float64 { return m[i][0]*red + m[i][1]*green + m[i][2]*blue }
	return colorful.LinearRgb(row(0), row(1), row(2)).Clamped()
}

// The matrices of Machado, Oliveira and Fernandes, "A Physiologically-based
// Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, for
// severity 1.0.
var sights = []struct {
	name   string
	matrix linear
}{
	{"normal sight", linear{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
	{"protanopia", linear{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
	{"deuteranopia", linear{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
}

// leastDistance is how far apart two states' colours must be, as the Euclidean
// distance in CIE Lab (CIE 1976, L from 0 to 100). 2.3 is just noticeable when
// two large patches touch; signs are thin and apart, so it is ten times that.
const leastDistance = 23

// TestStatesApart checks that the states' colours of colorblind differ enough for eyes that lack red or green.
func TestStatesApart(t *testing.T) {
	states := []themes.Role{themes.Rec, themes.Paused, themes.Off, themes.Unknown}
	ground := terminals[0]
	for _, sight := range sights {
		for _, profile := range []themes.Profile{themes.TrueColor, themes.ANSI256} {
			theme := load(t, "colorblind").For(profile)
			seen := func(role themes.Role) colorful.Color {
				ink, _ := ground.shown(t, theme.Open(role))
				return sight.matrix.of(parsed(t, ink))
			}
			for i, one := range states {
				for _, other := range states[i+1:] {
					got := 100 * seen(one).DistanceCIE76(seen(other))
					t.Logf("%s, profile %d: %s and %s are %.1f apart", sight.name, profile, one, other, got)
					if got < leastDistance {
						t.Errorf("%s, profile %d: %s and %s are %.1f apart, want %d", sight.name, profile, one, other, got, leastDistance)
					}
				}
			}
		}
	}
}

// TestSightsTellGreenFromRed shows that the simulation can fail a theme: a red and a green of the same lightness are
// far apart, but close for eyes that lack green.
func TestSightsTellGreenFromRed(t *testing.T) {
	red, green := parsed(t, "#b45a50"), parsed(t, "#6e7d3c")
	if got := 100 * red.DistanceCIE76(green); got < leastDistance {
		t.Errorf("red and green are %.1f apart", got)
	}
	for _, sight := range sights[1:] {
		t.Logf("%s: %.1f", sight.name, 100*sight.matrix.of(red).DistanceCIE76(sight.matrix.of(green)))
	}
	if got := 100 * sights[2].matrix.of(red).DistanceCIE76(sights[2].matrix.of(green)); got >= leastDistance {
		t.Errorf("red and green are %.1f apart without green", got)
	}
}
