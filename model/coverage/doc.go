// Package coverage sets the calls of each DN against its captures: which stretches on
// calls were captured, which parts were paused, off or cannot be verified, which gaps that
// left, and what was not watched at all (docs/COVERAGE.md has the terms and rules).
//
// A Coverage is fed with the changes of a board ([Coverage.Changed]) and with the time
// ([Coverage.Expire]). It reads no clock and does no I/O: what is to be kept is returned as
// values ([Coverage.TakeStretches], [Coverage.TakeBlinds]), and so is what is to be an
// incident ([Coverage.TakeNotices]). It knows no screen, no file, and no session.
package coverage
