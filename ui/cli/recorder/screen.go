package recorder

import (
	"context"
	"fmt"

	"golang.org/x/term"

	"capdeck/themes"
	"capdeck/tlibconn/recorder"
	"capdeck/ui/canvas"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/recorder/manual"
	"capdeck/ui/cli/userthemes"
)

// screen is the front of --manual: keys answer the commands.
type screen struct {
	*player
	inbox  *manual.Inbox
	styles canvas.Styles
	dns    int
}

// newScreen returns the front of --manual, or an error if there is no terminal for it.
func newScreen(p *player, dns int) (*screen, error) {
	if !term.IsTerminal(int(p.streams.In.Fd())) || !term.IsTerminal(int(p.streams.Out.Fd())) {
		return nil, exit.UsageError("--manual needs a terminal as its input and output; without one, use capdeck recorder without --manual, and --fault")
	}
	if dumb, _ := process.IsDumb(p.streams.Environment); dumb {
		return nil, exit.UsageError("--manual needs a terminal that can be repainted; set TERM to the name of yours")
	}
	_, loaded, _, err := userthemes.Load(p.given.theme, process.ThemeDir(), p.streams)
	if err != nil {
		return nil, err
	}
	profile, err := flags.Profile(p.given.color, p.streams)
	if err != nil {
		return nil, err
	}
	glyphs := themes.UnicodeGlyphs()
	if p.given.ascii {
		glyphs = themes.ASCIIGlyphs()
	}
	return &screen{player: p, inbox: manual.NewInbox(), styles: canvas.Styles{Theme: loaded[0].For(profile), Glyphs: glyphs}, dns: dns}, nil
}

func (s *screen) prepare(options *recorder.Options) {
	options.Manual, options.Fate = s.inbox.Command, s.inbox.Fate
}

func (s *screen) say(sentence string) { s.inbox.Note(sentence) }

func (s *screen) show(ctx context.Context, ordered *orders) error {
	return manual.Run(ctx, manual.Terminal{In: s.streams.In, Out: s.streams.Out, Guard: s.streams.Guard}, manual.Options{
		Recorder: ordered.recorder, Inbox: s.inbox, Styles: s.styles, ASCII: s.given.ascii, Host: s.given.connection.Host, DNs: s.dns,
		Line:          s.report.onScreen,
		Note:          s.report.noteOnScreen,
		AnswerQueries: s.given.answerQueries,
	})
}

func (s *screen) finish(_ context.Context, counts *recorder.Counts) error {
	if counts == nil {
		return nil
	}
	if _, err := fmt.Fprint(s.streams.Out, s.report.counts(counts, 0)); err != nil {
		return fmt.Errorf("cannot print the counts: %w", err)
	}
	return nil
}
