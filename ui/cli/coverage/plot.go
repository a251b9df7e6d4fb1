package coverage

import (
	"fmt"

	"capdeck/model/coverage/report"
	"capdeck/model/phrase"
	"capdeck/model/say"
)

// The sizes of a plot, in its own units.
const (
	plotWidth  = 720
	plotHeight = 190
	plotLeft   = 44
	plotTop    = 24
	plotBase   = 140 // y of the axis
)

// plot is a bar chart.
type plot struct {
	Title, Note   string
	Width, Height int
	Left, Base    int
	Right         int
	Ticks         []tick
	Bars          []plotBar
	// Target is y of the line of --target, 0 for none.
	Target float64
	// Strip says what the strip below the axis means, "" if there is none.
	Strip string
}

// tick is a mark of the y axis.
type tick struct {
	Y    float64
	Text string
}

// plotBar is one bar. What it shows is also in its texts, not by colour alone.
type plotBar struct {
	X, Width float64
	// Y and Height are those of the bar; RestY and Rest those of what is missing above it.
	Y, Height, RestY, Rest float64
	// Blind is the share that was not watched, from 0 to 1.
	Blind                float64
	Label, Value, Detail string
	Middle               float64
}

func newPlot(title string, ticks []tick) plot {
	return plot{Title: title, Width: plotWidth, Height: plotHeight, Left: plotLeft, Base: plotBase, Right: plotWidth - 8, Ticks: ticks}
}

// place returns the bar number i of n.
func place(i, n int) plotBar {
	step := float64(plotWidth-plotLeft-8) / float64(max(n, 1))
	x := plotLeft + float64(i)*step
	return plotBar{X: x + step*0.1, Width: step * 0.8, Middle: x + step/2}
}

// height returns the height of a share of the plot.
func height(share float64) float64 { return share * (plotBase - plotTop) }

// shares returns a plot of the share of lines, with what was not watched below the axis.
func (p *page) shares(title string, lines []report.Line, name func(*report.Line) string) plot {
	var ticks []tick
	for _, of := range []float64{0, 0.5, 1} {
		ticks = append(ticks, tick{plotBase - height(of), fmt.Sprintf("%g %%", of*100)})
	}
	made := newPlot(title, ticks)
	made.Strip = say.ReportStrip
	if p.asked.target > 0 {
		made.Target = plotBase - height(p.asked.target/100)
		made.Note = fmt.Sprintf("Dashed: the target of %g %%.", p.asked.target)
	}
	for i := range lines {
		bar := place(i, len(lines))
		bar.Label = name(&lines[i])
		bar.Detail = bar.Label + ": no calls"
		if share, ok := lines[i].Sums.Share(); ok {
			bar.Height = height(share)
			bar.Y, bar.Rest = plotBase-bar.Height, height(1-share)
			bar.RestY = bar.Y - bar.Rest
			bar.Value = fmt.Sprintf("%.0f", share*100)
			if share < 1 && bar.Value == "100" {
				bar.Value = "99"
			}
			s := &lines[i].Sums
			bar.Detail = fmt.Sprintf("%s: %s, %s of %s stretches", bar.Label, phrase.Percent(share), phrase.Number(s.Covered), phrase.Number(s.Stretches-s.Excluded))
		}
		if blind, ok := lines[i].NotWatchedShare(); ok {
			bar.Blind = blind
			bar.Detail += "; " + say.NotWatched(blind)
		}
		if len(lines) > 35 {
			bar.Value = "" // no room
		}
		made.Bars = append(made.Bars, bar)
	}
	return made
}

// captures returns the histogram of the times to capture.
func (p *page) captures() plot {
	counts := p.Captures.Histogram()
	most := 1
	for _, count := range counts {
		most = max(most, count)
	}
	made := newPlot("Time to capture", []tick{{plotBase, "0"}, {plotTop, phrase.Number(most)}})
	made.Note = phrase.Sentence(say.ReportToCapture(&p.Captures))
	bounds := report.Bars()
	for i, count := range counts {
		bar := place(i, len(counts))
		switch {
		case i == len(bounds):
			bar.Label = "more"
		case bounds[i] == 0:
			bar.Label = "0 s"
		default:
			bar.Label = "≤ " + say.DurationAtMost(bounds[i])
		}
		bar.Height = height(float64(count) / float64(most))
		bar.Y = plotBase - bar.Height
		bar.Value, bar.Detail = phrase.Number(count), bar.Label+": "+phrase.Number(count)
		made.Bars = append(made.Bars, bar)
	}
	return made
}
