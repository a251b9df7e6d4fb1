// Package cell puts text into terminal cells: it makes text from the network safe to print, measures, truncates and
// pads it, and builds styled lines of an exact width. It is the only place in the program that decides how wide text
// is (docs/ARCHITECTURE.md, Rules of the terminal), and the only user of rivo/uniseg. It knows nothing of what the
// text means.
//
// # One form that every terminal measures alike
//
// Terminals disagree on the width of many character sequences: a family emoji occupies 2, 4 or 6 cells, a flag 1 or
// 2, a heart with U+FE0F 1 or 2. No width function can be right for all of them. Every function of this package
// therefore first reduces text to a form whose width is the same everywhere (uniseg, charmbracelet/x/ansi, wcwidth
// and tmux were compared on every code point), and measures that form:
//
//   - a control character becomes its picture: ESC is ␛, a line feed ␊, DEL ␡;
//   - a byte that is not UTF-8, a C1 control, a bidirectional control, any other invisible character (U+200B,
//     U+FEFF, soft hyphen, tags, fillers, U+2028), an unassigned code point, and the few characters of disputed
//     width become U+FFFD, so that junk in a DN or a name is visible as junk;
//   - joiners and variation selectors after a character are omitted: a joined emoji is shown as the emoji that
//     it consists of;
//   - a flag is shown as its two letters, an emoji without its skin tone;
//   - conjoining Hangul jamo become the syllable that they spell, or U+FFFD if they spell none;
//   - a cluster keeps its first 8 combining marks; marks without a base character get a dotted circle (U+25CC).
//
// Every rune of reduced text has its own width: 0 for a combining mark, 2 for East Asian wide characters and emoji,
// else 1. The width of a text is the sum. Ambiguous characters (including ●) have width 1.
//
// The reduction is only for the screen. The board, the message log and the exports keep the text as it was received.
package cell
