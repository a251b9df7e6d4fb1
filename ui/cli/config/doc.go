// Package config is the configuration file: what it may hold, reading it with
// every mistake named, merging it with the other layers, and changing one key of
// it. Its keys are the flags' own names, derived from the flags, and a table
// [keys] that binds keys to actions. The package knows flags and actions as
// data; which file is meant and who asks for it is told to it.
package config
