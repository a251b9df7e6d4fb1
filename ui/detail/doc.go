// Package detail makes the lines of the detail pane: everything that is known about one
// DN. It reads the DN's row and what the board knows about its site. It knows neither
// which DN is under the cursor nor how to format a message; it is given both.
package detail
