package board

var errorTexts = map[int32]string{
	40: "no more licenses", 41: "client has not registered for DN", 42: "resource already seized",
	43: "already in requested state", 50: "unknown error", 51: "unsupported operation", 52: "internal error",
	53: "invalid attribute value", 54: "no connection to the switch", 55: "incorrect protocol version",
	56: "invalid connection ID", 57: "timeout expired", 58: "out of service", 59: "DN is not configured in CME",
	71: "invalid called DN", 119: "bad password", 122: "cannot register all DNs", 125: "DN already registered",
	1141: "request incompatible with object", 1161: "incorrect object state",
}

// ErrorText returns the words of a T-Server error code, "" for an unknown one
// (SEMANTICS.md, Error codes).
func ErrorText(code int32) string { return errorTexts[code] }
