package report

import (
	"slices"
	"time"
)

// spans are spans in ascending order that neither overlap nor touch.
type spans []Span

// newSpans returns the union of spans, without empty ones.
func newSpans(all []Span) spans {
	all = slices.DeleteFunc(slices.Clone(all), func(s Span) bool { return !s.From.Before(s.To) })
	slices.SortFunc(all, func(a, b Span) int { return a.From.Compare(b.From) })
	var union spans
	for _, s := range all {
		if last := len(union) - 1; last >= 0 && !s.From.After(union[last].To) {
			union[last].To = later(union[last].To, s.To)
			continue
		}
		union = append(union, s)
	}
	return union
}

// without returns what is in s and not in other.
func (s spans) without(other spans) spans {
	if len(other) == 0 {
		return s
	}
	var left spans
	next := 0
	for _, span := range s {
		for next < len(other) && !other[next].To.After(span.From) {
			next++
		}
		for i := next; i < len(other) && other[i].From.Before(span.To); i++ {
			if span.From.Before(other[i].From) {
				left = append(left, Span{span.From, other[i].From})
			}
			span.From = later(span.From, other[i].To)
		}
		if span.From.Before(span.To) {
			left = append(left, span)
		}
	}
	return left
}

// both returns what is in s and in other.
func (s spans) both(other spans) spans { return s.without(s.without(other)) }

// length returns the sum of the lengths.
func (s spans) length() time.Duration {
	var sum time.Duration
	for _, span := range s {
		sum += span.Length()
	}
	return sum
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
