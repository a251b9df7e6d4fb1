//go:build unix

package screentest_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	_ "capdeck/themes/dark"
	"capdeck/ui/cell"
)

// playVariable is the variable that makes the test binary play a program in a pseudo-terminal.
const playVariable = "CAPDECK_SCREENTEST_PLAY"

func TestMain(m *testing.M) {
	switch os.Getenv(playVariable) {
	case "":
		os.Exit(m.Run())
	case "silent":
		fmt.Println("silent 1.0")
	case "exit":
		fmt.Println("going")
		os.Exit(7)
	case "tea":
		playTea()
	case "flood":
		playFlood()
	case "ask":
		fmt.Print("\x1b]11;?\x1b\\")
	}
}

// page is a small Bubble Tea program that shows its size and the keys it received, in lines of ui/cell.
type page struct {
	width, height int
	keys          string
}

func (p page) Init() tea.Cmd { return tea.SetWindowTitle("a page") }

func (p page) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.width, p.height = msg.Width, msg.Height
	case tea.KeyMsg:
		if msg.String() == "q" {
			return p, tea.Quit
		}
		p.keys += msg.String()
	}
	return p, nil
}

func (p page) View() string {
	if p.width == 0 {
		return ""
	}
	var out []byte
	var line cell.Line
	for y := range p.height {
		line.Start(out, p.width, "…")
		switch y {
		case 0:
			line.Text("\x1b[1;38;5;117m", fmt.Sprintf("size %d x %d", p.width, p.height))
		case 1:
			line.Text("", "keys "+p.keys)
		case 2:
			line.Field("\x1b[48;5;237m", "北京-01 A. Ødegård", 12)
			line.FieldRight("\x1b[31m", "● REC", p.width-12)
		default:
			line.Repeat("\x1b[38;5;240m", "─", p.width)
		}
		out = line.End("")
		if y < p.height-1 {
			out = append(out, '\n')
		}
	}
	return string(out)
}

func playTea() {
	if _, err := tea.NewProgram(page{}, tea.WithAltScreen(), tea.WithMouseCellMotion()).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// floodBytes is the total output of the flooding program, more than any terminal's buffer holds.
const floodBytes = 1 << 20

// playFlood writes until the terminal accepts nothing more, reports on descriptor 3 how much that was, and then writes the rest.
func playFlood() {
	rest := []byte(strings.Repeat("0123456789abcde\r", floodBytes/16))
	if err := syscall.SetNonblock(1, true); err != nil {
		panic(err)
	}
	for {
		n, err := syscall.Write(1, rest[:min(512, len(rest))])
		if err == syscall.EAGAIN || len(rest) == 0 {
			break
		}
		rest = rest[max(n, 0):]
	}
	report := os.NewFile(3, "report")
	fmt.Fprintln(report, floodBytes-len(rest))
	report.Close()
	if err := syscall.SetNonblock(1, false); err != nil {
		panic(err)
	}
	for len(rest) > 0 {
		n, err := syscall.Write(1, rest)
		if err != nil {
			panic(err)
		}
		rest = rest[n:]
	}
}
