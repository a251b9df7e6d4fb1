package flags

import (
	"maps"

	"github.com/spf13/cobra"

	"capdeck/model/column"
	"capdeck/tlibconn/event"
	"capdeck/ui/cli/charset"
)

// Words returns the values of flags that a shell can complete, by the name of the flag: all
// of them, or the usual ones.
func Words() map[string][]string {
	words := maps.Clone(SpecOptions().Choices)
	words["charset"] = charset.Usual()
	words["conn-id"] = []string{"capture", "current", "none"}
	words["day"] = []string{"today", "yesterday"}
	words["notify"] = []string{notifyOff, notifyBell, notifyOSC9}
	words["verb"] = Verbs()
	words["wait"] = []string{waitAccepted, waitConfirmed}
	return words
}

// WordLists returns the values of flags that take a list, separated by commas.
func WordLists() map[string][]string {
	return map[string][]string{
		"columns":   column.Names(column.All()),
		"notify-on": {"stopped", "fault", "link", notifyIncident},
	}
}

// Complete has a shell complete a flag of one command with words.
func Complete(command *cobra.Command, name string, words []string) {
	// An error means that there is no such flag, or that it has words already.
	if err := command.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err)
	}
}

// Files returns the flags that name a file or a folder.
func Files() []string {
	return append(SpecOptions().Paths, ConfigName, "artifacts", "control", "expect", "html", "junit", "orders", "scenario", "state-file", "tls-client-ca")
}

// Verbs returns the verbs of commands.
func Verbs() []string {
	var verbs []string
	for verb := event.VerbStart; verb <= event.VerbQuery; verb++ {
		verbs = append(verbs, verb.String())
	}
	return verbs
}
