package themes

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

//go:embed *.toml
var embedded embed.FS

// ErrUnknownTheme is the error for a theme that does not exist.
var ErrUnknownTheme = errors.New("unknown theme")

// Theme is a set of styles, one per role, for terminals of one colour profile. It is immutable and may be used by
// several goroutines.
type Theme struct {
	name     string
	profile  Profile
	specs    [roleCount]spec
	open     [roleCount]string
	selected [roleCount]string
}

// builtIn holds the names of the built-in themes.
var builtIn = [...]string{"dark", "light", "mono", "contrast", "colorblind"}

// Names returns the names of the built-in themes, in the order in which a key steps through them.
func Names() []string { return slices.Clone(builtIn[:]) }

// Load returns a built-in theme, in the colours that its file names; see For. The error for an unknown name wraps
// ErrUnknownTheme and lists the names.
func Load(name string) (*Theme, error) {
	if !slices.Contains(builtIn[:], name) {
		return nil, fmt.Errorf("%w %q; the themes are %s", ErrUnknownTheme, name, strings.Join(builtIn[:], ", "))
	}
	file := name + extension
	data, err := embedded.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("theme %q cannot be read: %w", name, err)
	}
	return Parse(file, data)
}

// newTheme returns a theme for a terminal that shows every colour.
func newTheme(name string, specs [roleCount]spec) *Theme {
	return (&Theme{name: name, specs: specs}).For(TrueColor)
}

// For returns the theme for terminals of a colour profile. Colours that they lack become the nearest ones. A
// background of Selected beyond the 16 colours becomes reverse instead, because the nearest colour is often the
// terminal's own. With NoColor the attributes stay, and every background becomes reverse. With NoStyles every style
// is empty.
func (t *Theme) For(profile Profile) *Theme {
	out := &Theme{name: t.name, profile: profile, specs: t.specs}
	ground := t.specs[Selected].groundFor(profile)
	for role, style := range t.specs {
		out.open[role] = style.sequence(profile)
		out.selected[role] = style.over(ground).sequence(profile)
	}
	return out
}

// Name returns the theme's name: that of its file, without folder and extension.
func (t *Theme) Name() string { return t.name }

// Open returns the escape sequence that begins the role's style, "" if the role looks like the terminal's own text.
// The style ends with cell.Reset.
func (t *Theme) Open(role Role) string {
	if role < 0 || role >= roleCount {
		return ""
	}
	return t.open[role]
}

// OpenSelected is Open for text on the row under the cursor: the role's foreground and attributes with those of
// Selected, on the background of Selected.
func (t *Theme) OpenSelected(role Role) string {
	if role < 0 || role >= roleCount {
		return ""
	}
	return t.selected[role]
}

// Remark returns a sentence about the states that look alike on the theme's terminal (see For) although the theme
// has different styles for them, as in "with 16 colours rec and fault look alike; their signs tell them apart". It
// returns "" if the terminal shows all differences.
func (t *Theme) Remark() string {
	var groups []string
	for _, group := range t.merged() {
		names := make([]string, len(group))
		for i, role := range group {
			names[i] = role.String()
		}
		last := len(names) - 1
		groups = append(groups, strings.Join(names[:last], ", ")+" and "+names[last])
	}
	if len(groups) == 0 {
		return ""
	}
	alike := groups[0] + " look alike"
	for _, group := range groups[1:] {
		alike += ", and so do " + group
	}
	return "with " + t.profile.String() + " " + alike + "; their signs tell them apart"
}

// merged returns the groups of states that have different styles but look alike.
func (t *Theme) merged() [][]Role {
	var groups [][]Role
	states := []Role{Rec, Paused, Off, Unknown, Fault}
	for len(states) > 0 {
		first := states[0]
		alike := func(role Role) bool { return t.open[role] == t.open[first] }
		group := slices.DeleteFunc(slices.Clone(states), func(role Role) bool { return !alike(role) })
		states = slices.DeleteFunc(states, alike)
		meant := func(role Role) bool { return t.specs[role].sequence(TrueColor) != t.specs[first].sequence(TrueColor) }
		if slices.ContainsFunc(group, meant) {
			groups = append(groups, group)
		}
	}
	return groups
}

// automatic is the name that makes Auto choose.
const automatic = "auto"

// Auto returns the name of the theme to load. It is asked, unless that is "auto" or "": then it is light or dark,
// according to the value of COLORFGBG ("foreground;background", in numbers of the 16 colours, as rxvt, Konsole and
// iTerm2 set it), and dark if the variable does not say.
func Auto(asked, colorFGBG string) string {
	if asked != "" && asked != automatic {
		return asked
	}
	background, err := strconv.Atoi(colorFGBG[strings.LastIndexByte(colorFGBG, ';')+1:])
	if err == nil && (background == 7 || background >= 9 && background <= 15) {
		return "light"
	}
	return "dark"
}
