package flags

import (
	"slices"
	"testing"

	"github.com/spf13/pflag"
)

// sectionsOf returns the headings, and the flags' names in order.
func sectionsOf(all *pflag.FlagSet) (headings, names []string) {
	for _, section := range Sections(all) {
		headings = append(headings, section.Heading)
		section.Flags.VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	}
	return headings, names
}

// TestSections checks that each flag is in one section, the most used flags first.
func TestSections(t *testing.T) {
	all := pflag.NewFlagSet("all", pflag.ContinueOnError)
	new(Board).Register(all)
	all.Bool("help", false, "")
	got, names := sectionsOf(all)
	if want := []string{"Most used", "Connection", "Safety", "Timing", "Coverage", "Evidence", "TLS", "Screen", "Other"}; !slices.Equal(got, want) {
		t.Errorf("the sections are %q, want %q", got, want)
	}
	if !slices.Equal(names[:len(mostUsed())], mostUsed()) || len(mostUsed()) != 10 {
		t.Errorf("the first flags are %q", names[:len(mostUsed())])
	}
	var want []string
	all.VisitAll(func(flag *pflag.Flag) { want = append(want, flag.Name) })
	if slices.Sort(names); !slices.Equal(names, want) {
		t.Errorf("the sections contain %q, want %q", names, want)
	}
}

// TestSectionsOfFewFlags checks that a command without groups has one section, without
// its hidden flags.
func TestSectionsOfFewFlags(t *testing.T) {
	all := pflag.NewFlagSet("all", pflag.ContinueOnError)
	RegisterConfig(all)
	all.Bool("json", false, "")
	all.Bool("secret", false, "")
	all.Lookup("secret").Hidden = true
	if headings, names := sectionsOf(all); !slices.Equal(headings, []string{"Flags"}) || !slices.Equal(names, []string{"config", "json"}) {
		t.Errorf("the sections are %q with %q", headings, names)
	}
}
