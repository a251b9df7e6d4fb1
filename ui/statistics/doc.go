// Package statistics makes the lines of the statistics: how commands ended, how long
// their answers took, and whether a recorder answers. It reads the counters of
// model/stats and of the board. It counts nothing itself and does not know where its
// lines are shown.
package statistics
