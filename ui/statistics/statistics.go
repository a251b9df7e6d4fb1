package statistics

import (
	"strconv"
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/model/stats"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
	"capdeck/ui/fold"
)

// nameCells is the width of the name of a table's line.
const nameCells = 11

// Input holds what the statistics are made from.
type Input struct {
	Board    *board.Board
	Commands *stats.Stats
	// Began is when counting began.
	Began time.Time
	Now   time.Time
	Zone  *time.Location
	// Glyphs are the glyphs of the terminal, Width is its width in cells.
	Glyphs *themes.Glyphs
	Width  int
}

// statistics gathers the lines of the statistics.
type statistics struct {
	Input
	room  int // width of a line, in cells
	lines []canvas.TextLine
}

// Text returns what was counted since the start: how commands ended, how long their
// answers took, and whether a recorder answers.
func Text(input Input) []canvas.TextLine {
	s := statistics{Input: input, room: max(input.Width-2, 1)}
	text := "Counted since the start at " + s.clock(s.Began) + " (" + phrase.Age(s.Now.Sub(s.Began)) + " ago). A command counts when it ends"
	if open := s.Board.Counters().OpenCommands; open > 0 {
		text += "; " + phrase.Count(open, "is", "are") + " open"
	}
	s.sentence(text + ".")
	s.recorders()
	all, queries := s.Commands.Commands(), s.Commands.Queries()
	rows := []row{{"all", all}}
	for verb := event.VerbStart; verb <= event.VerbQuery; verb++ {
		if group := s.Commands.OfVerb(verb); group.Ended() > 0 {
			rows = append(rows, row{verb.String(), group})
		}
	}
	automatic := row{"automatic", queries}
	s.outcomes(rows, automatic)
	s.times(append(rows, automatic))
	if all.Indicated.Count()+all.Accepted.Count()+queries.Indicated.Count()+queries.Accepted.Count() > 0 {
		s.sentence("p50 and p95 can be up to 1/32 too high; max is exact.")
	}
	s.histogram("Commands, sent to indication", &all.Indicated)
	s.histogram("Automatic queries, sent to indication", &queries.Indicated)
	s.stops()
	s.strays()
	return s.lines
}

func (s *statistics) clock(t time.Time) string { return t.In(s.Zone).Format(canvas.Seconds) }

func (s *statistics) add(line canvas.TextLine) { s.lines = append(s.lines, line) }

// head appends the heading of a part.
func (s *statistics) head(title string, spans ...canvas.Span) {
	line := canvas.TextLine{canvas.Styled(themes.Header, cell.Pad(title, nameCells))}
	s.add(append(line, spans...))
}

// sentence appends a remark, on as many lines as it needs.
func (s *statistics) sentence(text string) {
	for _, line := range fold.Words(cell.Clean(text), s.room, len(text)) {
		s.add(canvas.Plain(themes.Faint, line))
	}
}

// row is one line of a table.
type row struct {
	name  string
	group *stats.Group
}

// outcomeColumns returns the columns of the outcomes of a group. None is left out: a
// window that is too narrow has words instead of the table.
func outcomeColumns() []tableColumn {
	return []tableColumn{
		{"sent", 8, 0},
		{"confirmed", 11, 0},
		{"rejected", 10, 0},
		{"unanswered", 12, 0},
		{"contradicted", 14, 0},
		{"superseded", 12, 0},
		{"lost", 6, 0},
		{"cancelled", 11, 0},
	}
}

func outcomeCounts(g *stats.Group) []uint64 {
	return []uint64{g.Sent, g.Confirmed, g.Rejected, g.Unanswered, g.Contradicted, g.Superseded, g.Lost, g.Cancelled}
}

// outcomes appends how commands ended. If the window has no room for a table, each line
// names the counts that are not 0.
func (s *statistics) outcomes(rows []row, automatic row) {
	columns := outcomeColumns()
	stays := foldColumns(columns, s.room)
	s.add(nil)
	isTable := nameCells+tableWidth(columns) <= s.room
	if isTable {
		s.head("Outcomes", tableHead(columns, stays)...)
	} else {
		s.head("Outcomes")
	}
	for _, row := range append(rows, automatic) {
		counts := outcomeCounts(row.group)
		if !isTable {
			s.outcomeWords(row.name, columns, counts)
			continue
		}
		line := canvas.TextLine{canvas.Styled(themes.Text, cell.Pad("  "+row.name, nameCells))}
		s.add(append(line, tableCells(columns, stays,
			func(i int) themes.Role { return countRole(columns[i].title, counts[i]) }, func(i int) string { return phrase.Number(int(counts[i])) })...))
	}
}

// countRole returns the role of a count in a column of the outcomes.
func countRole(column string, count uint64) themes.Role {
	switch {
	case count == 0:
		return themes.Faint
	case column == "sent":
		return themes.Text
	}
	return dntext.Role(say.OutcomeRole(column))
}

// outcomeWords appends a line of the outcomes in words, folded.
func (s *statistics) outcomeWords(name string, columns []tableColumn, counts []uint64) {
	line := canvas.TextLine{canvas.Styled(themes.Text, cell.Pad("  "+name, nameCells))}
	used := nameCells
	for i, n := range counts {
		if i > 0 && n == 0 {
			continue
		}
		text := " " + columns[i].title + " " + phrase.Number(int(n))
		if used > nameCells && used+len(text) > s.room {
			s.add(line)
			line, used = canvas.TextLine{canvas.Styled(themes.Text, cell.Pad("", nameCells))}, nameCells
		}
		line = append(line, canvas.Styled(countRole(columns[i].title, n), text))
		used += len(text)
	}
	s.add(line)
}

// times appends the tables of how long the answers took, side by side if the window has
// room.
func (s *statistics) times(rows []row) {
	columns := []tableColumn{{"count", 7, 2}, {"p50", 8, 3}, {"p95", 8, 1}, {"max", 8, 0}}
	indicated := func(g *stats.Group) *stats.Times { return &g.Indicated }
	accepted := func(g *stats.Group) *stats.Times { return &g.Accepted }
	if both := nameCells + 2*tableWidth(columns); both <= s.room {
		s.timesTable([]timesPart{{"Sent to indication", indicated}, {"Sent to accepted", accepted}}, columns, rows)
		return
	}
	s.timesTable([]timesPart{{"Sent to indication", indicated}}, columns, rows)
	s.timesTable([]timesPart{{"Sent to accepted", accepted}}, columns, rows)
}

// timesPart is one of the intervals that a table of times shows.
type timesPart struct {
	title string
	of    func(*stats.Group) *stats.Times
}

func (s *statistics) timesTable(parts []timesPart, columns []tableColumn, rows []row) {
	stays := foldColumns(columns, (s.room-nameCells)/len(parts))
	titles := canvas.TextLine{canvas.Styled(themes.Header, cell.Pad("Times", nameCells))}
	heads := canvas.TextLine{canvas.Styled(themes.Header, cell.Pad("", nameCells))}
	for _, part := range parts {
		head := tableHead(columns, stays)
		width := 0
		for _, h := range head {
			width += cell.Width(h.Text)
		}
		titles = append(titles, canvas.Styled(themes.Header, rightAlign(part.title, width)))
		heads = append(heads, head...)
	}
	s.add(nil)
	s.add(titles)
	s.add(heads)
	for _, row := range rows {
		line := canvas.TextLine{canvas.Styled(themes.Text, cell.Pad("  "+row.name, nameCells))}
		for _, part := range parts {
			texts := timesTexts(part.of(row.group))
			line = append(line, tableCells(columns, stays, func(int) themes.Role { return themes.Text }, func(i int) string { return texts[i] })...)
		}
		s.add(line)
	}
}

func timesTexts(t *stats.Times) [4]string {
	texts := [4]string{phrase.Number(int(t.Count())), "-", "-", "-"}
	if t.Count() > 0 {
		texts[1], texts[2], texts[3] = say.AnswerTime(t.Percentile(50)), say.AnswerTime(t.Percentile(95)), say.AnswerTime(t.Max())
	}
	return texts
}

// barLabel is the width of a bar's label, barCount the width of its number, and
// longestBar the greatest width of a bar.
const (
	barLabel, barCount = 10, 8
	longestBar         = 60
)

// histogram appends a bar for each range of times.
func (s *statistics) histogram(title string, t *stats.Times) {
	histogram := t.Histogram()
	if len(histogram) == 0 {
		return
	}
	s.add(nil)
	s.add(canvas.Plain(themes.Header, title))
	most := uint64(1)
	for _, b := range histogram {
		most = max(most, b.Count)
	}
	cells := min(max(s.room-barLabel-barCount, 1), longestBar)
	for _, b := range histogram {
		label := "to " + say.Duration(b.To)
		if b.To == 0 {
			label = "over " + say.Duration(b.From)
		}
		s.add(canvas.TextLine{
			canvas.Styled(themes.Text, rightAlign(label, barLabel)),
			canvas.Styled(themes.Faint, rightAlign(phrase.Number(int(b.Count)), barCount)+" "),
			canvas.Styled(themes.Accent, bar(b.Count, most, cells-1, s.Glyphs.Bar[:])),
		})
	}
}

// bar returns a horizontal bar for n that is at most cells wide; most fills it. parts are
// the glyphs of a cell, the thinnest first. A bar for an n above 0 is never empty.
func bar(n, most uint64, cells int, parts []string) string {
	steps := uint64(len(parts))
	length := n * uint64(max(cells, 0)) * steps / most
	if n > 0 {
		length = max(length, 1)
	}
	text := ""
	for ; length >= steps; length -= steps {
		text += parts[steps-1]
	}
	if length > 0 {
		text += parts[length-1]
	}
	return text
}

// recorders appends, for each site, whether a recorder answers. Messages do not
// name recorders, so those of one site cannot be told apart.
func (s *statistics) recorders() {
	b := s.Board
	sites := b.Sites()
	for _, site := range sites {
		silence := b.Silence(site)
		title := "Recorder"
		if len(sites) > 1 {
			title = "Recorder of " + cell.Clean(fold.Limit(site, s.Glyphs.Ellipsis))
		}
		s.add(nil)
		switch {
		case silence.Silent:
			s.head(title, canvas.Styled(themes.Fault, "  "+s.Glyphs.Fault+" SILENT since "+s.clock(silence.Since)+" ("+phrase.Age(s.Now.Sub(silence.Since))+")"))
		case silence.Heard.IsZero():
			s.head(title, canvas.Styled(themes.Warning, "  no indication yet"))
		default:
			s.head(title, canvas.Styled(themes.Done, "  answers"))
		}
		s.silence(site, &silence)
	}
}

func (s *statistics) silence(site string, silence *board.Silence) {
	heard := "never"
	if !silence.Heard.IsZero() {
		heard = s.clock(silence.Heard) + " (" + phrase.Age(s.Now.Sub(silence.Heard)) + " ago)"
	}
	unanswered := s.Board.Unanswered(site, s.Now)
	count := phrase.Number(unanswered)
	if unanswered > board.MostUnanswered {
		count = "more than " + phrase.Number(board.MostUnanswered)
	}
	silences := "none"
	if silence.Count > 0 {
		silences = strconv.Itoa(silence.Count)
	}
	if silence.Longest > 0 {
		silences += ", the longest that ended lasted " + say.Duration(silence.Longest)
	}
	s.sentence("Last indication: " + heard + ". DNs unanswered since then, within " + say.Duration(board.SilenceWindow) + ": " + count +
		". Silences: " + silences + ".")
}

// stops appends how many captures stopped during a call although capdeck sent no command
// that stopped them.
func (s *statistics) stops() {
	stops := s.Board.Stops()
	s.add(nil)
	s.add(canvas.Plain(themes.Header, "Captures that stopped during a call"))
	s.count(stops.Unasked, themes.Fault, "unasked")
	s.count(stops.ByOther, themes.Warning, say.ByAnotherClient)
}

// count appends a line with a number. The number is faint if it is 0.
func (s *statistics) count(n uint64, role themes.Role, what string) {
	if n == 0 {
		role = themes.Faint
	}
	s.add(canvas.TextLine{canvas.Styled(role, rightAlign(phrase.Number(int(n)), barCount)), canvas.Styled(themes.Text, "  "+what)})
}

// strays appends how many messages changed no row.
func (s *statistics) strays() {
	d := s.Board.Diagnostics()
	s.add(nil)
	s.add(canvas.Plain(themes.Header, "Messages that changed no row"))
	for _, stray := range [...]struct {
		count uint64
		what  string
	}{
		{d.Undecodable, "undecodable"},
		{d.Unmatched, "unexpected answers"},
		{d.UnknownDN, "for a DN not on the board"},
	} {
		s.count(stray.count, themes.Warning, stray.what)
	}
}
