package flags

import (
	"maps"
	"slices"
	"strings"

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

// CompleteList has a shell complete a flag of one command whose value is a list, separated by
// commas. A word that ends with = is the beginning of an item.
func CompleteList(command *cobra.Command, name string, words []string) {
	// An error means that there is no such flag, or that it has words already.
	if err := command.RegisterFlagCompletionFunc(name, ListCompletion(words)); err != nil {
		panic(err)
	}
}

// FaultStart returns how an item of a fault begins: the word, with = unless it stands by itself.
// values describes what follows, as in the lists of recorder.OrderWords and simserver.FaultWords.
func FaultStart(word, values string) string {
	if strings.HasPrefix(values, "nothing") {
		return word
	}
	return word + "="
}

// ListCompletion completes the last item of a list that is separated by commas, with the words
// that are not in it yet.
func ListCompletion(words []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndex(typed, ",")+1]
		given := strings.Split(before, ",")
		var found []cobra.Completion
		for _, word := range words {
			isGiven := func(item string) bool {
				return item == word || strings.HasSuffix(word, "=") && strings.HasPrefix(item, word)
			}
			if !slices.ContainsFunc(given, isGiven) {
				found = append(found, before+word)
			}
		}
		return found, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
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
