// Package config handles the configuration file: what it may contain, reading it with every error reported, merging
// it with the other layers, and changing one key of it. Its keys are the names of the flags, derived from the flags,
// and a table [keys] that binds keys to actions. The package knows flags and actions as data. It does not know which
// file is used or who asks for it: callers pass both.
package config
