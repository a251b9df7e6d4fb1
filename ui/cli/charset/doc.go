// Package charset converts DNs and other texts between UTF-8 and the character set of a T-Server. It knows encodings
// by name, but no flags and no session.
package charset
