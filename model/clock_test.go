package model

import (
	"testing"
	"time"
	"unsafe"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/rows"
	"capdeck/tlibconn/event"
)

// setBack returns t as time.Now would have returned it if the clock had been set back by d:
// with an earlier time of day and the same monotonic reading. Package time has no function
// that creates such a Time.
func setBack(t time.Time, d time.Duration) time.Time {
	reading := (*struct {
		wall uint64 // from its 31st bit on the seconds
		ext  int64  // the monotonic reading
		loc  *time.Location
	})(unsafe.Pointer(&t))
	reading.wall -= uint64(d/time.Second) << 30
	return t
}

func TestSetBack(t *testing.T) {
	now := time.Now()
	back := setBack(now, time.Hour)
	if got := now.Sub(back); got != 0 {
		t.Errorf("by the monotonic clock the times differ by %v", got)
	}
	if got := now.Unix() - back.Unix(); got != 3600 {
		t.Errorf("by the time of day they differ by %d s", got)
	}
}

// TestClockSetBack sets the clock back by an hour between the events of the first DN and
// those of the second.
func TestClockSetBack(t *testing.T) {
	f := newFloor(t, 3, Options{Confirm: ConfirmNever, WriteLock: 10 * time.Minute})
	begun := time.Now()
	later := func(d time.Duration) time.Time { return setBack(begun.Add(d), time.Hour) }
	f.now = begun
	f.indicate("7001", "enabled")
	f.flush()
	f.do(action.Lock)
	f.commands(event.VerbStop, "7001")
	f.leave()
	f.now = later(time.Second)
	f.indicate("7002", "enabled")
	f.flush()
	f.commands(event.VerbStop, "7002")
	f.leave()
	for _, c := range []column.ID{column.Since, column.Heard, column.Last} {
		f.m.Rows().SortBy(f.now, rows.Order{First: rows.SortKey{Column: c}})
		f.want("sorted by "+c.String(), f.visible(), "7002 7001 7003")
	}
	f.now = later(11 * time.Second)
	f.update(Tick{Now: f.now})
	for _, dn := range []string{"7001", "7002"} {
		row := f.m.board.Row(keyOf(dn))
		if command, _ := row.LastCommand(); command.Life != board.LifeLost {
			t.Errorf("%s: the command is %v at the end of its time", dn, command.Life)
		}
	}
	f.now = later(10*time.Minute + 2*time.Second)
	f.update(Tick{Now: f.now})
	if !f.m.Locked() {
		t.Error("the write-lock is open after its time")
	}
}
