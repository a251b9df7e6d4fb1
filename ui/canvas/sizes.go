package canvas

// Sizes of the window, in cells and lines, at which the screen changes.
const (
	// LeastWidth is the width below which nothing is drawn but the size that is needed.
	LeastWidth = 30
	// LeastHeight is the height below which nothing is drawn but the size that is needed.
	LeastHeight = 6
	// FullWidth is the width below which the screen is compact: the board shows DN and
	// capture only.
	FullWidth = 60
	// FullHeight is the height below which the screen is compact.
	FullHeight = 12
	// WideWidth is the width from which there is room for details.
	WideWidth = 80
)
