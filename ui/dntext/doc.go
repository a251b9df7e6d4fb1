// Package dntext lays out what model/say returns about a DN: it adds the glyphs of the
// theme and maps the role of a text to one of the theme. It decides nothing about the DN
// and has no sentence of its own. The rooms that show a DN use it.
package dntext
