package evidence

import (
	"capdeck/model/coverage"
	"capdeck/model/incidents"
)

// The kinds of lines.
const (
	kindBegin   = "begin"
	kindFailure = "failure"
	kindWatch   = "watch"
	kindUnwatch = "unwatch"
	kindStretch = "stretch"
	kindGoing   = "going"
	kindBlind   = "blind"
	kindStood   = "stood"
	kindAlive   = "alive"
	kindEnd     = "end"
)

// words gives the values of an enumeration their words in the files.
type words[T comparable] map[T]string

// word returns the word for a value, "" if it has none.
func (w words[T]) word(value T) string { return w[value] }

// value returns the value of a word; ok is false if there is none.
func (w words[T]) value(word string) (value T, ok bool) {
	for value, its := range w {
		if its == word {
			return value, true
		}
	}
	return value, false
}

func gapCauses() words[coverage.GapCause] {
	return words[coverage.GapCause]{
		coverage.GapNotStarted: "not-started", coverage.GapStopped: "stopped", coverage.GapStoppedByUs: "stopped-by-us",
		coverage.GapStoppedByOther: "stopped-by-other", coverage.GapNoAnswer: "no-answer", coverage.GapLinkLost: "link-lost",
	}
}

func blindCauses() words[coverage.BlindCause] {
	return words[coverage.BlindCause]{coverage.BlindLink: "link-down", coverage.BlindNotRegistered: "not-registered", coverage.BlindStopped: "stopped"}
}

func exclusions() words[coverage.Exclusion] {
	return words[coverage.Exclusion]{
		coverage.NotExcluded: "", coverage.ExcludedShort: "short", coverage.ExcludedByFilter: "filter", coverage.ExcludedTime: "time",
	}
}

func severities() words[incidents.Severity] {
	return words[incidents.Severity]{incidents.Minor: "minor", incidents.Major: "major"}
}

func entryKinds() words[incidents.EntryKind] {
	return words[incidents.EntryKind]{
		incidents.EntryRaised: "raised", incidents.EntryCleared: "cleared",
		incidents.EntryAcknowledged: "acknowledged", incidents.EntryRepeated: "repeated",
	}
}

// GapCause returns the word for the cause of a gap that files use.
func GapCause(cause coverage.GapCause) string { return gapCauses().word(cause) }

// Severity returns the word for a severity that files use.
func Severity(severity incidents.Severity) string { return severities().word(severity) }
