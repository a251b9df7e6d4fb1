package tlibconn

import "capdeck/tlibconn/wire"

// answerTo returns the message that answers a request where no error does; false
// if that is not known. The numbers are those of the published header
// (messages.tsv). What answers registrations, user events and the queries about
// a server and an address is in WIRE.md (Session 4 and 5) and SEMANTICS.md
// (Sessions and registration); the header's names pair the others.
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

// answerToAction is answerTo for requests that act on a call or an agent: the
// event that tells of what they did.
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

// canAnswer reports whether a message may answer a request about which nothing
// is known: the ReferenceID in these is somebody else's, or none at all.
func canAnswer(t wire.MessageType) bool {
	switch t {
	case wire.EventUserEvent, wire.EventLinkConnected, wire.EventLinkDisconnected,
		wire.EventServerConnected, wire.EventServerDisconnected,
		wire.EventPrimaryChanged, wire.EventRestoreConnection:
		return false
	}
	return true
}

// onlyAsks reports whether a request changes nothing.
func onlyAsks(request wire.MessageType) bool {
	switch request {
	case wire.RequestQueryServer, wire.RequestQueryAddress, wire.RequestQueryCall, wire.RequestQuerySwitch, wire.RequestQueryLocation:
		return true
	}
	return false
}
