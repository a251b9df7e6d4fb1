package cli

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"

	"capdeck/ui/cli/board"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/settings"
)

const manFolder = "../../docs/man"

// manPages returns the man page of each command by the name of its file. They are the same
// on every machine and every day.
func manPages(t *testing.T) map[string][]byte {
	t.Helper()
	root := newRoot(process.Streams{}, board.Hooks{}, &settings.Settings{})
	root.DisableAutoGenTag = true // it has a date
	root.CompletionOptions.DisableDefaultCmd = true
	for _, command := range root.Commands() {
		if command.Name() == "completion" {
			root.RemoveCommand(command) // docs/INSTALL.md describes it
		}
	}
	pages := map[string][]byte{}
	for _, command := range commandsOf(root) {
		command.Long = asMarkdown(command.Long)
		command.Flags().VisitAll(func(flag *pflag.Flag) { flag.Usage = escapeMarkdown(flag.Usage) })
		var page bytes.Buffer
		date := time.Date(2026, time.November, 30, 0, 0, 0, 0, time.UTC)
		if err := doc.GenMan(command, &doc.GenManHeader{Section: "1", Date: &date, Source: "capdeck " + Version, Manual: "capdeck"}, &page); err != nil {
			t.Fatal(err)
		}
		pages[strings.ReplaceAll(command.CommandPath(), " ", "-")+".1"] = tidyPage(page.String())
	}
	return pages
}

// tidyPage puts the examples of a page before the options, and leaves out default values that say
// nothing: that a switch is off, and that a text is blank.
func tidyPage(page string) []byte {
	page = regexp.MustCompile(`(?m)^(\\fB-.*\\fP)\[=false\]$`).ReplaceAllString(page, "$1")
	page = regexp.MustCompile(`(?m)^(\\fB-.*\\fP)=(?:""|\[\])$`).ReplaceAllString(page, `$1 \fItext\fP`)
	const options, examples, next = "\n.SH OPTIONS\n", "\n.SH EXAMPLE\n", "\n.SH SEE ALSO\n"
	before, rest, _ := strings.Cut(page, options)
	described, shown, found := strings.Cut(rest, examples)
	if !found {
		return []byte(page)
	}
	shown, others, _ := strings.Cut(shown, next)
	return []byte(before + examples + shown + options + described + next + others)
}

// asMarkdown returns a help text in which indented lines stay as they are.
func asMarkdown(text string) string {
	var out strings.Builder
	indented := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "  ") {
			if !indented {
				out.WriteString("\n")
			}
			indented = true
			out.WriteString("    " + line)
			continue
		}
		indented = indented && strings.TrimSpace(line) == ""
		out.WriteString(escapeMarkdown(line))
	}
	return out.String()
}

func escapeMarkdown(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "<", `\<`, "`", "\\`", "[", `\[`).Replace(text)
}

// commandsOf returns the command and those below it that a user can run, without help and
// completion, which cobra adds.
func commandsOf(command *cobra.Command) []*cobra.Command {
	var all []*cobra.Command
	if command.Runnable() && !command.Hidden {
		all = append(all, command)
	}
	for _, below := range command.Commands() {
		if name := below.Name(); name != "help" && name != "completion" {
			all = append(all, commandsOf(below)...)
		}
	}
	return all
}

// TestManPages checks that docs/man agrees with the commands.
func TestManPages(t *testing.T) {
	const advice = "run go test ./ui/cli -run Man -update"
	pages := manPages(t)
	if *update {
		if err := os.RemoveAll(manFolder); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(manFolder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		path := filepath.Join(manFolder, name)
		if *update {
			if err := os.WriteFile(path, pages[name], 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, pages[name]) {
			t.Errorf("docs/man/%s does not agree with the command's help; %s", name, advice)
		}
	}
	files, err := filepath.Glob(filepath.Join(manFolder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if pages[filepath.Base(file)] == nil {
			t.Errorf("docs/man/%s is of no command; %s", filepath.Base(file), advice)
		}
	}
}
