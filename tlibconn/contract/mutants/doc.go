// Package mutants has only tests: it shows what the cases of package contract find. A small
// recorder, written with docs/LIBRARY.md and independent of package recorder, obeys the
// contract; each mutant breaks one part of it. The test prints the share that the required
// cases find, and the reason for each that they do not.
package mutants
