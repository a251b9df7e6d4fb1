package simserver

import "capdeck/tlibconn/wire"

// userEvent takes the event out of a request to send one: its attributes stand
// flat among the request's own, and keep their order. What an EventUserEvent does
// not know stays behind, such as CommunicationDN (59): the vendor's client reports
// it as an error (SEMANTICS.md, Habits of the vendor's client library). An attribute
// that comes twice goes on twice, and for a client, too, the last one counts
// (WIRE.md, Malformed input).
func userEvent(m *wire.Message) []wire.Attribute {
	attributes := make([]wire.Attribute, 0, len(m.Attributes)+3)
	for _, attribute := range m.Attributes {
		if inUserEvent(attribute.ID) {
			attributes = append(attributes, attribute)
		}
	}
	return attributes
}

// inUserEvent says which attributes of a request become those of its
// EventUserEvent: those that the vendor's library gives to one. Its events share
// most of their attributes, so that the table holds every attribute which the
// recorded messages generated-* (tlibconn/wire/testdata/vectors.jsonl, one message
// of every type with random attributes) show in an EventUserEvent or in at least
// ten types of event; a test compares it with them. UserEvent and ReferenceID are
// the request's, sequence and times the server's own.
func inUserEvent(id wire.AttributeID) bool {
	switch id {
	case wire.AttributeErrorMessage, wire.AttributeCallID, wire.AttributeNetworkCallID,
		wire.AttributeNetworkNodeID, wire.AttributeTransferredNetworkCallID, wire.AttributeTransferredNetworkNodeID,
		wire.AttributeConnID, wire.AttributePreviousConnID, wire.AttributeTransferConnID, wire.AttributeCallState,
		wire.AttributeAgentID, wire.AttributeAgentWorkMode, wire.AttributeReason, wire.AttributeDNIS,
		wire.AttributeANI, wire.AttributeThisDN, wire.AttributeThisQueue, wire.AttributeThisTrunk,
		wire.AttributeThisDNRole, wire.AttributeOtherDN, wire.AttributeOtherQueue, wire.AttributeOtherTrunk,
		wire.AttributeOtherDNRole, wire.AttributeThirdPartyDN, wire.AttributeThirdPartyQueue,
		wire.AttributeThirdPartyTrunk, wire.AttributeThirdPartyDNRole, wire.AttributeFileHandle,
		wire.AttributeTimeout, wire.AttributeCollectedDigits, wire.AttributeLastDigit, wire.AttributeErrorCode,
		wire.AttributeAddressType, wire.AttributeUserData, wire.AttributeExtensions, wire.AttributeCallType,
		wire.AttributeAddressInfoType, wire.AttributeAddressInfoStatus, wire.AttributeRouteType,
		wire.AttributeServerVersion, wire.AttributeServerRole, wire.AttributeServerCapabilityMask,
		wire.AttributeApplicationName, wire.AttributeForwardMode, wire.AttributeLocation, wire.AttributeRemoteDN,
		wire.AttributeMakeCallType, wire.AttributeCallInfoType, wire.AttributeHomeLocation, wire.AttributeCustomerID,
		wire.AttributeFirstTransferHomeLocation, wire.AttributeFirstTransferOrigDN,
		wire.AttributeLastTransferHomeLocation, wire.AttributeLastTransferOrigDN, wire.AttributeTreatmentType,
		wire.AttributeTreatmentParms, wire.AttributeXRouteType, wire.AttributeAccessNumber,
		wire.AttributeXReferenceID, wire.AttributePlace, wire.AttributeRegistrationCode, wire.AttributeMediaType,
		wire.AttributeLocationInfoType, wire.AttributeMonitorNextCallType, wire.AttributeClientID,
		wire.AttributePrivateMsgID, wire.AttributeFirstTransferConnID, wire.AttributeLastTransferConnID,
		wire.AttributeSessionID, wire.AttributeCause, wire.AttributeReliability, wire.AttributeServerXCapabilities,
		wire.AttributeNetworkCallState, wire.AttributeNetworkDestState, wire.AttributeNetworkPartyRole,
		wire.AttributeNetworkOrigDN, wire.AttributeNetworkDestDN, wire.AttributeCallUUID, wire.AttributeNewCallUUID,
		wire.AttributeOrigCallUUID, wire.AttributeRefCallUUID, wire.AttributePartyUUID, wire.AttributeServerStartTime,
		wire.AttributeSubscriptionID, wire.AttributeLocalCallType, wire.AttributePropagatedCallType:
		return true
	}
	return false
}
