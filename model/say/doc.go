// Package say holds every sentence about links, registrations, captures, commands,
// faults, messages and refusals. It reads the board and returns what is to be said, with
// the role that each part plays. It knows no layout, no colour and no glyph: the screen,
// the plain lines, capdeck send and the exports lay out what it returns, and board never
// imports it.
package say
