package say

import (
	"strconv"
	"time"

	"capdeck/model/board"
	"capdeck/model/phrase"
)

// NotAwaited returns that a command ended at its EventACK because that was asked for.
func NotAwaited() string { return "not waited for the indication" }

// Accepted returns that T-Server accepted a command, whose indication was not awaited.
func Accepted(c *board.Command) string {
	return c.Verb.String() + " accepted, " + NotAwaited() + " (" + AnswerTime(c.Accepted.Sub(c.Sent)) + ")"
}

// Interrupted returns that a signal ended the sending of commands.
func Interrupted() string { return "interrupted" }

// Round returns the number of a round of commands, counted from 1.
func Round(number int) string { return "round " + strconv.Itoa(number) }

// Rounds returns how many of the rounds of commands were begun.
func Rounds(begun, of int) string {
	if begun < of {
		return phrase.Number(begun) + " of " + phrase.Count(of, "round", "rounds")
	}
	return phrase.Count(of, "round", "rounds")
}

// Latency returns how long the answers of a kind took: half of them, 95 % of them, and the
// slowest.
func Latency(kind string, p50, p95, slowest time.Duration) string {
	return kind + " p50 " + AnswerTime(p50) + ", p95 " + AnswerTime(p95) + ", max " + AnswerTime(slowest)
}

// Unsent returns how many commands were not sent.
func Unsent(n int) string { return phrase.Count(n, "command was", "commands were") + " not sent" }
