package screentest

import (
	"fmt"
	"strconv"

	"github.com/charmbracelet/x/ansi"
)

// Style is the style of a cell. The zero Style is the terminal's own.
type Style struct {
	// FG and BG are the colours: empty for the terminal's own, an index from "0" to "255", or "#rrggbb".
	FG, BG string
	// Bold, Faint, Italic, Underline and Reverse are the attributes of these names.
	Bold, Faint, Italic, Underline, Reverse bool
}

// selectGraphics applies an SGR sequence (ECMA-48, 8.3.117; 38 and 48 as in ISO 8613-6, with semicolons).
func (s *Style) selectGraphics(params ansi.Params) error {
	if len(params) == 0 {
		*s = Style{}
		return nil
	}
	for i := 0; i < len(params); i++ {
		value, sub, _ := params.Param(i, 0)
		if sub {
			return fmt.Errorf("graphic rendition %d has a sub-parameter", value)
		}
		if value != 38 && value != 48 {
			if !s.attribute(value) && !s.indexed(value) {
				return fmt.Errorf("graphic rendition %d is not one that capdeck emits", value)
			}
			continue
		}
		code, used, err := extendedColour(params[i+1:])
		if err != nil {
			return err
		}
		if value == 38 {
			s.FG = code
		} else {
			s.BG = code
		}
		i += used
	}
	return nil
}

// attribute applies a parameter that is not a colour, and reports whether it is one.
func (s *Style) attribute(value int) bool {
	switch value {
	case 0:
		*s = Style{}
	case 1:
		s.Bold = true
	case 2:
		s.Faint = true
	case 3:
		s.Italic = true
	case 4:
		s.Underline = true
	case 7:
		s.Reverse = true
	case 22:
		s.Bold, s.Faint = false, false
	case 23:
		s.Italic = false
	case 24:
		s.Underline = false
	case 27:
		s.Reverse = false
	default:
		return false
	}
	return true
}

// indexed applies a parameter that names one of the 16 colours, or the terminal's own, and reports whether it does.
func (s *Style) indexed(value int) bool {
	switch {
	case value >= 30 && value <= 37:
		s.FG = strconv.Itoa(value - 30)
	case value >= 90 && value <= 97:
		s.FG = strconv.Itoa(value - 90 + 8)
	case value >= 40 && value <= 47:
		s.BG = strconv.Itoa(value - 40)
	case value >= 100 && value <= 107:
		s.BG = strconv.Itoa(value - 100 + 8)
	case value == 39:
		s.FG = ""
	case value == 49:
		s.BG = ""
	default:
		return false
	}
	return true
}

// extendedColour parses the parameters after 38 or 48, and returns how many it used.
func extendedColour(params ansi.Params) (code string, used int, err error) {
	kind, _, _ := params.Param(0, -1)
	switch {
	case kind == 5 && len(params) >= 2:
		if index, _, _ := params.Param(1, -1); index >= 0 && index <= 255 {
			return strconv.Itoa(index), 2, nil
		}
	case kind == 2 && len(params) >= 4:
		red, _, _ := params.Param(1, -1)
		green, _, _ := params.Param(2, -1)
		blue, _, _ := params.Param(3, -1)
		if min(red, green, blue) >= 0 && max(red, green, blue) <= 255 {
			return fmt.Sprintf("#%02x%02x%02x", red, green, blue), 4, nil
		}
	}
	return "", 0, fmt.Errorf("the colour after 38 or 48 is malformed: %v", []ansi.Param(params))
}
