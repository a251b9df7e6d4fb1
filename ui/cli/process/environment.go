package process

// variables looks variables up, as os.LookupEnv does.
type variables func(name string) (value string, set bool)

// ofConsole adds what the console of Windows shows and no variable says there: the
// sequences of xterm, all colours, and UTF-8 text. What is set stands, and COLORTERM
// belongs to TERM, LANG to those that go before it.
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

// anyOf reports whether one of some variables is set to something.
func (v variables) anyOf(names ...string) bool {
	for _, name := range names {
		if value, _ := v(name); value != "" {
			return true
		}
	}
	return false
}

// IsDumb reports whether the terminal cannot be repainted, as TERM says, and a
// sentence about it.
func IsDumb(environment func(name string) (value string, set bool)) (dumb bool, sentence string) {
	switch name, _ := environment("TERM"); name {
	case "dumb":
		return true, "TERM is dumb: this is the plain form; set TERM to your terminal's name for the full board."
	case "":
		return true, "TERM is not set: this is the plain form; set TERM to your terminal's name for the full board."
	}
	return false, ""
}
