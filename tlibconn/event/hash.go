package event

import "hash/maphash"

// seed makes the hashes of this process its own, so that nobody can send names
// that collide.
var seed = maphash.MakeSeed()

// HashDN returns a hash of a DN, never 0. It is the same for the whole life of
// the process: whoever looks DNs up shares the one that the session's reader has
// made ([Event.DNHash]).
func HashDN(dn string) uint64 { return max(maphash.String(seed, dn), 1) }

func hashBytes(dn []byte) uint64 { return max(maphash.Bytes(seed, dn), 1) }
