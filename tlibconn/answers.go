package tlibconn

import "capdeck/tlibconn/wire"

// answerTo returns the type of the message that answers a request if no error does, and false
// if it is not known. The numbers are those of the published header (messages.tsv). The
// answers to registrations, user events and the queries about a server and an address are in
// WIRE.md (Session 4 and 5) and SEMANTICS.md (Sessions and registration); the others are
// paired by the names in the header.
func answerTo(request wire.MessageType) (wire.MessageType, bool) {
	switch request {
	case wire.RequestRegisterAddress:
		return wire.EventRegistered, true
	case wire.RequestUnregisterAddress:
		return wire.EventUnregistered, true
	case wire.RequestSendEvent, wire.RequestDistributeUserEvent:
		return wire.EventACK, true
	case wire.RequestQueryServer:
		return wire.EventServerInfo, true
	case wire.RequestQueryAddress:
		return wire.EventAddressInfo, true
	case wire.RequestQueryCall:
		return wire.EventPartyInfo, true
	case wire.RequestQuerySwitch:
		return wire.EventSwitchInfo, true
	case wire.RequestQueryLocation:
		return wire.EventLocationInfo, true
	}
	return answerToAction(request)
}

// answerToAction is answerTo for requests that act on a call or an agent: it returns the event
// that reports their effect.
func answerToAction(request wire.MessageType) (wire.MessageType, bool) {
	switch request {
	case wire.RequestMakeCall:
		return wire.EventDialing, true
	case wire.RequestAnswerCall:
		return wire.EventEstablished, true
	case wire.RequestReleaseCall:
		return wire.EventReleased, true
	case wire.RequestHoldCall:
		return wire.EventHeld, true
	case wire.RequestRetrieveCall:
		return wire.EventRetrieved, true
	case wire.RequestAgentLogin:
		return wire.EventAgentLogin, true
	case wire.RequestAgentLogout:
		return wire.EventAgentLogout, true
	case wire.RequestAgentReady:
		return wire.EventAgentReady, true
	}
	return 0, false
}

// canAnswer reports whether a message may answer a request whose answer is not known. The
// types that it excludes carry another client's ReferenceID, or none.
func canAnswer(t wire.MessageType) bool {
	switch t {
	case wire.EventUserEvent, wire.EventLinkConnected, wire.EventLinkDisconnected,
		wire.EventServerConnected, wire.EventServerDisconnected,
		wire.EventPrimaryChanged, wire.EventRestoreConnection:
		return false
	}
	return true
}

// onlyAsks reports whether a request is a query, which changes nothing.
func onlyAsks(request wire.MessageType) bool {
	switch request {
	case wire.RequestQueryServer, wire.RequestQueryAddress, wire.RequestQueryCall, wire.RequestQuerySwitch, wire.RequestQueryLocation:
		return true
	}
	return false
}
