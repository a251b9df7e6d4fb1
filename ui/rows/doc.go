// Package rows draws the board pane: the heads of the columns and a line for each
// DN, fitted to the window's width. It reads the rows that it is handed, and takes
// what it says of them from dntext. It does not know which rows are shown, nor why:
// model decides that.
package rows
