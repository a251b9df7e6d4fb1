// Package incidents draws the list of incidents: what went wrong, where, for how long, and
// who has acknowledged it. It reads the pane of model/incidents and decides nothing.
package incidents
