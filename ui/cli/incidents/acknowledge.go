package incidents

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"capdeck/model/incidents"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/ui/cell"
	"capdeck/ui/cli/evidence"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

const acknowledgeLong = `Acknowledge records who saw an incident, when, and what its reason was. The
first acknowledgement of an incident counts. A board that runs at the same time
shows it within a second or two.`

// acknowledgeCommand returns the command capdeck incidents acknowledge.
func acknowledgeCommand(streams process.Streams) *cobra.Command {
	var given struct{ reason, note string }
	command := &cobra.Command{
		Use:   "acknowledge ID…",
		Short: "Record the reason of incidents",
		Long:  acknowledgeLong,
		Example: "  capdeck incidents acknowledge 20261130-080000-4711-3 --reason recorder --note \"licence expired\"\n" +
			"  capdeck incidents acknowledge 20261130-080000-4711-3 20261130-081500-4711-4 --reason maintenance",
		Args: func(_ *cobra.Command, ids []string) error {
			if len(ids) == 0 {
				return exit.UsageError("no incident is named: use an ID that capdeck incidents lists")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, ids []string) error {
			return acknowledge(streams, ids, given.reason, given.note, time.Now())
		},
	}
	command.Flags().StringVar(&given.reason, "reason", "", "the reason: "+strings.Join(reasonWords(), ", "))
	flags.Complete(command, "reason", reasonWords())
	command.Flags().StringVar(&given.note, "note", "", "a note, such as a ticket")
	return command
}

func reasonWords() []string {
	var words []string
	for _, reason := range incidents.Reasons() {
		words = append(words, reason.String())
	}
	return words
}

// acknowledge acknowledges the incidents with these IDs, all or none.
func acknowledge(streams process.Streams, ids []string, word, note string, now time.Time) error {
	reason, ok := incidents.ParseReason(word)
	if !ok {
		return exit.UsageError("--reason %q: use %s", word, strings.Join(reasonWords(), ", "))
	}
	if err := process.CheckStateDir(); err != nil {
		return err
	}
	list, problems, err := evidence.ReadIncidents(process.StateDir(), evidence.Selection{})
	if err != nil {
		return fmt.Errorf("no incident can be acknowledged: %w", err)
	}
	evidence.Report(streams.Err, problems)
	var found []incidents.Incident
	for _, id := range ids {
		at := slices.IndexFunc(list, func(i evidence.Incident) bool { return i.ID == id || slices.Contains(i.Also, id) })
		switch {
		case at < 0:
			return exit.UsageError("there is no incident %q; see capdeck incidents --unacknowledged", id)
		case list[at].IsAcknowledged():
			fmt.Fprintf(streams.Out, "%s\n", cell.Clean(say.IncidentAcknowledgedAlready(id, &list[at].Incident)))
			continue
		}
		in := list[at].Incident
		in.Reason, in.Note, in.By, in.Acknowledged = reason, note, process.UserName(), now
		found = append(found, in)
	}
	if len(found) == 0 {
		return nil
	}
	options := evidence.Options{State: process.StateDir(), User: process.UserName(), Go: streams.Guard.Go}
	if err = evidence.Acknowledge(options, found); err != nil {
		return fmt.Errorf("nothing was acknowledged: %w", err)
	}
	fmt.Fprintf(streams.Out, "acknowledged %s: %s\n", phrase.Count(len(found), "incident", "incidents"), reason)
	return nil
}
