// Package textfile reads the files that people write for the program: the
// configuration, DN files, themes, passwords. It reads files as editors and
// spreadsheets leave them, and says in words what cannot be read as text and
// what to do about it. It knows nothing of what the files mean.
package textfile
