package say

import (
	"capdeck/model/board"
	"capdeck/model/phrase"
)

// commands adds the DN's commands: the last one, the open ones, and the ended ones, newest
// first.
func (d *Detail) commands() {
	last, ok := d.Row.LastCommand()
	if ok {
		d.command("Last command", &last, Command(d.Form, d.Row, &last, d.Now))
	} else {
		d.add("Last command", Part{Role: Faint, Text: "none"})
	}
	open, ended := d.Row.OpenCommands(), d.Row.EndedCommands()
	for i := range open {
		if open[i].ID != last.ID {
			d.command("Also open", &open[i], CommandAsWas(d.Form, &open[i], d.Now))
		}
	}
	for i := len(ended) - 1; i >= 0; i-- {
		if ended[i].ID != last.ID {
			d.command("Before", &ended[i], CommandAsWas(d.Form, &ended[i], d.Now))
		}
	}
}

// command adds the state of a command and its times: when it was sent, and how long the
// ACK and the indication took. In the shown form a second field with the same label has
// the times.
func (d *Detail) command(label string, c *board.Command, said Part) {
	var times []Part
	add := func(text string) { times = append(times, Part{Role: Faint, Text: text}) }
	switch {
	case c.Who == board.WhoOther:
		add("seen " + d.Clock(c.Sent))
	case !c.Sent.IsZero():
		add("sent " + d.Clock(c.Sent))
	case !c.Queued.IsZero():
		add("requested " + d.Clock(c.Queued))
	}
	if !c.Accepted.IsZero() {
		add("accepted after " + Duration(c.Accepted.Sub(c.Sent)))
	}
	if !c.Indicated.IsZero() {
		add(Indication(d.Form, c.Indication) + " after " + Duration(c.Indicated.Sub(c.Sent)))
	}
	if c.ConnID != 0 {
		add("ConnID " + ConnID(c.ConnID))
	} else if c.Who != board.WhoOther && !c.Sent.IsZero() {
		add("no ConnID")
	}
	if c.By != "" {
		add("by " + c.By)
	}
	if d.Form == Spoken {
		d.add(label, append([]Part{said}, times...)...)
		return
	}
	d.add(label, said)
	d.add(label, times...)
}

// oddities adds the values that were not understood, and what is known about echoes.
func (d *Detail) oddities() {
	if foreign, ok := d.Row.Foreign(); ok {
		d.add("Not understood", Part{Role: Warning, Text: foreign.Raw},
			Part{Role: Faint, Text: "under a capture key, " + phrase.Count(foreign.Count, "time", "times") + ", last " + d.Clock(foreign.At)})
	}
	if more := d.Row.MorePairs(); !more.IsZero() {
		d.add("More pairs", Part{Role: Warning, Text: "a message held more than one capture pair, only the first was used, last " + d.Clock(more)})
	}
	text := "not known yet whether this T-Server echoes our own commands"
	switch d.Board.Echo(d.Row.Key().Site) {
	case board.EchoYes:
		text = "this T-Server echoes our own commands"
	case board.EchoNo:
		text = "this T-Server does not echo our own commands"
	case board.EchoUnknown:
	}
	d.add("Echo", Part{Role: Faint, Text: text})
}
