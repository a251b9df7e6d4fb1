// Package detail makes the lines of the detail pane: all that is known of one DN. It
// reads the row and what the board knows of its site. It knows neither which DN is
// under the cursor nor how a message is read: it is handed both.
package detail
