package contract

// The lines of the contract (SEMANTICS.md, The screen-capture contract). A test checks that
// each of them stands there word for word, apart from its line breaks.
const (
	clauseCommand = "AttrThisDN: a DN this client has registered (it need not be party to a call); event: thisDN the same DN, " +
		"messageType `EventUserEvent`, connectionID of the voice call if there is one, " +
		"userData `screen-capture` = `start`, `stop`, `pause`, `resume` or `query`"
	clauseIndication = "AttrThisDN: the DN that is to receive it; the same form, userData `screen-capture` = `enabled`, `disabled` or `paused`"
	clauseDelivered  = "| T-Server → agent desktop | `EventUserEvent` | the indication |"
	clauseForwarded  = "| T-Server → recording vendor (monitors the DN) | `EventUserEvent` | the same thisDN, connectionID, userData |"
	clauseAnswered   = "| T-Server → agent desktop | `EventACK` or `EventError` | accepted, or cannot be performed |"
	clauseQuery      = "`query` changes nothing; the recorder answers it with an indication."
	clauseKeys       = "send `screen-capture`; accept both keys on receipt."
	clauseWords      = "Other case, spaces, a number, a list, an unknown word: changes nothing, shown raw as the sender's fault."
	clauseSuccess    = "**Success is the recorder's indication**"
	clauseUnknownDN  = "An unknown DN: `EventError` 59, \"DN is not configured in CME\"."
	clauseEcho       = "Whether the sender gets its own event back is *unverified*"
	clauseClients    = "T-Server hands the event to every client registered on the event's ThisDN."
)

// noClause begins the clause of a case that no line of the contract is about.
const noClause = "no line of the contract: "
