// Package say holds every sentence about links, registrations, captures, commands, faults,
// messages and refusals. It reads the board and returns each sentence with the role of
// each part. It knows nothing about layout, colours or glyphs: the screen, the plain
// lines, capdeck send and the exports lay out what it returns. The board never imports it.
package say
