package plain

import (
	"capdeck/model/effect"
	"capdeck/model/incidents"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/ui/cell"
)

// announceIncidents announces which incidents were raised and cleared, each on its own
// line, or their number if there are many. The link, the recorders, the journal, conflicts
// and rejections have lines of their own.
func (a *App) announceIncidents(effects []effect.Effect) {
	more := 0
	for _, e := range effects {
		logged, ok := e.(effect.Incidents)
		if !ok {
			continue
		}
		for i := range logged.Entries {
			text := entryText(&logged.Entries[i])
			switch {
			case text == "":
			case a.quiet:
				a.missed++
			case a.pace.lines >= mostLines:
				more++
			default:
				a.pace.lines++
				a.announce(text)
			}
		}
	}
	if more > 0 {
		a.announce(phrase.Count(more, "more change of incidents", "more changes of incidents") + ".")
	}
}

// entryText returns what happened to an incident, "" if other lines announce it.
func entryText(entry *incidents.Entry) string {
	incident := &entry.Incident
	switch incident.Kind {
	case incidents.StoppedUnasked, incidents.StoppedByOther, incidents.NotCaptured, incidents.PausedTooLong, incidents.CapturedAfterCall:
	default:
		return ""
	}
	var text string
	switch entry.Kind {
	case incidents.EntryRaised:
		text = say.IncidentRaised(incident)
	case incidents.EntryCleared:
		text = say.IncidentCleared(incident)
	default:
		return ""
	}
	return cell.Clean(say.IncidentAbout(incident)) + ": " + text
}
