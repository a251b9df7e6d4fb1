package simserver

// FaultWord describes one word of the text that ParseFault reads.
type FaultWord struct {
	// Word stands in front of the equals sign.
	Word string
	// Values says what may stand behind it.
	Values string
	// Meaning says in a line what it does.
	Meaning string
}
