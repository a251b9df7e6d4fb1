// Package contract is the screen-capture contract as test cases (SEMANTICS.md, The
// screen-capture contract). It runs them against a live T-Server and the recorder behind
// it, through sessions of package capture, and returns a Report. It knows neither the
// simulated T-Server nor the recorder of this project, so that it cannot share a mistake
// with them, and it knows no screen and no file: how a report looks is the caller's.
//
// A Case has a stable ID, a Class that says what follows if it deviates, and a Subject,
// the party that it judges. A Result has one Run for each time that the case ran, with
// what was sent, expected and seen, and the messages of that run.
package contract
