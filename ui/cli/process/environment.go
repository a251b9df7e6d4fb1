package process

// variables looks up variables, as os.LookupEnv does.
type variables func(name string) (value string, set bool)

// ofConsole adds the capabilities of the Windows console that no variable describes there: the sequences of xterm,
// all colours, and UTF-8 text. A variable that is set wins. COLORTERM depends on TERM, and LANG on the variables
// that override it.
func (v variables) ofConsole(name string) (value string, set bool) {
	switch {
	case name == "TERM" && !v.anyOf("TERM"):
		return "xterm-256color", true
	case name == "COLORTERM" && !v.anyOf("TERM", "COLORTERM"):
		return "truecolor", true
	case name == "LANG" && !v.anyOf("LC_ALL", "LC_CTYPE", "LANG"):
		return "C.UTF-8", true
	}
	return v(name)
}

// anyOf reports whether any of the variables is set to a non-empty value.
func (v variables) anyOf(names ...string) bool {
	for _, name := range names {
		if value, _ := v(name); value != "" {
			return true
		}
	}
	return false
}

// IsDumb reports whether the terminal cannot be repainted, according to TERM, and returns a sentence about it.
func IsDumb(environment func(name string) (value string, set bool)) (dumb bool, sentence string) {
	switch name, _ := environment("TERM"); name {
	case "dumb":
		return true, "TERM is dumb, so capdeck runs in its plain form; set TERM to the name of your terminal for the full board."
	case "":
		return true, "TERM is not set, so capdeck runs in its plain form; set TERM to the name of your terminal for the full board."
	}
	return false, ""
}
