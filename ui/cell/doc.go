// Package cell puts text into terminal cells: it makes text from the network safe to print, measures, cuts and pads it, and
// builds styled lines of an exact width. It is the one place of the program that decides how wide text is
// (docs/ARCHITECTURE.md, Rules of the terminal), and the one user of rivo/uniseg.
//
// # One form that every terminal measures alike
//
// Terminals disagree on the width of many character sequences: a family emoji takes 2, 4 or 6 cells, a flag 1 or 2, a heart
// with U+FE0F 1 or 2. No width function can be right for all of them. So every function of this package first reduces
// text to a form whose width does not depend on who measures it (uniseg, charmbracelet/x/ansi, wcwidth and tmux were compared
// on every code point), and measures that:
//
//   - a control character becomes its picture: ESC is ␛, a line feed ␊, DEL ␡;
//   - a byte that is not UTF-8, a C1 control, a bidirectional control, any other character that is not seen (U+200B, U+FEFF,
//     soft hyphen, tags, fillers, U+2028), an unassigned code point, and the few whose width is disputed become U+FFFD, so that
//     junk in a DN or a name is seen as junk;
//   - joiners and variation selectors that follow a character are left out: a joined emoji is shown as the emoji it is made of;
//   - a flag is shown as its two letters, an emoji without its skin tone;
//   - conjoining Hangul jamo become the syllable that they spell; one that spells none becomes U+FFFD;
//   - a cluster keeps its first 8 combining marks; marks without a character to sit on get a dotted circle (U+25CC).
//
// Every rune of reduced text has a width of its own: 0 for a combining mark, 2 for East Asian wide ones and emoji, else 1; the
// width of a text is the sum. Ambiguous characters (● among them) are 1 wide.
//
// The reduction is for the screen only. What was received stays as it was in the board, the message log and the exports.
package cell
