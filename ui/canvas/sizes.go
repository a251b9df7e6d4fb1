package canvas

// Sizes of the window, in cells and lines, at which the screen changes.
const (
	// LeastWidth is the smallest usable width. A narrower window shows only the size that
	// is needed.
	LeastWidth = 30
	// LeastHeight is the smallest usable height. A lower window shows only the size that
	// is needed.
	LeastHeight = 6
	// FullWidth is the smallest width of the full screen. A narrower window is compact:
	// the board shows only DN and capture.
	FullWidth = 60
	// FullHeight is the smallest height of the full screen. A lower window is compact.
	FullHeight = 12
	// WideWidth is the smallest width that has room for details.
	WideWidth = 80
)
