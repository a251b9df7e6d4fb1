package event

import "hash/maphash"

// seed makes the hashes of each process different, so that no one can send DNs that collide.
var seed = maphash.MakeSeed()

// HashDN returns a hash of a DN, never 0. It is the same for the life of the process, so that a
// lookup of a DN can use the hash that the session's reader computed ([Event.DNHash]). The value is
// opaque.
func HashDN(dn string) uint64 { return max(maphash.String(seed, dn), 1) }

func hashBytes(dn []byte) uint64 { return max(maphash.Bytes(seed, dn), 1) }
