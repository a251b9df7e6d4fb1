package dnfile

import (
	"regexp"
	"strings"
)

// spreadsheetNumber matches the forms that a spreadsheet gives a number: 7.001E+03, 7001.0, and 7.001, 7'001, 7,001
// or 7 001. After three digits a comma or a blank is treated as a separator of a list, as in 701,702.
var spreadsheetNumber = regexp.MustCompile(`^([0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+|[0-9]+\.0+|[0-9]{1,3}([.'’][0-9]{3})+|[0-9]{1,2}([, \x{a0}\x{202f}][0-9]{3})+)$`)

// isSpreadsheetNumber reports whether a spreadsheet has reformatted the DN as a number, so that it may differ from
// T-Server's DN.
func isSpreadsheetNumber(dn string) bool { return spreadsheetNumber.MatchString(dn) }

// isSplitNumber reports whether a DN and its label are the two parts of a number such as 7,001, with a comma before
// each group of three digits.
func isSplitNumber(dn, label string) bool {
	return len(dn) < 3 && len(label) == 3 && strings.Trim(dn+label, digits) == ""
}
