// Package header draws the area above the rows: the link, the counts, what is unusual, and
// the banner that reports what is wrong and what to do. It reads the board and the values
// that it is handed. It decides nothing, and knows nothing of the area below.
package header
