package effect

import "capdeck/model/board"

// Copied is the part of the screen that a Copy puts on the clipboard.
type Copied uint8

// What can be copied.
const (
	// CopiedDNs are the DNs of Copy.Keys, one on a line, in the form that the prompt
	// for registering DNs accepts.
	CopiedDNs Copied = iota + 1
	// CopiedMessage is the full text of the message Copy.Message.
	CopiedMessage
	// CopiedDetail is what the text pane holds now, with the lines out of sight.
	CopiedDetail
)

// Copy asks for a text to be put on the clipboard of the user's terminal. The model
// leaves Text empty; the screen, which knows how everything is written, fills it in.
type Copy struct {
	// Of is what is copied.
	Of Copied
	// What names it to the user, such as "3 DNs".
	What string
	// Keys are the rows of CopiedDNs.
	Keys []board.Key
	// Message is the number of the message of CopiedMessage. Automatic means that it
	// is in the log of automatic queries.
	Message   uint64
	Automatic bool
	// Text is what goes to the clipboard.
	Text string
}

// Format is the form of an exported file.
type Format uint8

// The formats. A file's name ends in .csv or .jsonl accordingly.
const (
	CSV Format = iota + 1
	JSONL
)

// Export asks for rows or messages to be written to a file, with the values of the
// moment at which the effect is carried out. A model.Exported is due with the result.
type Export struct {
	// Path is the file's name as the user typed it; it may begin with ~/.
	Path string
	// Format is the file's form.
	Format Format
	// Messages asks for the message log; otherwise Keys are the rows, in order.
	Messages bool
	Keys     []board.Key
	// Overwrite allows an existing file to be replaced.
	Overwrite bool
}
