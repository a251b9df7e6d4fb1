// Package bench measures the program as it is shipped, from the socket to the board. It holds the benchmarks that
// cross packages; those of one package are in that package. The figures and the commands that produce them are in
// docs/PERFORMANCE.md.
package bench
