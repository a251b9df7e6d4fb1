// Command capdeck is a live board of screen-capture state per DN, in a
// terminal: see README.md.
package main

func main() {}
