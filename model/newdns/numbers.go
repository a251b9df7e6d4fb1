package newdns

import (
	"math/bits"

	"capdeck/model/dnlist"
)

// numbers is a set of DNs that consist only of digits: 64 numbers of the same length
// share a word, so that a range costs no more than a few names.
type numbers map[numbersKey]uint64

type numbersKey struct {
	width int
	high  uint64 // the number without its last six bits
}

// wordBits is how many numbers share a word.
const wordBits = 64

// first returns the lowest number of a range that is in the set.
func (s numbers) first(item *dnlist.Item) (n uint64, found bool) {
	for key, mask := range words64(item) {
		if both := s[key] & mask; both != 0 {
			return key.high*wordBits + uint64(bits.TrailingZeros64(both)), true
		}
	}
	return 0, false
}

// add adds the numbers of a range.
func (s numbers) add(item *dnlist.Item) {
	for key, mask := range words64(item) {
		s[key] |= mask
	}
}

// words64 yields the words that a range covers, from its lowest number, each with the
// bits of the numbers in the range.
func words64(item *dnlist.Item) func(yield func(numbersKey, uint64) bool) {
	return func(yield func(numbersKey, uint64) bool) {
		for high := item.First / wordBits; high <= item.Last/wordBits; high++ {
			mask := ^uint64(0)
			if high == item.First/wordBits {
				mask &= ^uint64(0) << (item.First % wordBits)
			}
			if high == item.Last/wordBits {
				mask &= ^uint64(0) >> (wordBits - 1 - item.Last%wordBits)
			}
			if !yield(numbersKey{item.Width, high}, mask) {
				return
			}
		}
	}
}
