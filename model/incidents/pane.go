package incidents

import "slices"

// View is which incidents the pane lists.
type View uint8

// The views. The zero value is ViewUnacknowledged.
const (
	ViewUnacknowledged View = iota
	ViewOpen                // those that last
	ViewAll
)

// Pane is the list of incidents on the screen: which are listed, the newest first, the one
// under the cursor, and the marked ones. Cursor and marks are IDs, so that a new incident
// does not change what a key acts on. Create one with NewPane.
type Pane struct {
	of     *Incidents
	view   View
	marked map[string]bool

	shown   []*Incident
	version uint64 // of the incidents for which shown was made
	made    bool

	cursor      string // "" while the list is empty
	at          int    // its place in shown
	top, height int
}

// NewPane returns a pane that lists the unacknowledged ones of some incidents.
func NewPane(of *Incidents) *Pane { return &Pane{of: of, marked: map[string]bool{}, height: 1} }

// View returns which incidents are listed.
func (p *Pane) View() View { return p.view }

// NextView lists those of the next view.
func (p *Pane) NextView() {
	p.view = (p.view + 1) % (ViewAll + 1)
	p.made, p.top = false, 0
	p.refresh()
}

// Shown returns the listed incidents, those that began last first. The caller must not change them; they
// are valid until the incidents or the pane change.
func (p *Pane) Shown() []*Incident {
	p.refresh()
	return p.shown
}

// SetHeight sets how many incidents the screen has room for; zero counts as one.
func (p *Pane) SetHeight(height int) {
	p.height = max(height, 1)
	p.refresh()
	p.scroll()
}

// Height returns how many incidents the screen has room for.
func (p *Pane) Height() int { return p.height }

// Top returns the place in Shown of the first incident on the screen.
func (p *Pane) Top() int {
	p.refresh()
	return p.top
}

// Cursor returns the incident under the cursor; ok is false if none is listed.
func (p *Pane) Cursor() (under Incident, ok bool) {
	p.refresh()
	if p.cursor == "" {
		return Incident{}, false
	}
	return *p.shown[p.at], true
}

// MoveBy moves the cursor by a number of incidents, up if it is negative.
func (p *Pane) MoveBy(steps int) {
	p.refresh()
	p.moveTo(p.at + steps)
}

// MoveToID moves the cursor to an incident. It does nothing if that is not listed.
func (p *Pane) MoveToID(id string) {
	p.refresh()
	if at := slices.IndexFunc(p.shown, func(i *Incident) bool { return i.ID == id }); at >= 0 {
		p.moveTo(at)
	}
}

// ToggleMark marks or unmarks the incident under the cursor, and moves to the next one.
func (p *Pane) ToggleMark() {
	under, ok := p.Cursor()
	if !ok {
		return
	}
	if p.marked[under.ID] {
		delete(p.marked, under.ID)
	} else {
		p.marked[under.ID] = true
	}
	p.MoveBy(1)
}

// Marked reports whether an incident is marked.
func (p *Pane) Marked(id string) bool { return p.marked[id] }

// Marks returns how many listed incidents are marked.
func (p *Pane) Marks() int {
	p.refresh()
	return len(p.marked)
}

// ClearMarks unmarks all incidents and reports whether one was marked.
func (p *Pane) ClearMarks() bool {
	had := p.Marks() > 0
	clear(p.marked)
	return had
}

// Targets returns the marked incidents in the order of the list or, if none is marked, the
// one under the cursor.
func (p *Pane) Targets() []Incident {
	var targets []Incident
	for _, incident := range p.Shown() {
		if p.marked[incident.ID] {
			targets = append(targets, *incident)
		}
	}
	if under, ok := p.Cursor(); ok && len(targets) == 0 {
		targets = append(targets, under)
	}
	return targets
}

// refresh makes the list again if the incidents have changed. The cursor stays on its
// incident, and on its line of the screen; if that is no longer listed, the one that takes
// its place is under the cursor. Marks of incidents that are not listed are removed, so
// that no key acts on what cannot be seen.
func (p *Pane) refresh() {
	if p.made && p.version == p.of.Version() {
		return
	}
	switch p.view {
	case ViewOpen:
		p.shown = p.of.Open()
	case ViewAll:
		p.shown = p.of.All()
	default:
		p.shown = p.of.Unacknowledged()
	}
	// Of several that began together, the one that was raised last comes first.
	slices.Reverse(p.shown)
	slices.SortStableFunc(p.shown, func(a, b *Incident) int { return b.Began.Compare(a.Began) })
	p.made, p.version = true, p.of.Version()
	before := p.at
	listed := make(map[string]bool, len(p.marked))
	for at, incident := range p.shown {
		if incident.ID == p.cursor {
			p.at = at
		}
		if p.marked[incident.ID] {
			listed[incident.ID] = true
		}
	}
	p.marked = listed
	if p.top > 0 {
		p.top += p.at - before
	}
	p.moveTo(p.at)
}

func (p *Pane) moveTo(at int) {
	p.at = max(min(at, len(p.shown)-1), 0)
	p.cursor = ""
	if len(p.shown) > 0 {
		p.cursor = p.shown[p.at].ID
	}
	p.scroll()
}

// scroll moves the window so that it holds the cursor and is full if possible.
func (p *Pane) scroll() {
	p.top = min(p.top, p.at, max(len(p.shown)-p.height, 0))
	p.top = max(p.top, p.at-p.height+1, 0)
}
