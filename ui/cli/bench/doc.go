// Package bench measures the program as it is shipped, from the socket to the
// board: benchmarks that cross packages stand here, those of a part beside the
// part. Figures and the commands that give them are in docs/PERFORMANCE.md.
package bench
