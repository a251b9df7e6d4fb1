package simserver

import "fmt"

// The error codes that the server uses (SEMANTICS.md, Error codes most likely here).
const (
	errorNoLicense    = 40
	errorUnregistered = 41
	errorSeized       = 42
	errorUnknown      = 50
	errorUnsupported  = 51
	errorInvalid      = 53
	errorNoLink       = 54
	errorVersion      = 55
	errorConnection   = 56
	errorCalledDN     = 71
	errorUnconfigured = 59
	errorInState      = 43
	errorOutOfService = 58
	errorBadPassword  = 119
	errorRegisterAll  = 122
	errorRegistered   = 125
	errorIncompatible = 1141
	errorState        = 1161
)

var errorTexts = map[int32]string{
	errorNoLicense:    "No more licenses",
	errorUnregistered: "Client has not registered for DN",
	errorSeized:       "Resource already seized",
	errorInState:      "Already in requested state",
	errorUnknown:      "Unknown error",
	errorUnsupported:  "Unsupported operation",
	52:                "Internal error",
	errorInvalid:      "Invalid attribute value",
	errorNoLink:       "No connection to the switch",
	errorVersion:      "Incorrect protocol version",
	errorConnection:   "Invalid connection ID",
	57:                "Timeout expired",
	errorOutOfService: "Out of service",
	errorUnconfigured: "DN is not configured in CME",
	errorCalledDN:     "Invalid called DN",
	errorBadPassword:  "Bad password",
	errorRegisterAll:  "Cannot register all DNs",
	errorRegistered:   "DN already registered",
	errorIncompatible: "Request incompatible with object",
	errorState:        "Incorrect object state",
}

func errorText(code int32) string {
	if text := errorTexts[code]; text != "" {
		return text
	}
	return fmt.Sprintf("Error %d", code)
}
