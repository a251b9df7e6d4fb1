package capture

import (
	"fmt"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/wire"
)

// maxWordBytes is how many bytes of a word outside the contract are journaled.
const maxWordBytes = 64

// intentWriter journals the requests that are about to be sent. Only the session's sender uses
// it.
type intentWriter struct {
	journal journal.Journal
	site    string
	intents []journal.Intent
}

// record is the session's Options.BeforeWrite: it journals all requests of the batch with one
// write. Automatic queries that leave together share one line (docs/ARCHITECTURE.md, How a
// command travels).
func (w *intentWriter) record(batch *tlibconn.WriteBatch) error {
	w.intents = w.intents[:0]
	queries := -1 // index of the intent of the automatic queries
	for _, request := range batch.Requests {
		command, reference := &request.Command, request.ReferenceID()
		if command.Automatic && queries >= 0 {
			w.intents[queries].Last = reference
			w.intents[queries].Count++
			continue
		}
		intent := journal.Intent{
			Time: batch.Time, Site: w.site, Server: batch.Address, Connection: batch.Connection,
			Verb: word(request), Reference: reference,
		}
		if command.Automatic {
			queries = len(w.intents)
			intent.Automatic, intent.Round, intent.Last, intent.Count = true, command.Round, reference, 1
		} else {
			intent.Command, intent.DN, intent.ConnID = command.ID, command.DN, connID(request)
		}
		w.intents = append(w.intents, intent)
	}
	if err := w.journal.Intent(w.intents); err != nil {
		return fmt.Errorf("%w: %w", ErrJournal, err)
	}
	return nil
}

// word returns a request's verb for the journal: the word under the capture key, "" for user
// data without one, and the message's name for any other request.
func word(request *tlibconn.Request) string {
	if request.Command.Verb != event.VerbNone {
		return request.Command.Verb.String()
	}
	if request.Message.Type != wire.RequestSendEvent {
		return request.Message.Type.String()
	}
	list, _ := request.Message.List(wire.AttributeUserData)
	said := event.ParseCapture(list)
	return said.Text(maxWordBytes)
}

func connID(request *tlibconn.Request) uint64 {
	if request.Command.ConnID != 0 {
		return request.Command.ConnID
	}
	id, _ := request.Message.Long(wire.AttributeConnID)
	return id
}
