// Package crash is how goroutines start and how the program ends when something is wrong with it: every
// goroutine and tea.Cmd of capdeck runs under a Guard, and this package is the only one with a go
// statement (a test on the syntax tree of the whole module checks it). See docs/ARCHITECTURE.md, "Rules of
// the terminal".
//
// # Panics
//
// A panic under the Guard is recovered; a report with the stacks of all goroutines goes to a file that only
// its owner may read; the terminal is restored; Bubble Tea is asked to end; End says in one sentence where
// the report is. If the program does not get to End within EndTimeout, because the panic left a lock held,
// the Guard says it and exits itself.
//
// Bubble Tea starts the commands, so Model wraps every command that the model returns, inside batches and
// sequences too. Its own catching of panics prints to standard output over the screen and must be off
// (tea.WithoutCatchPanics); what panics in Bubble Tea itself, on its own goroutines, cannot be recovered by
// anybody. CatchFatal gives these, and the runtime's fatal errors, a file too.
//
// # Signals
//
// Bubble Tea v1.3.10 handles SIGINT and SIGTERM only, and sends their message to an event loop that may be
// stuck. HandleSignals takes HUP, INT, QUIT and TERM instead (tea.WithoutSignalHandler): the first one asks
// the program to end, and after SignalTimeout the terminal is restored and the process ends with 128 + the
// signal's number, whatever the rest of it is doing.
//
// # In main
//
//	guard := crash.New(crash.Options{Program: "capdeck", Version: version, Dir: stateDir})
//	guard.HandleSignals()
//	writer, err := term.New(term.Options{Terminal: os.Stdout, Input: os.Stdin, Go: guard.Go, …})
//	guard.SetRestore(func() { _ = writer.Restore(crash.RestoreTimeout) })
//	program := tea.NewProgram(guard.Model(screen), tea.WithInput(strings.NewReader("")), tea.WithOutput(writer),
//		tea.WithoutSignalHandler(), tea.WithoutCatchPanics())
//	guard.OnSignal(program.Quit)
//	reader, err := term.NewReader(…)
//	err = reader.Start()
//	_, err = program.Run()
//	_ = writer.Close()
//	os.Exit(guard.End(code))
package crash
