package wire

import (
	"strconv"
)

// AttributeID is the number of a T-Library attribute (WIRE.md, Message body).
// Numbers without a constant here are legal and are re-encoded unchanged.
type AttributeID uint32

// The attribute numbers of the published T-Library header, as in
// attributes.tsv (WIRE.md, files). The name is the T-Library name without
// "Attribute".
const (
	AttributeProtocolVersion           AttributeID = 0
	AttributeErrorMessage              AttributeID = 1
	AttributeReferenceID               AttributeID = 2
	AttributeCallID                    AttributeID = 3
	AttributeNodeID                    AttributeID = 4
	AttributeNetworkCallID             AttributeID = 5
	AttributeNetworkNodeID             AttributeID = 6
	AttributeTransferredNetworkCallID  AttributeID = 7
	AttributeTransferredNetworkNodeID  AttributeID = 8
	AttributeConnID                    AttributeID = 9
	AttributePreviousConnID            AttributeID = 10
	AttributeTransferConnID            AttributeID = 11
	AttributeConferenceConnID          AttributeID = 12
	AttributeCallState                 AttributeID = 13
	AttributeAgentID                   AttributeID = 14
	AttributeAgentStateReasonUnused    AttributeID = 15
	AttributeAgentWorkMode             AttributeID = 16
	AttributeReason                    AttributeID = 17
	AttributeDNIS                      AttributeID = 18
	AttributeANI                       AttributeID = 19
	AttributeThisDN                    AttributeID = 20
	AttributeThisQueue                 AttributeID = 21
	AttributeThisTrunk                 AttributeID = 22
	AttributeThisDNRole                AttributeID = 23
	AttributeOtherDN                   AttributeID = 24
	AttributeOtherQueue                AttributeID = 25
	AttributeOtherTrunk                AttributeID = 26
	AttributeOtherDNRole               AttributeID = 27
	AttributeThirdPartyDN              AttributeID = 28
	AttributeThirdPartyQueue           AttributeID = 29
	AttributeThirdPartyTrunk           AttributeID = 30
	AttributeThirdPartyDNRole          AttributeID = 31
	AttributeMusicPath                 AttributeID = 32
	AttributeVoiceFileName             AttributeID = 33
	AttributeFileHandle                AttributeID = 34
	AttributeUserID                    AttributeID = 35
	AttributePassword                  AttributeID = 36
	AttributeVoiceSegment              AttributeID = 37
	AttributeVoiceIFlag                AttributeID = 38
	AttributeVoiceCFlag                AttributeID = 39
	AttributeNumberOfDigits            AttributeID = 40
	AttributeTerminateDigits           AttributeID = 41
	AttributeTimeout                   AttributeID = 42
	AttributeCollectedDigits           AttributeID = 43
	AttributeLastDigit                 AttributeID = 44
	AttributeInputMask                 AttributeID = 45
	AttributeErrorCode                 AttributeID = 46
	AttributeAddressType               AttributeID = 47
	AttributeAddressMode               AttributeID = 48
	AttributeRegisterMode              AttributeID = 49
	AttributeControlMode               AttributeID = 50
	AttributeUserData                  AttributeID = 51
	AttributeDataKey                   AttributeID = 52
	AttributeExtensions                AttributeID = 53
	AttributeCallType                  AttributeID = 54
	AttributeCallingLineName           AttributeID = 55
	AttributeAddressInfoType           AttributeID = 56
	AttributeAddressInfoStatus         AttributeID = 57
	AttributeUserEvent                 AttributeID = 58
	AttributeCommunicationDN           AttributeID = 59
	AttributeRouteType                 AttributeID = 60
	AttributeServerVersion             AttributeID = 61
	AttributeServerRole                AttributeID = 62
	AttributeServerCapabilityMask      AttributeID = 63
	AttributeApplicationName           AttributeID = 64
	AttributeApplicationPassword       AttributeID = 65
	AttributeMergeType                 AttributeID = 66
	AttributeForwardMode               AttributeID = 67
	AttributeDTMFDigits                AttributeID = 68
	AttributeLocation                  AttributeID = 69
	AttributeRemoteLocation            AttributeID = 70
	AttributeRemoteConnID              AttributeID = 71
	AttributeRemoteDN                  AttributeID = 72
	AttributeMakeCallType              AttributeID = 73
	AttributeCallInfoType              AttributeID = 74
	AttributeHomeLocation              AttributeID = 75
	AttributeCustomerID                AttributeID = 76
	AttributeFirstTransferHomeLocation AttributeID = 77
	AttributeFirstTransferOrigDN       AttributeID = 78
	AttributeLastTransferHomeLocation  AttributeID = 79
	AttributeLastTransferOrigDN        AttributeID = 80
	AttributeSetOperation              AttributeID = 81
	AttributeNewConnID                 AttributeID = 82
	AttributeTreatmentType             AttributeID = 83
	AttributeTreatmentParms            AttributeID = 84
	AttributeCLID                      AttributeID = 85
	AttributeTimeinSecs                AttributeID = 86
	AttributeTimeinuSecs               AttributeID = 87
	AttributeSwitchInfoType            AttributeID = 88
	AttributeXRouteType                AttributeID = 89
	AttributeAccessNumber              AttributeID = 90
	AttributeXReferenceID              AttributeID = 91
	AttributePlace                     AttributeID = 92
	AttributePriority                  AttributeID = 93
	AttributeAgentIdleReason           AttributeID = 94
	AttributeRegistrationCode          AttributeID = 95
	AttributeDNSyncInfo                AttributeID = 96
	AttributeMediaType                 AttributeID = 97
	AttributeLocationInfoType          AttributeID = 98
	AttributeOriginalConnID            AttributeID = 99
	AttributeConsultType               AttributeID = 100
	AttributeMonitorNextCallType       AttributeID = 101
	AttributeClientID                  AttributeID = 102
	AttributeProtocolID                AttributeID = 103
	AttributePreviousCallID            AttributeID = 104
	AttributePrivateMsgID              AttributeID = 105
	AttributeFirstTransferConnID       AttributeID = 106
	AttributeLastTransferConnID        AttributeID = 107
	AttributeSessionID                 AttributeID = 108
	AttributeHost                      AttributeID = 109
	AttributePort                      AttributeID = 110
	AttributeDBID                      AttributeID = 111
	AttributeOtherDBID                 AttributeID = 112
	AttributeThirdPartyDBID            AttributeID = 113
	AttributeCause                     AttributeID = 114
	AttributeDN                        AttributeID = 115
	AttributeDialedNumber              AttributeID = 116
	AttributeOriginConnID              AttributeID = 117
	AttributeRefConnID                 AttributeID = 118
	AttributeReliability               AttributeID = 119
	AttributeTimeStamp                 AttributeID = 120
	AttributeSwitchTime                AttributeID = 121
	AttributePartyID                   AttributeID = 122
	AttributePartyType                 AttributeID = 123
	AttributePartyState                AttributeID = 124
	AttributeRefParty                  AttributeID = 125
	AttributeCtrlParty                 AttributeID = 126
	AttributeRemoteLoc                 AttributeID = 127
	AttributeRemoteParty               AttributeID = 128
	AttributeDevice                    AttributeID = 129
	AttributeReserved1                 AttributeID = 130
	AttributeReserved2                 AttributeID = 131
	AttributeUpdateRevision            AttributeID = 132
	AttributeReturnReceipt             AttributeID = 133
	AttributeReturnReceiptDN           AttributeID = 134
	AttributeServerXCapabilities       AttributeID = 135
	AttributeNetworkCallState          AttributeID = 136
	AttributeNetworkDestState          AttributeID = 137
	AttributeNetworkPartyRole          AttributeID = 138
	AttributeNetworkOrigDN             AttributeID = 139
	AttributeNetworkDestDN             AttributeID = 140
	AttributeCallUUID                  AttributeID = 141
	AttributeNewCallUUID               AttributeID = 142
	AttributeOrigCallUUID              AttributeID = 143
	AttributeRefCallUUID               AttributeID = 144
	AttributePartyUUID                 AttributeID = 145
	AttributeISLinkList                AttributeID = 146
	AttributeServerStartTime           AttributeID = 147
	AttributeEventSequenceNumber       AttributeID = 148
	AttributeSubscriptionOperation     AttributeID = 149
	AttributeSubscriptionID            AttributeID = 150
	AttributeLocalCallType             AttributeID = 151
	AttributePropagatedCallType        AttributeID = 152
)

// String returns the T-Library name of the attribute without its prefix
// "Attribute" (ThisDN, ConnID, ...), or Attribute<number> for a number without a
// name (WIRE.md, Messages as JSON).
func (id AttributeID) String() string {
	if id.IsKnown() {
		return attributeNames[id]
	}
	return "Attribute" + strconv.FormatUint(uint64(id), 10)
}

// IsList reports whether the attribute's value is a key-value list: Reason 17,
// UserData 51, Extensions 53 or TreatmentParms 84 (WIRE.md, Key-value lists).
func (id AttributeID) IsList() bool {
	switch id {
	case AttributeReason, AttributeUserData, AttributeExtensions, AttributeTreatmentParms:
		return true
	}
	return false
}

var attributeNames = [...]string{
	AttributeProtocolVersion:           "ProtocolVersion",
	AttributeErrorMessage:              "ErrorMessage",
	AttributeReferenceID:               "ReferenceID",
	AttributeCallID:                    "CallID",
	AttributeNodeID:                    "NodeID",
	AttributeNetworkCallID:             "NetworkCallID",
	AttributeNetworkNodeID:             "NetworkNodeID",
	AttributeTransferredNetworkCallID:  "TransferredNetworkCallID",
	AttributeTransferredNetworkNodeID:  "TransferredNetworkNodeID",
	AttributeConnID:                    "ConnID",
	AttributePreviousConnID:            "PreviousConnID",
	AttributeTransferConnID:            "TransferConnID",
	AttributeConferenceConnID:          "ConferenceConnID",
	AttributeCallState:                 "CallState",
	AttributeAgentID:                   "AgentID",
	AttributeAgentStateReasonUnused:    "AgentStateReasonUnused",
	AttributeAgentWorkMode:             "AgentWorkMode",
	AttributeReason:                    "Reason",
	AttributeDNIS:                      "DNIS",
	AttributeANI:                       "ANI",
	AttributeThisDN:                    "ThisDN",
	AttributeThisQueue:                 "ThisQueue",
	AttributeThisTrunk:                 "ThisTrunk",
	AttributeThisDNRole:                "ThisDNRole",
	AttributeOtherDN:                   "OtherDN",
	AttributeOtherQueue:                "OtherQueue",
	AttributeOtherTrunk:                "OtherTrunk",
	AttributeOtherDNRole:               "OtherDNRole",
	AttributeThirdPartyDN:              "ThirdPartyDN",
	AttributeThirdPartyQueue:           "ThirdPartyQueue",
	AttributeThirdPartyTrunk:           "ThirdPartyTrunk",
	AttributeThirdPartyDNRole:          "ThirdPartyDNRole",
	AttributeMusicPath:                 "MusicPath",
	AttributeVoiceFileName:             "VoiceFileName",
	AttributeFileHandle:                "FileHandle",
	AttributeUserID:                    "UserID",
	AttributePassword:                  "Password",
	AttributeVoiceSegment:              "VoiceSegment",
	AttributeVoiceIFlag:                "VoiceIFlag",
	AttributeVoiceCFlag:                "VoiceCFlag",
	AttributeNumberOfDigits:            "NumberOfDigits",
	AttributeTerminateDigits:           "TerminateDigits",
	AttributeTimeout:                   "Timeout",
	AttributeCollectedDigits:           "CollectedDigits",
	AttributeLastDigit:                 "LastDigit",
	AttributeInputMask:                 "InputMask",
	AttributeErrorCode:                 "ErrorCode",
	AttributeAddressType:               "AddressType",
	AttributeAddressMode:               "AddressMode",
	AttributeRegisterMode:              "RegisterMode",
	AttributeControlMode:               "ControlMode",
	AttributeUserData:                  "UserData",
	AttributeDataKey:                   "DataKey",
	AttributeExtensions:                "Extensions",
	AttributeCallType:                  "CallType",
	AttributeCallingLineName:           "CallingLineName",
	AttributeAddressInfoType:           "AddressInfoType",
	AttributeAddressInfoStatus:         "AddressInfoStatus",
	AttributeUserEvent:                 "UserEvent",
	AttributeCommunicationDN:           "CommunicationDN",
	AttributeRouteType:                 "RouteType",
	AttributeServerVersion:             "ServerVersion",
	AttributeServerRole:                "ServerRole",
	AttributeServerCapabilityMask:      "ServerCapabilityMask",
	AttributeApplicationName:           "ApplicationName",
	AttributeApplicationPassword:       "ApplicationPassword",
	AttributeMergeType:                 "MergeType",
	AttributeForwardMode:               "ForwardMode",
	AttributeDTMFDigits:                "DTMFDigits",
	AttributeLocation:                  "Location",
	AttributeRemoteLocation:            "RemoteLocation",
	AttributeRemoteConnID:              "RemoteConnID",
	AttributeRemoteDN:                  "RemoteDN",
	AttributeMakeCallType:              "MakeCallType",
	AttributeCallInfoType:              "CallInfoType",
	AttributeHomeLocation:              "HomeLocation",
	AttributeCustomerID:                "CustomerID",
	AttributeFirstTransferHomeLocation: "FirstTransferHomeLocation",
	AttributeFirstTransferOrigDN:       "FirstTransferOrigDN",
	AttributeLastTransferHomeLocation:  "LastTransferHomeLocation",
	AttributeLastTransferOrigDN:        "LastTransferOrigDN",
	AttributeSetOperation:              "SetOperation",
	AttributeNewConnID:                 "NewConnID",
	AttributeTreatmentType:             "TreatmentType",
	AttributeTreatmentParms:            "TreatmentParms",
	AttributeCLID:                      "CLID",
	AttributeTimeinSecs:                "TimeinSecs",
	AttributeTimeinuSecs:               "TimeinuSecs",
	AttributeSwitchInfoType:            "SwitchInfoType",
	AttributeXRouteType:                "XRouteType",
	AttributeAccessNumber:              "AccessNumber",
	AttributeXReferenceID:              "XReferenceID",
	AttributePlace:                     "Place",
	AttributePriority:                  "Priority",
	AttributeAgentIdleReason:           "AgentIdleReason",
	AttributeRegistrationCode:          "RegistrationCode",
	AttributeDNSyncInfo:                "DNSyncInfo",
	AttributeMediaType:                 "MediaType",
	AttributeLocationInfoType:          "LocationInfoType",
	AttributeOriginalConnID:            "OriginalConnID",
	AttributeConsultType:               "ConsultType",
	AttributeMonitorNextCallType:       "MonitorNextCallType",
	AttributeClientID:                  "ClientID",
	AttributeProtocolID:                "ProtocolID",
	AttributePreviousCallID:            "PreviousCallID",
	AttributePrivateMsgID:              "PrivateMsgID",
	AttributeFirstTransferConnID:       "FirstTransferConnID",
	AttributeLastTransferConnID:        "LastTransferConnID",
	AttributeSessionID:                 "SessionID",
	AttributeHost:                      "Host",
	AttributePort:                      "Port",
	AttributeDBID:                      "DBID",
	AttributeOtherDBID:                 "OtherDBID",
	AttributeThirdPartyDBID:            "ThirdPartyDBID",
	AttributeCause:                     "Cause",
	AttributeDN:                        "DN",
	AttributeDialedNumber:              "DialedNumber",
	AttributeOriginConnID:              "OriginConnID",
	AttributeRefConnID:                 "RefConnID",
	AttributeReliability:               "Reliability",
	AttributeTimeStamp:                 "TimeStamp",
	AttributeSwitchTime:                "SwitchTime",
	AttributePartyID:                   "PartyID",
	AttributePartyType:                 "PartyType",
	AttributePartyState:                "PartyState",
	AttributeRefParty:                  "RefParty",
	AttributeCtrlParty:                 "CtrlParty",
	AttributeRemoteLoc:                 "RemoteLoc",
	AttributeRemoteParty:               "RemoteParty",
	AttributeDevice:                    "Device",
	AttributeReserved1:                 "Reserved_1",
	AttributeReserved2:                 "Reserved_2",
	AttributeUpdateRevision:            "UpdateRevision",
	AttributeReturnReceipt:             "ReturnReceipt",
	AttributeReturnReceiptDN:           "ReturnReceiptDN",
	AttributeServerXCapabilities:       "ServerXCapabilities",
	AttributeNetworkCallState:          "NetworkCallState",
	AttributeNetworkDestState:          "NetworkDestState",
	AttributeNetworkPartyRole:          "NetworkPartyRole",
	AttributeNetworkOrigDN:             "NetworkOrigDN",
	AttributeNetworkDestDN:             "NetworkDestDN",
	AttributeCallUUID:                  "CallUUID",
	AttributeNewCallUUID:               "NewCallUUID",
	AttributeOrigCallUUID:              "OrigCallUUID",
	AttributeRefCallUUID:               "RefCallUUID",
	AttributePartyUUID:                 "PartyUUID",
	AttributeISLinkList:                "ISLinkList",
	AttributeServerStartTime:           "ServerStartTime",
	AttributeEventSequenceNumber:       "EventSequenceNumber",
	AttributeSubscriptionOperation:     "SubscriptionOperation",
	AttributeSubscriptionID:            "SubscriptionID",
	AttributeLocalCallType:             "LocalCallType",
	AttributePropagatedCallType:        "PropagatedCallType",
}
