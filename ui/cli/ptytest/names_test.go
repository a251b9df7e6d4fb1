//go:build unix

package ptytest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// TestNamesShiftNoColumn reads names of every kind from a DN file: the capture begins in the same column in each
// row.
func TestNamesShiftNoColumn(t *testing.T) {
	t.Parallel()
	names := []string{
		"Lee", "北京-01", "山田太郎は長い名前を持っている人です", "Nguye\u0302\u0303n", "नितिन शर्मा", "กำธร ก้องเกียรติ", "محمد علي",
		"מֹשֶׁה", "👨\u200d👩\u200d👧\u200d👦", "🇫🇷🇩🇪", "👍\U0001f3fd", "Z" + strings.Repeat("\u0300", 40) + "algo",
	}
	var list strings.Builder
	for i, name := range names {
		fmt.Fprintf(&list, "%d,%s,%s\n", 7001+i, name, name)
	}
	file := filepath.Join(t.TempDir(), "agents.csv")
	if err := os.WriteFile(file, []byte(list.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	p := startParties(t, simserver.Options{}, numbers(7001, len(names))...)
	for _, at := range []size{{200, 60}, {120, 40}, {80, 24}, {60, 16}} {
		d := sit(t, at, "--host", p.server.Addr(), "--dn-file", file)
		d.waitAll(t, fmt.Sprintf("○ %d", len(names)))
		d.Send(t, "lG") // room for all rows
		last := fmt.Sprint(7000 + len(names))
		d.WaitText(t, ">  "+last)
		column := columnOf(d.Screen, last, "○")
		for i, name := range names {
			if got := columnOf(d.Screen, fmt.Sprint(7001+i), "○"); got != column || column < 0 {
				t.Errorf("%v: after %+q the capture begins in column %d, in the last row in %d", at, name, got, column)
			}
		}
		d.quit(t)
	}
}

// columnOf returns the column of a sign in the row of a DN, -1 if it is missing.
func columnOf(screen *screentest.Screen, dn, sign string) int {
	for y := range screen.Height() {
		if !strings.HasPrefix(strings.TrimLeft(screen.Row(y), " >*"), dn+" ") {
			continue
		}
		for x := range screen.Width() {
			if screen.Cell(x, y).Text == sign {
				return x
			}
		}
	}
	return -1
}
