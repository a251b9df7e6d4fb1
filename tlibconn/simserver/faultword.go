package simserver

// FaultWord describes one word of the text that ParseFault reads.
type FaultWord struct {
	// Word is the text before the equals sign.
	Word string
	// Values describes the values that may follow the equals sign.
	Values string
	// Meaning describes in one line what the word does.
	Meaning string
}
