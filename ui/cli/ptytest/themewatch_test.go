//go:build unix

package ptytest

import (
	"os"
	"path/filepath"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// themesFolder is a user's theme folder, which does not exist yet.
type themesFolder struct{ config, path string }

func newThemesFolder(t *testing.T) themesFolder {
	config := t.TempDir()
	return themesFolder{config: config, path: filepath.Join(config, "capdeck", "themes")}
}

func (f themesFolder) make(t *testing.T) {
	t.Helper()
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		t.Fatal(err)
	}
}

func (f themesFolder) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(f.path, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// save writes as editors do: to another file, which is then renamed.
func (f themesFolder) save(t *testing.T, name, text string) {
	t.Helper()
	f.write(t, name+"~new", text)
	if err := os.Rename(filepath.Join(f.path, name+"~new"), filepath.Join(f.path, name)); err != nil {
		t.Fatal(err)
	}
}

func titled(colour string) string { return "[roles]\ntitle = { fg = \"" + colour + "\" }\n" }

// waitTitle waits until the program's name has the colour.
func (d *desk) waitTitle(t *testing.T, colour string) {
	t.Helper()
	d.WaitFor(t, func(screen *screentest.Screen) bool { return screen.Cell(1, 0).Style.FG == colour }, "a title in "+colour)
}

// ownDark is the colour of the title in the built-in dark.
const ownDark = "117"

// TestThemesAreReadAnew edits theme files, and their folder, while the program runs.
func TestThemesAreReadAnew(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	folder := newThemesFolder(t)
	variables := []string{"XDG_CONFIG_HOME=" + folder.config, "TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR="}
	d := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001")
	d.waitAll(t, "1 of 1 DN registered", "○ 1 off")
	d.waitTitle(t, ownDark)

	folder.make(t)
	folder.write(t, "dark.toml", titled("#405060"))
	d.waitTitle(t, "#405060")
	folder.save(t, "dark.toml", titled("#102030"))
	d.waitTitle(t, "#102030")

	folder.write(t, "dark.toml", titled("#990000")+"recc = {}\n")
	d.WaitText(t, `! theme file dark.toml, line 3: unknown key "recc"`)
	d.waitTitle(t, "#102030")
	folder.save(t, "dark.toml", titled("#203040"))
	d.WaitText(t, "the theme files are valid again")
	d.waitTitle(t, "#203040")

	folder.write(t, "night.toml", titled("#304050"))
	folder.write(t, "contrast.toml", titled("#506070")) // read together with night, or later
	d.Send(t, "ttt")
	d.waitTitle(t, "#506070")
	d.Send(t, "tt")
	d.waitTitle(t, "#304050")
	if err := os.Remove(filepath.Join(folder.path, "night.toml")); err != nil {
		t.Fatal(err)
	}
	d.WaitText(t, "the theme night is gone; using dark")
	d.waitTitle(t, "#203040")

	if err := os.Rename(folder.path, folder.path+".old"); err != nil {
		t.Fatal(err)
	}
	d.waitTitle(t, ownDark)
	folder.make(t)
	folder.write(t, "dark.toml", titled("#607080"))
	d.waitTitle(t, "#607080")
	d.quit(t)
}

// TestLinkedThemeIsReadAnew edits the target of a theme file that is a link.
func TestLinkedThemeIsReadAnew(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	folder, kept := newThemesFolder(t), themesFolder{path: t.TempDir()}
	folder.make(t)
	kept.write(t, "mine", titled("#405060"))
	if err := os.Symlink(filepath.Join(kept.path, "mine"), filepath.Join(folder.path, "night.toml")); err != nil {
		t.Fatal(err)
	}
	variables := []string{"XDG_CONFIG_HOME=" + folder.config, "TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR="}
	d := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", "7001", "--no-query", "--theme", "night")
	d.waitTitle(t, "#405060")
	kept.save(t, "mine", titled("#102030"))
	d.waitTitle(t, "#102030")
	d.quit(t)
}
