package dnfile

import (
	"regexp"
	"strings"
)

// spreadsheetNumber matches what a spreadsheet makes of a number: 7.001E+03, 7001.0,
// and 7.001, 7'001, 7,001 or 7 001. Behind three digits a comma or a blank is taken for
// that of a list, as in 701,702.
var spreadsheetNumber = regexp.MustCompile(`^([0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+|[0-9]+\.0+|[0-9]{1,3}([.'’][0-9]{3})+|[0-9]{1,2}([, \x{a0}\x{202f}][0-9]{3})+)$`)

// isSpreadsheetNumber reports whether the DN of a file was a number in a spreadsheet,
// so that it may not be what T-Server calls the DN.
func isSpreadsheetNumber(dn string) bool { return spreadsheetNumber.MatchString(dn) }

// isSplitNumber reports whether a DN and its label are the two parts of a number such
// as 7,001, which has a comma in front of each three digits.
func isSplitNumber(dn, label string) bool {
	return len(dn) < 3 && len(label) == 3 && strings.Trim(dn+label, digits) == ""
}
