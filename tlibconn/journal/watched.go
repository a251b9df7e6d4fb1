package journal

// Watched is a journal that tells what another one has recorded: for a screen
// that shows what was sent, so that it shows what the journal has and no truth
// of its own. It implements [Journal], and is as safe for concurrent use as the
// functions are.
type Watched struct {
	// Journal records. Required.
	Journal Journal
	// Intents is called with what Intent has recorded, before Intent returns and
	// so before any of it leaves; Outcomes with what Outcome has taken. Nothing
	// is told of what the journal refused. Calls may come at the same time. They
	// must not wait, since commands wait for them, and keep no slice. nil tells
	// nobody.
	Intents  func(entries []Intent)
	Outcomes func(entries []Outcome)
}

// Intent records the entries, and tells of them if that went well. The error is
// that of Journal.
func (w *Watched) Intent(entries []Intent) error {
	if err := w.Journal.Intent(entries); err != nil {
		return err
	}
	if w.Intents != nil {
		w.Intents(entries)
	}
	return nil
}

// Outcome records the entries, and tells of them if that went well. The error is
// that of Journal.
func (w *Watched) Outcome(entries []Outcome) error {
	if err := w.Journal.Outcome(entries); err != nil {
		return err
	}
	if w.Outcomes != nil {
		w.Outcomes(entries)
	}
	return nil
}
