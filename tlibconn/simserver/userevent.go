package simserver

import "capdeck/tlibconn/wire"

// userEvent returns the attributes of the event in a request to send one. They are
// among the request's own attributes and keep their order. userEvent omits attributes
// that an EventUserEvent cannot have, such as CommunicationDN (59), because the vendor's
// client reports them as an error (SEMANTICS.md, Habits of the vendor's client library).
// An attribute that occurs twice is sent twice; for a client, too, the last one counts
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

// inUserEvent reports whether an attribute of a request becomes one of its
// EventUserEvent. These are the attributes that the vendor's library accepts in one. Its
// events share most attributes, so the table holds every attribute that the recorded
// messages generated-* (tlibconn/wire/testdata/vectors.jsonl, one message of every type
// with random attributes) have in an EventUserEvent or in at least ten types of event. A
// test compares the table with them. UserEvent and ReferenceID belong to the request,
// and sequence number and times to the server.
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
