package effect

import "capdeck/model/board"

// Copied is the part of the screen that a Copy puts on the clipboard.
type Copied uint8

// The parts of the screen that can be copied.
const (
	// CopiedDNs are the DNs of Copy.Keys, one on a line, in the form that the prompt
	// for registering DNs accepts.
	CopiedDNs Copied = iota + 1
	// CopiedMessage is the full text of the message Copy.Message.
	CopiedMessage
	// CopiedDetail is the text in the text pane, with the lines that are scrolled out
	// of sight.
	CopiedDetail
)

// Copy requests to put a text on the clipboard of the user's terminal. The model leaves
// Text empty; the screen, which knows how everything is written, fills it in.
type Copy struct {
	// Of is what is copied.
	Of Copied
	// What describes it to the user, such as "3 DNs".
	What string
	// Keys are the rows of CopiedDNs.
	Keys []board.Key
	// Message is the number of the message of CopiedMessage, in what the pane shows.
	Message uint64
	// Text is the text for the clipboard.
	Text string
}

// Format is the format of an exported file.
type Format uint8

// The formats. A file's name ends in .csv or .jsonl accordingly.
const (
	CSV Format = iota + 1
	JSONL
)

// Export requests to write rows or messages to a file, with the values at the time when
// the effect is carried out. The front must answer with a model.Exported.
type Export struct {
	// Path is the file's name as the user typed it; it may begin with ~/.
	Path string
	// Format is the format of the file.
	Format Format
	// Messages selects the message log; otherwise Keys are the rows, in order.
	Messages bool
	Keys     []board.Key
	// Overwrite allows an existing file to be replaced.
	Overwrite bool
}
