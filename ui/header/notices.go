package header

import (
	"slices"

	"capdeck/model/action"
	"capdeck/model/bulk"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/themes"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/fold"
)

// Notice is a sentence that stays on the screen as long as it is true.
type Notice struct {
	Role themes.Role
	Text string
}

// Notices report what is wrong, the worst first, and the progress of commands for several
// DNs.
func (h *Header) Notices(bulks []bulk.View) []Notice {
	var all []Notice
	link, _ := h.Board.Link(h.Site)
	if n := h.connection(&link); n.Text != "" {
		all = append(all, n)
	}
	if h.JournalFailed {
		all = append(all, Notice{themes.Error, say.Journal(true, h.JournalWhy).Text})
	}
	if h.EvidenceFailed {
		all = append(all, Notice{themes.Warning, say.Evidence(true, h.EvidenceWhy).Text})
	}
	if link.Other != "" && (h.Compact || !h.otherIsTold()) {
		all = append(all, Notice{themes.Warning, say.Sentence(link.Other)})
	}
	all = append(all, h.bulkNotices(bulks)...)
	if n := h.frozen(); n.Text != "" {
		all = append(all, n)
	}
	return all
}

// frozen reports that the order of the rows is frozen, and which key ends that, in as many
// words as fit on one line: a second line would move the rows when a row is added. Its
// text is empty while the order is not frozen.
func (h *Header) frozen() Notice {
	if !h.Frozen {
		return Notice{}
	}
	at := h.Since.In(h.Zone).Format(canvas.Minutes)
	key := h.Keys.Hint(action.Freeze, ", ", " ends it")
	text := "FROZEN" + key
	for _, longer := range [...]string{
		"FROZEN since " + at + ", values live" + key,
		"FROZEN since " + at + ": the rows keep their order, their values are live" + h.Keys.Hint(action.Freeze, "; ", " releases them"),
	} {
		if cell.Width(longer)+len("; 1,000 new at the end") <= h.Width-2 {
			text = longer
		}
	}
	if h.Appended > 0 {
		text += "; " + phrase.Number(h.Appended) + " new"
	}
	if room := h.Width - 2; h.Appended > 0 && cell.Width(text)+len(" at the end") <= room {
		text += " at the end"
	}
	return Notice{themes.Banner, text}
}

// MaxBanner is the greatest number of lines of the banner, unless what is wrong needs
// more.
const MaxBanner = 3

// Fold breaks notices into lines, for an area with that many lines. They fill at most a
// third of it, unless that would cut them.
func (h *Header) Fold(notices []Notice, area int) []Notice {
	room := h.Width - 2
	lines := h.foldNotices(notices, room, min(max(area/3, 1), MaxBanner))
	if slices.ContainsFunc(lines, func(n Notice) bool { return cell.Width(n.Text) > room }) {
		return h.foldNotices(notices, room, max(area/2, 1))
	}
	return lines
}

// foldNotices breaks notices into at most that many lines. The first gets the most room,
// but each gets a line if one is left.
func (h *Header) foldNotices(notices []Notice, room, lines int) []Notice {
	var folded []Notice
	for i, n := range notices {
		left := lines - len(folded)
		if left <= 0 {
			break
		}
		for _, text := range fold.Reason(cell.Clean(fold.Limit(n.Text, h.Glyphs.Ellipsis)), room, max(left-(len(notices)-1-i), 1), h.Glyphs.Ellipsis) {
			folded = append(folded, Notice{n.Role, text})
		}
	}
	return folded
}
