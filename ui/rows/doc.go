// Package rows draws the board pane: the heads of the columns and a line for each DN,
// fitted to the width of the window. It reads the rows that it is given and takes their
// texts from dntext. The model decides which rows are shown.
package rows
