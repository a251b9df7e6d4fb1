//go:build unix

package ptytest

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

const right, left = "\x1b[C", "\x1b[D"

// sitAlone starts the program with its own home folder and only the multiplexer that the variables name.
func (p *parties) sitAlone(t *testing.T, home, dns string, variables []string, args ...string) *desk {
	t.Helper()
	own := append([]string{"TERM=xterm-256color", "NO_COLOR=", "HOME=" + home, "TMUX=", "STY="}, variables...)
	return sitWith(t, wide, own, append([]string{"--host", p.server.Addr(), "--dn", dns}, args...)...)
}

// waitCopied waits until the text was copied, as the last one.
func (d *desk) waitCopied(t *testing.T, want string) {
	t.Helper()
	d.WaitFor(t, func(screen *screentest.Screen) bool {
		all := screen.Clipboard()
		return len(all) > 0 && all[len(all)-1] == want
	}, fmt.Sprintf("the copy of %q", want))
}

// choose selects a choice of the open dialog: the one that is steps to the right of cancel and begins with the given
// text.
func (d *desk) choose(t *testing.T, steps int, label string) {
	t.Helper()
	// The dialog accepts keys once it was shown. Only the focus shows which press was the first that it accepted.
	moved := make(chan struct{})
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		again := time.NewTicker(100 * time.Millisecond)
		defer again.Stop()
		for {
			d.Send(t, right)
			select {
			case <-moved:
				return
			case <-again.C:
			}
		}
	}()
	d.WaitFor(t, func(screen *screentest.Screen) bool {
		return strings.Contains(screen.Text(), " cancel ") && !strings.Contains(screen.Text(), "[cancel]")
	}, "the focus to leave cancel")
	close(moved)
	<-stopped
	d.Send(t, strings.Repeat(left, 8))
	d.WaitText(t, "[cancel]")
	d.Send(t, strings.Repeat(right, steps))
	d.WaitText(t, "["+label)
	d.Send(t, "\r")
}

// TestCopy copies a DN, marked DNs, a message and a detail, through tmux too.
func TestCopy(t *testing.T) {
	t.Parallel()
	for name, inside := range map[string]screentest.Multiplexer{"plain": screentest.None, "tmux": screentest.Tmux, "screen": screentest.GNUScreen} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startParties(t, simserver.Options{}, "7001", "7002", "7003")
			variables := map[screentest.Multiplexer][]string{screentest.Tmux: {"TMUX=1"}, screentest.GNUScreen: {"STY=1"}}[inside]
			way := map[screentest.Multiplexer]string{screentest.Tmux: " through tmux", screentest.GNUScreen: " through screen"}[inside]
			d := p.sitAlone(t, t.TempDir(), "7001-7003", variables)
			d.Screen.Inside(inside)
			d.waitAll(t, "3 of 3 DNs registered", "○ 3 off")
			d.Send(t, "y")
			d.waitCopied(t, "7001")
			d.WaitText(t, "copied 1 DN (OSC 52"+way+")")
			d.Send(t, "  y")
			d.waitCopied(t, "7001\n7002")
			d.WaitText(t, "copied 2 DNs (OSC 52"+way+")")
			d.Send(t, "\r\ty")
			d.WaitText(t, "copied the detail of 7003")
			all := d.Screen.Clipboard()
			if detail := all[len(all)-1]; !strings.HasPrefix(detail, "DN             7003") || !strings.Contains(detail, "\nRegistration   registered\n") {
				t.Errorf("the detail is copied as %q", detail)
			}
			d.Send(t, "\r\ty")
			d.WaitText(t, "copied the message")
			all = d.Screen.Clipboard()
			if message := all[len(all)-1]; !strings.Contains(message, " message EventUserEvent\n") || !strings.Contains(message, "\t\t'screen-capture'\t'disabled'\n") {
				t.Errorf("the message is copied as %q", message)
			}
			if unwrapped := d.Screen.Unwrapped(); (unwrapped > 0) != (inside != screentest.None) {
				t.Errorf("%d strings went through a multiplexer", unwrapped)
			}
			d.quit(t)
		})
	}
}

// TestCopyTooMuch: a copy that is too long is refused with a sentence.
func TestCopyTooMuch(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{AnyDN: true})
	var names []string
	for i := range 450 {
		names = append(names, fmt.Sprintf("%s%03d", strings.Repeat("N", 247), i))
	}
	file := filepath.Join(t.TempDir(), "dns.csv")
	if err := os.WriteFile(file, []byte(strings.Join(names, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	d := sitWith(t, wide, []string{"TERM=xterm-256color", "TMUX=", "STY="}, "--host", p.server.Addr(), "--dn-file", file, "--no-query")
	d.WaitText(t, "450 of 450 DNs registered")
	d.Send(t, "ay")
	d.waitAll(t, "450 DNs: 112949 bytes exceed the limit of 100000", "export them instead")
	if all := d.Screen.Clipboard(); len(all) > 0 {
		t.Errorf("%d bytes were copied", len(all[0]))
	}
	d.quit(t)
}

// exportTo answers the questions of an export.
func (d *desk) exportTo(t *testing.T, steps int, label, path string) {
	t.Helper()
	d.Send(t, "e")
	d.WaitText(t, "Export what?")
	d.choose(t, steps, label)
	d.WaitText(t, "export to capdeck-")
	d.Send(t, "\x15"+path+"\r")
}

// csvColumn returns a column of a CSV file without its header.
func csvColumn(t *testing.T, path, name string) []string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil || len(records) == 0 {
		t.Fatal(records, err)
	}
	at := slices.Index(records[0], name)
	if at < 0 {
		t.Fatalf("there is no column %s: %v", name, records[0])
	}
	var column []string
	for _, record := range records[1:] {
		column = append(column, record[at])
	}
	return column
}

// TestExport writes all rows, filtered and marked rows, and the messages to files, is asked before it overwrites,
// and reports the result.
func TestExport(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	in := func(name string) string { return filepath.Join(home, name) }
	p := startParties(t, simserver.Options{}, "7001", "7002", "7003", "7004")
	d := p.sitAlone(t, home, "7001-7004", nil)
	d.waitAll(t, "4 of 4 DNs registered", "○ 4 off")
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")

	wants := func(path, name string, want ...string) {
		t.Helper()
		if got := csvColumn(t, path, name); !slices.Equal(got, want) {
			t.Errorf("%s: the column %s is %v, want %v", path, name, got, want)
		}
	}
	d.exportTo(t, 1, "all 4 rows]", "~/all.csv")
	d.WaitText(t, "4 rows written to "+in("all.csv"))
	wants(in("all.csv"), "dn", "7001", "7002", "7003", "7004")
	wants(in("all.csv"), "state", "enabled", "disabled", "disabled", "disabled")
	wants(in("all.csv"), "lastLife", "confirmed", "", "", "")
	if info, err := os.Stat(in("all.csv")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info, err)
	}

	d.Send(t, "j  /state:off\r")
	d.waitAll(t, "filter: state:off (3 of ", "2 marked")
	d.exportTo(t, 2, "filtered 3]", in("filtered.csv"))
	d.WaitText(t, "3 rows written to "+in("filtered.csv"))
	wants(in("filtered.csv"), "dn", "7002", "7003", "7004")

	d.exportTo(t, 3, "marked 2]", in("all.csv"))
	d.WaitText(t, "Overwrite "+in("all.csv")+"?")
	d.has(t, "[cancel]")
	d.focus(t, "overwrite")
	d.Send(t, left)
	d.WaitText(t, "[cancel]")
	d.Send(t, "\r")
	d.waitGone(t, "Overwrite ")
	wants(in("all.csv"), "dn", "7001", "7002", "7003", "7004")
	d.exportTo(t, 3, "marked 2]", in("all.csv"))
	d.WaitText(t, "Overwrite "+in("all.csv")+"?")
	d.focus(t, "overwrite")
	d.Send(t, "\r")
	d.WaitText(t, "2 rows written to "+in("all.csv"))
	wants(in("all.csv"), "dn", "7002", "7003")

	d.exportTo(t, 4, "messages ", in("log.txt"))
	d.WaitText(t, "the name must end in .csv or .jsonl")
	d.Send(t, "\x15"+in("none/log.jsonl")+"\r")
	d.WaitText(t, in("none/log.jsonl")+": no such file or directory")
	d.exportTo(t, 4, "messages ", in("log.jsonl"))
	d.WaitText(t, "messages written to "+in("log.jsonl"))
	d.quit(t)
	readsLog(t, in("log.jsonl"))
	entries, err := os.ReadDir(home)
	if err != nil || len(entries) != 3 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

// readsLog fails unless the file contains the start that was sent, its indication, and a remark about the
// connection.
func readsLog(t *testing.T, path string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	seen := map[string]bool{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var line struct {
			Time                        time.Time
			Direction, DN, Name, Remark string
			Capture                     string
			Message                     struct{ TypeName string }
		}
		if err = json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		if line.Time.IsZero() || line.Message.TypeName != line.Name {
			t.Errorf("a line is %s", lines.Text())
		}
		seen[line.Direction+" "+line.DN+" "+line.Name+" "+line.Capture] = true
		seen["remark"] = seen["remark"] || strings.Contains(line.Remark, "LINK UP")
	}
	for _, want := range []string{"sent 7001 RequestSendEvent start", "received 7001 EventUserEvent enabled", "received 7001 EventACK ", "remark"} {
		if !seen[want] {
			t.Errorf("the file has no %s: %v", want, seen)
		}
	}
}

// TestNotify: the bell rings when a capture stops unasked, and only then.
func TestNotify(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	note := "7001: the capture stopped unasked"
	bell := p.sitAlone(t, t.TempDir(), "7001,7002", nil, "--notify", "bell")
	osc9 := p.sitAlone(t, t.TempDir(), "7001,7002", []string{"TMUX=1"}, "--notify", "osc9", "--notify-on", "stopped")
	osc9.Screen.Inside(screentest.Tmux)
	off := p.sitAlone(t, t.TempDir(), "7001,7002", nil)
	all := []*desk{bell, osc9, off}
	for _, d := range all {
		d.waitAll(t, "2 of 2 DNs registered", "○ 2 off")
	}
	bell.Send(t, "s")
	for _, d := range all {
		d.waitRow(t, "7001", "● REC")
	}
	// A stop that another client asked for rings no bell.
	bell.Send(t, "js")
	for _, d := range all {
		d.waitRow(t, "7002", "● REC")
	}
	bell.Send(t, "x")
	bell.focus(t, "stop")
	bell.Send(t, "\r")
	for _, d := range all {
		d.waitRow(t, "7002", "○ OFF")
	}
	if bell.Screen.Bells() != 0 || len(osc9.Screen.Notes()) != 0 {
		t.Errorf("a stop that was asked for is announced: %v", osc9.Screen.Notes())
	}
	if err := p.recorder.Order(t.Context(), "dn=7001,unasked=disabled"); err != nil {
		t.Fatal(err)
	}
	bell.WaitFor(t, func(screen *screentest.Screen) bool { return screen.Bells() == 1 }, "the bell")
	bell.WaitText(t, "! "+note)
	osc9.WaitFor(t, func(screen *screentest.Screen) bool {
		return slices.Equal(screen.Notes(), []string{"capdeck: " + note})
	}, "the note")
	off.waitRow(t, "7001", "○ OFF")
	for _, d := range all {
		d.quit(t)
	}
	if off.Screen.Bells() != 0 || len(off.Screen.Notes()) != 0 || strings.Contains(string(off.Raw()), note) {
		t.Error("told although it is off")
	}
	if osc9.Screen.Bells() != 0 || bell.Screen.Bells() != 1 {
		t.Errorf("%d and %d bells", osc9.Screen.Bells(), bell.Screen.Bells())
	}
}
