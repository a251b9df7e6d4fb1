package board

// Key is a row's identity: a DN at a site. Marks, the cursor, the journal and
// exports name rows by it, never by position.
type Key struct {
	// Site names the T-Server that the DN belongs to.
	Site string
	// DN is the directory number, compared byte by byte.
	DN string
}

// Entry is a DN to add to the board.
type Entry struct {
	Key
	// Label and Team come from the DN file; both may be empty. The board keeps them unchanged.
	Label, Team string
}
