package flags

import (
	"errors"

	"github.com/spf13/pflag"

	"capdeck/model/dnlist"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/textfile"
)

// DNs is the group of flags that name the DNs to register.
type DNs struct {
	List string // as in 7001,7005-7050
	File string // a CSV file
	// From is the name of the List in errors; "" means --dn.
	From string
}

// Register declares the group in a set of flags.
func (f *DNs) Register(all *pflag.FlagSet) {
	under(all, headingDNs, func(set *pflag.FlagSet) {
		set.StringVar(&f.List, "dn", "", "register these DNs, as in 7001,7005-7050")
		set.StringVar(&f.File, "dn-file", "", "register the DNs of this CSV file, with the columns dn,label,team")
	})
}

// Entries returns the DNs of the list and then those of the file. It returns an error if
// one of them cannot be written in the character set of the connection.
func (f *DNs) Entries(connection *Connection) ([]dnfile.Entry, error) {
	set := dnfile.NewSet()
	if f.List != "" {
		if err := set.AddList(f.List); err != nil {
			return nil, f.listProblem(err)
		}
	}
	if f.File != "" {
		if err := set.AddFile(f.File); err != nil {
			return nil, exit.UsageError("--dn-file: %w", err)
		}
	}
	written, err := connection.ServerCharset()
	if err != nil {
		return nil, err
	}
	for i := range set.Entries {
		if err := written.Check(set.Entries[i].DN); err != nil {
			return nil, exit.UsageError("%w", err)
		}
	}
	return set.Entries, nil
}

// Check returns an error for invalid DNs. It does not read a pipe, whose contents can be
// read only once.
func (f *DNs) Check(connection *Connection) error {
	checked := *f
	if textfile.IsPipe(checked.File) {
		checked.File = ""
	}
	_, err := checked.Entries(connection)
	return err
}

// listProblem returns an error about the list that names its origin. A shell removes
// the quotes that would distinguish one DN from several.
func (f *DNs) listProblem(err error) error {
	from := f.From
	if from == "" {
		from = "--dn"
	}
	var unclear *dnlist.UnclearError
	if errors.As(err, &unclear) {
		return exit.UsageError("%s: %w; a shell removes quotes: write '\"%s\"' there", from, err, unclear.Text)
	}
	return exit.UsageError("%s: %w", from, err)
}
