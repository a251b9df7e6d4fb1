package canvas

// Sizes of the window, in cells and lines, at which the screen changes.
const (
	// LeastWidth and LeastHeight are those below which nothing is drawn but the size
	// that is needed.
	LeastWidth, LeastHeight = 30, 6
	// FullWidth and FullHeight are those below which the screen is compact: the board
	// shows DN and capture only.
	FullWidth, FullHeight = 60, 12
	// WideWidth is the width from which there is room for details.
	WideWidth = 80
)
