// Package charset converts a DN and other texts between UTF-8 and the character
// set of a T-Server. It knows encodings by name; it knows no flag and no session.
package charset
