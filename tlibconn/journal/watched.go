package journal

// Watched is a journal that reports what another one has recorded, so that a screen shows exactly what is in the
// journal. It implements [Journal], and is as safe for concurrent use as its functions are.
type Watched struct {
	// Journal records. Required.
	Journal Journal
	// Intents is called with the entries that Intent has recorded, before Intent returns
	// and so before any of them is sent. Outcomes is called with the entries that Outcome
	// has accepted. Neither is called for entries that the journal refused. Calls may be
	// concurrent. They must return at once, because commands wait for them, and must not
	// retain the slice. nil means no call.
	Intents  func(entries []Intent)
	Outcomes func(entries []Outcome)
}

// Intent records the entries, and calls Intents if that succeeded. It returns the error of Journal.
func (w *Watched) Intent(entries []Intent) error {
	if err := w.Journal.Intent(entries); err != nil {
		return err
	}
	if w.Intents != nil {
		w.Intents(entries)
	}
	return nil
}

// Outcome records the entries, and calls Outcomes if that succeeded. It returns the error of Journal.
func (w *Watched) Outcome(entries []Outcome) error {
	if err := w.Journal.Outcome(entries); err != nil {
		return err
	}
	if w.Outcomes != nil {
		w.Outcomes(entries)
	}
	return nil
}
