package wire

import (
	"strconv"
)

// MessageType is the number of a T-Library message: the u32 after the attribute
// count (WIRE.md, Message body). Numbers without a constant here are legal and are
// re-encoded unchanged.
type MessageType uint32

// The message numbers of the published T-Library header, as in messages.tsv
// (WIRE.md, files). A T-Client sends requests to T-Server; T-Server sends events to
// its T-Clients.
const (
	RequestRegisterClient                 MessageType = 0
	RequestQueryServer                    MessageType = 1
	RequestQueryAddress                   MessageType = 2
	RequestRegisterAddress                MessageType = 3
	RequestUnregisterAddress              MessageType = 4
	RequestRegisterAll                    MessageType = 5
	RequestUnregisterAll                  MessageType = 6
	RequestSetInputMask                   MessageType = 7
	RequestAgentLogin                     MessageType = 8
	RequestAgentLogout                    MessageType = 9
	RequestAgentReady                     MessageType = 10
	RequestAgentNotReady                  MessageType = 11
	RequestSetDNDOn                       MessageType = 12
	RequestSetDNDOff                      MessageType = 13
	RequestMakeCall                       MessageType = 14
	RequestMakePredictiveCall             MessageType = 15
	RequestAnswerCall                     MessageType = 16
	RequestReleaseCall                    MessageType = 17
	RequestHoldCall                       MessageType = 18
	RequestRetrieveCall                   MessageType = 19
	RequestInitiateConference             MessageType = 20
	RequestCompleteConference             MessageType = 21
	RequestDeleteFromConference           MessageType = 22
	RequestInitiateTransfer               MessageType = 23
	RequestMuteTransfer                   MessageType = 24
	RequestSingleStepTransfer             MessageType = 25
	RequestCompleteTransfer               MessageType = 26
	RequestMergeCalls                     MessageType = 27
	RequestAlternateCall                  MessageType = 28
	RequestReconnectCall                  MessageType = 29
	RequestAttachUserData                 MessageType = 30
	RequestUpdateUserData                 MessageType = 31
	RequestDeleteUserData                 MessageType = 32
	RequestDeletePair                     MessageType = 33
	RequestCallForwardSet                 MessageType = 34
	RequestCallForwardCancel              MessageType = 35
	RequestRouteCall                      MessageType = 36
	RequestGiveMusicTreatment             MessageType = 37
	RequestGiveSilenceTreatment           MessageType = 38
	RequestGiveRingBackTreatment          MessageType = 39
	RequestLoginMailBox                   MessageType = 40
	RequestLogoutMailBox                  MessageType = 41
	RequestOpenVoiceFile                  MessageType = 42
	RequestCloseVoiceFile                 MessageType = 43
	RequestPlayVoiceFile                  MessageType = 44
	RequestCollectDigits                  MessageType = 45
	RequestSetMessageWaitingOn            MessageType = 46
	RequestSetMessageWaitingOff           MessageType = 47
	RequestDistributeUserEvent            MessageType = 48
	RequestSendEvent                      MessageType = 49
	EventServerConnected                  MessageType = 50
	EventServerDisconnected               MessageType = 51
	EventError                            MessageType = 52
	EventRegistered                       MessageType = 53
	EventUnregistered                     MessageType = 54
	EventRegisteredAll                    MessageType = 55
	EventUnregisteredAll                  MessageType = 56
	EventQueued                           MessageType = 57
	EventDiverted                         MessageType = 58
	EventAbandoned                        MessageType = 59
	EventRinging                          MessageType = 60
	EventDialing                          MessageType = 61
	EventNetworkReached                   MessageType = 62
	EventDestinationBusy                  MessageType = 63
	EventEstablished                      MessageType = 64
	EventReleased                         MessageType = 65
	EventHeld                             MessageType = 66
	EventRetrieved                        MessageType = 67
	EventPartyChanged                     MessageType = 68
	EventPartyAdded                       MessageType = 69
	EventPartyDeleted                     MessageType = 70
	EventRouteRequest                     MessageType = 71
	EventRouteUsed                        MessageType = 72
	EventAgentLogin                       MessageType = 73
	EventAgentLogout                      MessageType = 74
	EventAgentReady                       MessageType = 75
	EventAgentNotReady                    MessageType = 76
	EventDNDOn                            MessageType = 77
	EventDNDOff                           MessageType = 78
	EventMailBoxLogin                     MessageType = 79
	EventMailBoxLogout                    MessageType = 80
	EventVoiceFileOpened                  MessageType = 81
	EventVoiceFileClosed                  MessageType = 82
	EventVoiceFileEndPlay                 MessageType = 83
	EventDigitsCollected                  MessageType = 84
	EventAttachedDataChanged              MessageType = 85
	EventOffHook                          MessageType = 86
	EventOnHook                           MessageType = 87
	EventForwardSet                       MessageType = 88
	EventForwardCancel                    MessageType = 89
	EventMessageWaitingOn                 MessageType = 90
	EventMessageWaitingOff                MessageType = 91
	EventAddressInfo                      MessageType = 92
	EventServerInfo                       MessageType = 93
	EventLinkDisconnected                 MessageType = 94
	EventLinkConnected                    MessageType = 95
	EventUserEvent                        MessageType = 96
	RequestSendDtmf                       MessageType = 97
	EventDtmfSent                         MessageType = 98
	EventResourceAllocated                MessageType = 99
	EventResourceFreed                    MessageType = 100
	EventRemoteConnectionSuccess          MessageType = 101
	EventRemoteConnectionFailed           MessageType = 102
	RequestRedirectCall                   MessageType = 103
	RequestListenDisconnect               MessageType = 104
	RequestListenReconnect                MessageType = 105
	EventListenDisconnected               MessageType = 106
	EventListenReconnected                MessageType = 107
	RequestQueryCall                      MessageType = 108
	EventPartyInfo                        MessageType = 109
	RequestClearCall                      MessageType = 110
	RequestSetCallInfo                    MessageType = 111
	EventCallInfoChanged                  MessageType = 112
	RequestApplyTreatment                 MessageType = 113
	EventTreatmentApplied                 MessageType = 114
	EventTreatmentNotApplied              MessageType = 115
	EventTreatmentEnd                     MessageType = 116
	EventHardwareError                    MessageType = 117
	EventAgentAfterCallWork               MessageType = 118
	EventTreatmentRequired                MessageType = 119
	RequestSingleStepConference           MessageType = 120
	RequestQuerySwitch                    MessageType = 121
	EventSwitchInfo                       MessageType = 122
	RequestGetAccessNumber                MessageType = 123
	RequestCancelReqGetAccessNumber       MessageType = 124
	EventAnswerAccessNumber               MessageType = 125
	EventReqGetAccessNumberCanceled       MessageType = 126
	RequestReserveAgent                   MessageType = 127
	EventAgentReserved                    MessageType = 128
	RequestReserveAgentAndGetAccessNumber MessageType = 129
	RequestAgentSetIdleReason             MessageType = 130
	EventAgentIdleReasonSet               MessageType = 131
	EventRestoreConnection                MessageType = 132
	EventPrimaryChanged                   MessageType = 133
	RequestLostBackupConnection           MessageType = 134
	RequestSetDNInfo                      MessageType = 135
	RequestQueryLocation                  MessageType = 136
	EventLocationInfo                     MessageType = 137
	EventACK                              MessageType = 138
	RequestMonitorNextCall                MessageType = 139
	RequestCancelMonitoring               MessageType = 140
	EventMonitoringNextCall               MessageType = 141
	EventMonitoringCancelled              MessageType = 142
	RequestSetMuteOn                      MessageType = 143
	RequestSetMuteOff                     MessageType = 144
	EventMuteOn                           MessageType = 145
	EventMuteOff                          MessageType = 146
	EventDNOutOfService                   MessageType = 147
	EventDNBackInService                  MessageType = 148
	RequestPrivateService                 MessageType = 149
	EventPrivateInfo                      MessageType = 150
	EventBridged                          MessageType = 151
	EventQueueLogout                      MessageType = 152
	EventCallCreated                      MessageType = 160
	EventCallDataChanged                  MessageType = 161
	EventCallDeleted                      MessageType = 162
	EventCallPartyAdded                   MessageType = 163
	EventCallPartyState                   MessageType = 164
	EventCallPartyMoved                   MessageType = 165
	EventCallPartyDeleted                 MessageType = 166
	RequestStartCallMonitoring            MessageType = 167
	RequestStopCallMonitoring             MessageType = 168
	RequestSendReturnReceipt              MessageType = 169
	EventReturnReceipt                    MessageType = 170
	RequestNetworkConsult                 MessageType = 171
	RequestNetworkAlternate               MessageType = 172
	RequestNetworkTransfer                MessageType = 173
	RequestNetworkMerge                   MessageType = 174
	RequestNetworkReconnect               MessageType = 175
	RequestNetworkSingleStepTransfer      MessageType = 176
	RequestNetworkPrivateService          MessageType = 177
	EventNetworkCallStatus                MessageType = 178
	EventNetworkPrivateInfo               MessageType = 179
	RequestTransactionMonitoring          MessageType = 180
	EventTransactionStatus                MessageType = 181
	EventResourceInfo                     MessageType = 182
)

// String returns the T-Library name of the message, or Message<number> for a
// number without a name (WIRE.md, Messages as JSON).
func (t MessageType) String() string {
	if t.IsKnown() {
		return messageNames[t]
	}
	return "Message" + strconv.FormatUint(uint64(t), 10)
}

var messageNames = [...]string{
	RequestRegisterClient:                 "RequestRegisterClient",
	RequestQueryServer:                    "RequestQueryServer",
	RequestQueryAddress:                   "RequestQueryAddress",
	RequestRegisterAddress:                "RequestRegisterAddress",
	RequestUnregisterAddress:              "RequestUnregisterAddress",
	RequestRegisterAll:                    "RequestRegisterAll",
	RequestUnregisterAll:                  "RequestUnregisterAll",
	RequestSetInputMask:                   "RequestSetInputMask",
	RequestAgentLogin:                     "RequestAgentLogin",
	RequestAgentLogout:                    "RequestAgentLogout",
	RequestAgentReady:                     "RequestAgentReady",
	RequestAgentNotReady:                  "RequestAgentNotReady",
	RequestSetDNDOn:                       "RequestSetDNDOn",
	RequestSetDNDOff:                      "RequestSetDNDOff",
	RequestMakeCall:                       "RequestMakeCall",
	RequestMakePredictiveCall:             "RequestMakePredictiveCall",
	RequestAnswerCall:                     "RequestAnswerCall",
	RequestReleaseCall:                    "RequestReleaseCall",
	RequestHoldCall:                       "RequestHoldCall",
	RequestRetrieveCall:                   "RequestRetrieveCall",
	RequestInitiateConference:             "RequestInitiateConference",
	RequestCompleteConference:             "RequestCompleteConference",
	RequestDeleteFromConference:           "RequestDeleteFromConference",
	RequestInitiateTransfer:               "RequestInitiateTransfer",
	RequestMuteTransfer:                   "RequestMuteTransfer",
	RequestSingleStepTransfer:             "RequestSingleStepTransfer",
	RequestCompleteTransfer:               "RequestCompleteTransfer",
	RequestMergeCalls:                     "RequestMergeCalls",
	RequestAlternateCall:                  "RequestAlternateCall",
	RequestReconnectCall:                  "RequestReconnectCall",
	RequestAttachUserData:                 "RequestAttachUserData",
	RequestUpdateUserData:                 "RequestUpdateUserData",
	RequestDeleteUserData:                 "RequestDeleteUserData",
	RequestDeletePair:                     "RequestDeletePair",
	RequestCallForwardSet:                 "RequestCallForwardSet",
	RequestCallForwardCancel:              "RequestCallForwardCancel",
	RequestRouteCall:                      "RequestRouteCall",
	RequestGiveMusicTreatment:             "RequestGiveMusicTreatment",
	RequestGiveSilenceTreatment:           "RequestGiveSilenceTreatment",
	RequestGiveRingBackTreatment:          "RequestGiveRingBackTreatment",
	RequestLoginMailBox:                   "RequestLoginMailBox",
	RequestLogoutMailBox:                  "RequestLogoutMailBox",
	RequestOpenVoiceFile:                  "RequestOpenVoiceFile",
	RequestCloseVoiceFile:                 "RequestCloseVoiceFile",
	RequestPlayVoiceFile:                  "RequestPlayVoiceFile",
	RequestCollectDigits:                  "RequestCollectDigits",
	RequestSetMessageWaitingOn:            "RequestSetMessageWaitingOn",
	RequestSetMessageWaitingOff:           "RequestSetMessageWaitingOff",
	RequestDistributeUserEvent:            "RequestDistributeUserEvent",
	RequestSendEvent:                      "RequestSendEvent",
	EventServerConnected:                  "EventServerConnected",
	EventServerDisconnected:               "EventServerDisconnected",
	EventError:                            "EventError",
	EventRegistered:                       "EventRegistered",
	EventUnregistered:                     "EventUnregistered",
	EventRegisteredAll:                    "EventRegisteredAll",
	EventUnregisteredAll:                  "EventUnregisteredAll",
	EventQueued:                           "EventQueued",
	EventDiverted:                         "EventDiverted",
	EventAbandoned:                        "EventAbandoned",
	EventRinging:                          "EventRinging",
	EventDialing:                          "EventDialing",
	EventNetworkReached:                   "EventNetworkReached",
	EventDestinationBusy:                  "EventDestinationBusy",
	EventEstablished:                      "EventEstablished",
	EventReleased:                         "EventReleased",
	EventHeld:                             "EventHeld",
	EventRetrieved:                        "EventRetrieved",
	EventPartyChanged:                     "EventPartyChanged",
	EventPartyAdded:                       "EventPartyAdded",
	EventPartyDeleted:                     "EventPartyDeleted",
	EventRouteRequest:                     "EventRouteRequest",
	EventRouteUsed:                        "EventRouteUsed",
	EventAgentLogin:                       "EventAgentLogin",
	EventAgentLogout:                      "EventAgentLogout",
	EventAgentReady:                       "EventAgentReady",
	EventAgentNotReady:                    "EventAgentNotReady",
	EventDNDOn:                            "EventDNDOn",
	EventDNDOff:                           "EventDNDOff",
	EventMailBoxLogin:                     "EventMailBoxLogin",
	EventMailBoxLogout:                    "EventMailBoxLogout",
	EventVoiceFileOpened:                  "EventVoiceFileOpened",
	EventVoiceFileClosed:                  "EventVoiceFileClosed",
	EventVoiceFileEndPlay:                 "EventVoiceFileEndPlay",
	EventDigitsCollected:                  "EventDigitsCollected",
	EventAttachedDataChanged:              "EventAttachedDataChanged",
	EventOffHook:                          "EventOffHook",
	EventOnHook:                           "EventOnHook",
	EventForwardSet:                       "EventForwardSet",
	EventForwardCancel:                    "EventForwardCancel",
	EventMessageWaitingOn:                 "EventMessageWaitingOn",
	EventMessageWaitingOff:                "EventMessageWaitingOff",
	EventAddressInfo:                      "EventAddressInfo",
	EventServerInfo:                       "EventServerInfo",
	EventLinkDisconnected:                 "EventLinkDisconnected",
	EventLinkConnected:                    "EventLinkConnected",
	EventUserEvent:                        "EventUserEvent",
	RequestSendDtmf:                       "RequestSendDtmf",
	EventDtmfSent:                         "EventDtmfSent",
	EventResourceAllocated:                "EventResourceAllocated",
	EventResourceFreed:                    "EventResourceFreed",
	EventRemoteConnectionSuccess:          "EventRemoteConnectionSuccess",
	EventRemoteConnectionFailed:           "EventRemoteConnectionFailed",
	RequestRedirectCall:                   "RequestRedirectCall",
	RequestListenDisconnect:               "RequestListenDisconnect",
	RequestListenReconnect:                "RequestListenReconnect",
	EventListenDisconnected:               "EventListenDisconnected",
	EventListenReconnected:                "EventListenReconnected",
	RequestQueryCall:                      "RequestQueryCall",
	EventPartyInfo:                        "EventPartyInfo",
	RequestClearCall:                      "RequestClearCall",
	RequestSetCallInfo:                    "RequestSetCallInfo",
	EventCallInfoChanged:                  "EventCallInfoChanged",
	RequestApplyTreatment:                 "RequestApplyTreatment",
	EventTreatmentApplied:                 "EventTreatmentApplied",
	EventTreatmentNotApplied:              "EventTreatmentNotApplied",
	EventTreatmentEnd:                     "EventTreatmentEnd",
	EventHardwareError:                    "EventHardwareError",
	EventAgentAfterCallWork:               "EventAgentAfterCallWork",
	EventTreatmentRequired:                "EventTreatmentRequired",
	RequestSingleStepConference:           "RequestSingleStepConference",
	RequestQuerySwitch:                    "RequestQuerySwitch",
	EventSwitchInfo:                       "EventSwitchInfo",
	RequestGetAccessNumber:                "RequestGetAccessNumber",
	RequestCancelReqGetAccessNumber:       "RequestCancelReqGetAccessNumber",
	EventAnswerAccessNumber:               "EventAnswerAccessNumber",
	EventReqGetAccessNumberCanceled:       "EventReqGetAccessNumberCanceled",
	RequestReserveAgent:                   "RequestReserveAgent",
	EventAgentReserved:                    "EventAgentReserved",
	RequestReserveAgentAndGetAccessNumber: "RequestReserveAgentAndGetAccessNumber",
	RequestAgentSetIdleReason:             "RequestAgentSetIdleReason",
	EventAgentIdleReasonSet:               "EventAgentIdleReasonSet",
	EventRestoreConnection:                "EventRestoreConnection",
	EventPrimaryChanged:                   "EventPrimaryChanged",
	RequestLostBackupConnection:           "RequestLostBackupConnection",
	RequestSetDNInfo:                      "RequestSetDNInfo",
	RequestQueryLocation:                  "RequestQueryLocation",
	EventLocationInfo:                     "EventLocationInfo",
	EventACK:                              "EventACK",
	RequestMonitorNextCall:                "RequestMonitorNextCall",
	RequestCancelMonitoring:               "RequestCancelMonitoring",
	EventMonitoringNextCall:               "EventMonitoringNextCall",
	EventMonitoringCancelled:              "EventMonitoringCancelled",
	RequestSetMuteOn:                      "RequestSetMuteOn",
	RequestSetMuteOff:                     "RequestSetMuteOff",
	EventMuteOn:                           "EventMuteOn",
	EventMuteOff:                          "EventMuteOff",
	EventDNOutOfService:                   "EventDNOutOfService",
	EventDNBackInService:                  "EventDNBackInService",
	RequestPrivateService:                 "RequestPrivateService",
	EventPrivateInfo:                      "EventPrivateInfo",
	EventBridged:                          "EventBridged",
	EventQueueLogout:                      "EventQueueLogout",
	EventCallCreated:                      "EventCallCreated",
	EventCallDataChanged:                  "EventCallDataChanged",
	EventCallDeleted:                      "EventCallDeleted",
	EventCallPartyAdded:                   "EventCallPartyAdded",
	EventCallPartyState:                   "EventCallPartyState",
	EventCallPartyMoved:                   "EventCallPartyMoved",
	EventCallPartyDeleted:                 "EventCallPartyDeleted",
	RequestStartCallMonitoring:            "RequestStartCallMonitoring",
	RequestStopCallMonitoring:             "RequestStopCallMonitoring",
	RequestSendReturnReceipt:              "RequestSendReturnReceipt",
	EventReturnReceipt:                    "EventReturnReceipt",
	RequestNetworkConsult:                 "RequestNetworkConsult",
	RequestNetworkAlternate:               "RequestNetworkAlternate",
	RequestNetworkTransfer:                "RequestNetworkTransfer",
	RequestNetworkMerge:                   "RequestNetworkMerge",
	RequestNetworkReconnect:               "RequestNetworkReconnect",
	RequestNetworkSingleStepTransfer:      "RequestNetworkSingleStepTransfer",
	RequestNetworkPrivateService:          "RequestNetworkPrivateService",
	EventNetworkCallStatus:                "EventNetworkCallStatus",
	EventNetworkPrivateInfo:               "EventNetworkPrivateInfo",
	RequestTransactionMonitoring:          "RequestTransactionMonitoring",
	EventTransactionStatus:                "EventTransactionStatus",
	EventResourceInfo:                     "EventResourceInfo",
}
