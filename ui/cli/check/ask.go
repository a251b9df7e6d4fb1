package check

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/term"

	"capdeck/ui/cell"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
)

// ask says what will be changed and asks whether to go on. Without a terminal it is an error
// that names --yes.
func ask(ctx context.Context, streams process.Streams, in *lines, what string) error {
	what = cell.Clean(what)
	if !term.IsTerminal(int(streams.In.Fd())) {
		return exit.UsageError("%s; to allow that without being asked, add --yes", what)
	}
	fmt.Fprintf(streams.Err, "%s.\nGo on? [y/N] ", strings.ToUpper(what[:1])+what[1:])
	said, err := in.line(ctx)
	switch said = strings.ToLower(said); {
	case ctx.Err() != nil:
		return exit.With(exit.Incomplete)
	case err == nil && (said == "y" || said == "yes"):
		return nil
	}
	return &exit.Error{Code: exit.Incomplete, Err: errors.New("nothing was checked, because the answer was not y")}
}
