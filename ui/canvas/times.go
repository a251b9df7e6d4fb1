package canvas

// Layouts of times of day, for time.Time.Format: to the minute, the second and the
// millisecond.
const (
	Minutes = "15:04"
	Seconds = "15:04:05"
	Millis  = "15:04:05.000"
)
