// Package textfile reads the files that people write for the program: the configuration, DN files, themes and
// passwords. It accepts files as editors and spreadsheets save them, and explains in words why a file cannot be read
// as text and what to do. It knows nothing of what the files mean.
package textfile
