// Package crash starts goroutines and ends the program when something goes wrong. Every goroutine and tea.Cmd of
// capdeck runs under a Guard, and this package is the only one with a go statement (a test on the syntax tree of the
// whole module checks it). The package does not know what the goroutines do. See docs/ARCHITECTURE.md, "Rules of the
// terminal".
//
// # Panics
//
// A panic under the Guard is recovered. A report with the stacks of all goroutines is written to a file that only
// its owner may read, the terminal is restored, Bubble Tea is asked to quit, and End says in one sentence where the
// report is. If the program does not reach End within EndTimeout, because the panic left a lock held, the Guard says
// the sentence and exits itself.
//
// Bubble Tea starts the commands, so Model wraps every command that the model returns, including those in batches
// and sequences. Bubble Tea's own recovery prints to standard output over the screen and must be off
// (tea.WithoutCatchPanics). No one can recover a panic in Bubble Tea itself, on its own goroutines. CatchFatal
// writes such panics, and the runtime's fatal errors, to a file.
//
// # Signals
//
// Bubble Tea v1.3.10 handles only SIGINT and SIGTERM, and sends their message to an event loop that may be stuck.
// HandleSignals handles HUP, INT, QUIT and TERM instead (tea.WithoutSignalHandler). The first signal asks the
// program to end. After SignalTimeout the terminal is restored and the process exits with 128 + the number of the
// signal, whatever the rest of the program is doing.
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
