package cli

import (
	"flag"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"capdeck/ui/internal/screentest"
)

// drawPictures makes TestPictures redraw the pictures:
//
//	go test ./ui/cli -run TestPictures -pictures
var drawPictures = flag.Bool("pictures", false, "redraw docs/pictures with the real program")

const picturesFolder = "../../docs/pictures"

// TestPictures checks that README.md or a page of docs shows every picture, and that each picture
// that they show exists. With -pictures it draws them first.
func TestPictures(t *testing.T) {
	if *drawPictures {
		drawAll(t)
	}
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, page := range append(pages, "../../README.md") {
		text, readErr := os.ReadFile(page)
		if readErr != nil {
			t.Fatal(readErr)
		}
		for _, match := range regexp.MustCompile(`\(((?:docs/)?pictures/([a-z-]+\.svg))\)`).FindAllStringSubmatch(string(text), -1) {
			shown[match[2]] = true
			if _, err = os.Stat(filepath.Join(filepath.Dir(page), match[1])); err != nil {
				t.Errorf("%s shows a picture that is not there: %v", filepath.Base(page), err)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join(picturesFolder, "*.svg"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no pictures: %v", err)
	}
	for _, file := range files {
		if !shown[filepath.Base(file)] {
			t.Errorf("neither README.md nor a page of docs shows %s", file)
		}
	}
}

// drawAll draws the pictures from one run of the demo, which goes through what they show.
func drawAll(t *testing.T) {
	program := filepath.Join(t.TempDir(), "capdeck")
	if out, err := exec.Command("go", "build", "-o", program, "../..").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	command := exec.Command(program, "--demo", "--theme", "dark")
	command.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR=", "LC_ALL=C.UTF-8", "XDG_CONFIG_HOME="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir())
	terminal := screentest.Start(t, command, 120, 32)
	gone := func(text string) {
		terminal.WaitFor(t, func(s *screentest.Screen) bool { return !strings.Contains(s.Text(), text) }, text+" to go")
	}
	terminal.WaitText(t, "queried 58 of 59")
	terminal.Send(t, "s")
	terminal.WaitText(t, "start confirmed")
	terminal.WaitText(t, "STOPPED UNASKED")
	terminal.WaitText(t, "stopped unasked, and the call went on")
	writePicture(t, terminal.Screen, "board.svg")

	terminal.Send(t, "7")
	terminal.WaitText(t, "filter: on a call and not recorded")
	terminal.Send(t, "i")
	terminal.WaitText(t, "no capture was seen")
	writePicture(t, terminal.Screen, "incidents.svg")
	terminal.Send(t, "i")
	gone("no capture was seen")
	terminal.Send(t, "1")
	gone("filter:")

	terminal.Send(t, "\x1b[Hjjjj\r")
	terminal.WaitText(t, "Detail of 7005")
	writePicture(t, terminal.Screen, "detail.svg")
	terminal.Send(t, "\x1b")
	gone("Detail of")

	terminal.Send(t, "/team:claims\r")
	terminal.WaitText(t, "filter: team:claims")
	terminal.Send(t, "a")
	terminal.WaitText(t, "15 marked")
	terminal.Send(t, "/\x15team:sales\r")
	terminal.WaitText(t, "filter: team:sales")
	terminal.Send(t, "\x1b[H ")
	terminal.WaitText(t, "16 marked")
	terminal.Send(t, "s")
	terminal.WaitText(t, "visible only")
	writePicture(t, terminal.Screen, "dialog.svg")
	terminal.Send(t, "\x1b")
	gone("visible only")

	terminal.Resize(t, 120, 46)
	terminal.Send(t, "S")
	terminal.WaitText(t, "Messages that changed no row")
	writePicture(t, terminal.Screen, "statistics.svg")
	terminal.Send(t, "q")
}

const (
	cellWidth, cellHeight = 8.4, 18
	pictureMargin         = 10
	paper, ink            = "#15181d", "#d6d9de"
)

// writePicture draws the screen as SVG: each run of one style is one text whose
// length is fixed, so that no font shifts a column.
func writePicture(t *testing.T, screen *screentest.Screen, name string) {
	t.Helper()
	var svg strings.Builder
	width := float64(screen.Width())*cellWidth + 2*pictureMargin
	height := screen.Height()*cellHeight + 2*pictureMargin
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14">`+"\n", width, height)
	fmt.Fprintf(&svg, `<rect width="100%%" height="100%%" rx="6" fill="%s"/>`+"\n", paper)
	for y := range screen.Height() {
		for x := 0; x < screen.Width(); {
			x = drawRun(&svg, screen, x, y)
		}
	}
	svg.WriteString("</svg>\n")
	if err := os.WriteFile(filepath.Join(picturesFolder, name), []byte(svg.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// drawRun draws the cells of one style that begin at x, and returns the next x.
func drawRun(svg *strings.Builder, screen *screentest.Screen, x, y int) int {
	style := screen.Cell(x, y).Style
	var text strings.Builder
	end := x
	for end < screen.Width() && screen.Cell(end, y).Style == style {
		if c := screen.Cell(end, y); c.Text != "" {
			text.WriteString(c.Text)
		} else if !c.Continued {
			text.WriteByte(' ')
		}
		end++
	}
	foreground, background := colour(style.FG, ink), colour(style.BG, "")
	if style.Reverse {
		foreground, background = colour(style.BG, paper), colour(style.FG, ink)
	}
	left, length := pictureMargin+float64(x)*cellWidth, float64(end-x)*cellWidth
	top := pictureMargin + y*cellHeight
	if background != "" {
		fmt.Fprintf(svg, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", left, top, length, cellHeight, background)
	}
	if strings.TrimSpace(text.String()) == "" {
		return end
	}
	attributes := ""
	if style.Bold {
		attributes += ` font-weight="bold"`
	}
	if style.Faint {
		attributes += ` opacity="0.6"`
	}
	fmt.Fprintf(svg, `<text x="%.1f" y="%d" textLength="%.1f" lengthAdjust="spacingAndGlyphs" xml:space="preserve" fill="%s"%s>%s</text>`+"\n",
		left, top+13, length, foreground, attributes, html.EscapeString(text.String()))
	return end
}

// colour returns a colour of the screen in the form of SVG.
func colour(code, otherwise string) string {
	if code == "" || strings.HasPrefix(code, "#") {
		if code == "" {
			return otherwise
		}
		return code
	}
	basic := []string{
		"#2a2e36", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4",
		"#5c6370", "#ef7a83", "#a9d78a", "#f0cd8c", "#74bdfb", "#d58aec", "#67c5d1", "#ffffff",
	}
	index, err := strconv.Atoi(code)
	switch {
	case err != nil:
		return otherwise
	case index < len(basic):
		return basic[index]
	case index >= 232:
		grey := 8 + 10*(index-232)
		return fmt.Sprintf("#%02x%02x%02x", grey, grey, grey)
	}
	levels := []int{0, 95, 135, 175, 215, 255}
	index -= 16
	return fmt.Sprintf("#%02x%02x%02x", levels[index/36], levels[index/6%6], levels[index%6])
}
