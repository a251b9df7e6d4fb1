package canvas

// Minutes, Seconds and Millis are layouts of a time of day for time.Time.Format, with
// that precision.
const (
	Minutes = "15:04"
	Seconds = "15:04:05"
	Millis  = "15:04:05.000"
)
