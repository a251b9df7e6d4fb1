// Package teams draws the list of teams: a line for each, with numbers in columns. It
// knows neither the board nor what keys do; it is given the lines that are visible.
package teams
