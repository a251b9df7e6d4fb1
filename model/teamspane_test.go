package model

import (
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/panes"
	"capdeck/model/teams"
	"capdeck/tlibconn/wire"
)

// teamUnder returns the team under the cursor of the list, "none" without one.
func (f *floor) teamUnder() string {
	key, ok := f.m.Teams().Cursor()
	if !ok {
		return "none"
	}
	return key.Name
}

// TestTeamsPane moves in the list of teams, sorts it, and filters the board by a team: the
// keys that do these on the board do them in the list while it has the focus.
func TestTeamsPane(t *testing.T) {
	f := newFloor(t, 6, Options{})
	f.update(Visible{Now: f.now, Rows: 3, Text: 3, Dialog: 3})
	f.do(action.Teams)
	f.want("the focus", string(rune('0'+f.m.Panes().Focus())), string(rune('0'+action.PaneDetail)))
	f.want("the team", f.teamUnder(), "day")
	before := f.cursor()
	f.do(action.Down, action.Down)
	f.want("the team below", f.teamUnder(), "night")
	f.want("the row", f.cursor(), before)
	f.do(action.SortNext, action.SortReverse)
	f.want("the note", f.m.Note().Text, "teams sorted by DNs (reversed)")
	f.do(action.SortLeft)
	f.want("the note", f.m.Note().Text, "teams sorted by Team")
	f.want("the order of the rows", f.m.Rows().Order().String(), "in the order of the DN list")
	f.do(action.First, action.Down, action.Detail)
	f.want("the filter", f.m.Rows().Filter().Text, "team:=night")
	f.want("the rows", f.visible(), "7002 7004 7006")
	if f.m.Panes().Text().IsOpen() || f.m.Panes().Focus() != action.PaneBoard {
		t.Error("the list stays open behind its filter")
	}
	f.do(action.Teams)
	f.want("the team when the list is opened again", f.teamUnder(), "night")
	f.do(action.NextPane, action.NextPane, action.SortNext)
	f.want("with the focus on the board", f.m.Rows().Order().String(), "sorted by DN")
	f.do(action.Clear)
	if f.m.Panes().Text().IsOpen() {
		t.Error("esc does not close the list")
	}
	f.do(action.Teams, action.Teams)
	if f.m.Panes().Text().IsOpen() || f.m.Panes().Focus() != action.PaneBoard {
		t.Error("the same key does not close the list")
	}
}

// TestTeamIsShownWhole checks that a filter by a team leaves the views that would hide DNs of
// the team, and says so.
func TestTeamIsShownWhole(t *testing.T) {
	f := newFloor(t, 6, Options{})
	f.update(Visible{Now: f.now, Rows: 3, Text: 3, Dialog: 3})
	f.indicate("7002", "enabled")
	f.flush()
	f.do(action.ShowNotRecorded, action.Teams, action.First, action.Down, action.Detail)
	f.want("the rows", f.visible(), "7002 7004 7006")
	f.want("the filter", f.m.Rows().Filter().String(), "team:=night")
	f.want("the note", f.m.Note().Text, "all DNs of team night are shown, no longer only: on a call and not recorded")
	f.do(action.Teams, action.First, action.Detail)
	f.want("the rows of another team", f.visible(), "7001 7003 7005")
	if note := f.m.Note().Text; note != "" {
		t.Errorf("without a view it says %q", note)
	}
}

// TestTeamsFollowTheBoard checks that the open list shows present numbers.
func TestTeamsFollowTheBoard(t *testing.T) {
	f := newFloor(t, 4, Options{})
	f.update(Visible{Now: f.now, Rows: 3, Text: 4})
	f.do(action.Teams)
	f.callEvent(wire.EventEstablished, "7001", 7)
	f.indicate("7003", "enabled")
	f.flush()
	day := f.m.Teams().Visible()[0]
	if day.Calls.OnCall != 1 || day.Calls.Not != 1 || day.Counters.Rec != 1 || day.Counters.Total != 2 {
		t.Errorf("team day: %+v", day)
	}
	f.later(time.Second)
	if got := f.m.Teams().Len(); got != 2 {
		t.Errorf("%d teams", got)
	}
}

// TestTeamsMouse clicks a team, and turns the wheel over the list.
func TestTeamsMouse(t *testing.T) {
	f := newFloor(t, 4, Options{})
	night := teams.Key{Site: site, Name: "night"}
	f.update(ClickedTeam{Now: f.now, Key: night})
	f.want("a click without the list", f.teamUnder(), "none")
	f.do(action.Teams, action.NextPane)
	f.update(ClickedTeam{Now: f.now, Key: night})
	f.want("a click", f.teamUnder(), "night")
	f.want("the focus", string(rune('0'+f.m.Panes().Focus())), string(rune('0'+action.PaneDetail)))
	f.update(ClickedTeam{Now: f.now, Key: teams.Key{Site: site, Name: "gone"}})
	f.want("a click on a team that has left", f.teamUnder(), "night")
	f.update(Scrolled{Now: f.now, Pane: action.PaneDetail, Steps: -3})
	f.want("the wheel", f.teamUnder(), "day")
	f.do(action.Help)
	f.update(ClickedTeam{Now: f.now, Key: night})
	f.want("a click while the help hides the list", f.teamUnder(), "day")
}

// TestTeamsWithoutTeams opens the list of an empty board, and one with a team that no
// filter can name.
func TestTeamsWithoutTeams(t *testing.T) {
	f := newFloor(t, 0, Options{})
	f.do(action.Teams, action.Down, action.Detail)
	f.want("the note", f.m.Note().Text, "no team is under the cursor: move to one first")
	f.m.board.Add(board.Entry{Key: keyOf("7001"), Team: `"late"`}, board.Entry{Key: keyOf("7002")})
	f.later(time.Second)
	f.do(action.Last, action.Last, action.Detail)
	if note := f.m.Note(); !note.IsError || !strings.HasPrefix(note.Text, `the filter cannot name the team "late": `) {
		t.Errorf("the note is %q", note.Text)
	}
	f.do(action.First, action.Detail)
	f.want("the filter for DNs without a team", f.m.Rows().Filter().Text, "!team:")
	f.want("the rows", f.visible(), "7002")
}

// TestTeamsCopy copies the list.
func TestTeamsCopy(t *testing.T) {
	f := newFloor(t, 4, Options{})
	f.do(action.Teams)
	f.effects = nil
	f.do(action.Copy)
	copied, ok := f.effects[0].(effect.Copy)
	if !ok || copied.Of != effect.CopiedDetail || copied.What != "the list of teams" || f.m.Panes().Text().Content() != panes.Teams {
		t.Errorf("the effects are %+v", f.effects)
	}
}
