package flags

import "github.com/spf13/pflag"

// The headings of the groups in help texts.
const (
	headingConnection = "Connection"
	headingDNs        = "DNs"
	headingSending    = "Sending"
	headingCheck      = "Check"
	headingSafety     = "Safety"
	headingTiming     = "Timing"
	headingCoverage   = "Coverage"
	headingTLS        = "TLS"
	headingEvidence   = "Evidence"
	headingScreen     = "Screen"
	headingLines      = "Lines"
	headingOther      = "Other"
)

// headings returns the headings in the order of help texts.
func headings() []string {
	return []string{headingLines, headingConnection, headingDNs, headingSending, headingCheck, headingSafety, headingTiming, headingCoverage, headingEvidence, headingTLS, headingScreen, headingOther}
}

// mostUsed returns the flags that most runs need. Help texts begin with them.
func mostUsed() []string {
	return []string{"demo", "host", "dn", "dn-file", "read-only", "plain", "theme", "tls", "password-file", ConfigName}
}

// headingKey is the annotation of a flag that holds its heading.
const headingKey = "capdeck heading"

// typedKey is the annotation of a flag that only the command line may set.
const typedKey = "capdeck typed"

// MustBeTyped reports whether only the command line may set a flag, and neither a variable
// nor the configuration file.
func MustBeTyped(flag *pflag.Flag) bool { return len(flag.Annotations[typedKey]) > 0 }

// Check declares the flags of a check with their heading.
func Check(all *pflag.FlagSet, declare func(*pflag.FlagSet)) { under(all, headingCheck, declare) }

// OnlyTyped makes flags of a set, which has them, ones that only the command line may set.
func OnlyTyped(set *pflag.FlagSet, names ...string) {
	for _, name := range names {
		annotate(set.Lookup(name), typedKey, "true")
	}
}

// under calls declare and adds the flags that it declares to a set, with a heading.
func under(set *pflag.FlagSet, heading string, declare func(*pflag.FlagSet)) {
	group := pflag.NewFlagSet(heading, pflag.ContinueOnError)
	declare(group)
	group.VisitAll(func(flag *pflag.Flag) { annotate(flag, headingKey, heading) })
	set.AddFlagSet(group)
}

func annotate(flag *pflag.Flag, key, value string) {
	if flag.Annotations == nil {
		flag.Annotations = map[string][]string{}
	}
	flag.Annotations[key] = []string{value}
}

// Section is a part of a command's help text: a heading and its flags.
type Section struct {
	Heading string
	// Flags are in the order of the help text. None of them is hidden.
	Flags *pflag.FlagSet
}

// Sections divides a command's flags into the sections of its help text. A command with
// fewer than two groups has one section, Flags. Sections retains the flags.
func Sections(all *pflag.FlagSet) []Section {
	sections := map[string]*pflag.FlagSet{}
	add := func(heading string, flag *pflag.Flag) {
		if flag.Hidden {
			return
		}
		if sections[heading] == nil {
			sections[heading] = pflag.NewFlagSet(heading, pflag.ContinueOnError)
			sections[heading].SortFlags = false
		}
		sections[heading].AddFlag(flag)
	}
	groups := map[string]bool{}
	all.VisitAll(func(flag *pflag.Flag) {
		if own := flag.Annotations[headingKey]; len(own) > 0 && !flag.Hidden {
			groups[own[0]] = true
		}
	})
	if len(groups) < 2 {
		all.VisitAll(func(flag *pflag.Flag) { add("Flags", flag) })
		return inOrder(sections, "Flags")
	}
	const first = "Most used"
	used := map[string]bool{}
	for _, name := range mostUsed() {
		if flag := all.Lookup(name); flag != nil {
			used[name] = true
			add(first, flag)
		}
	}
	all.VisitAll(func(flag *pflag.Flag) {
		heading := headingOther
		if own := flag.Annotations[headingKey]; len(own) > 0 {
			heading = own[0]
		}
		if !used[flag.Name] {
			add(heading, flag)
		}
	})
	return inOrder(sections, append([]string{first}, headings()...)...)
}

// inOrder returns the sections that have flags, in the order of the headings.
func inOrder(sections map[string]*pflag.FlagSet, headings ...string) []Section {
	var ordered []Section
	for _, heading := range headings {
		if flags := sections[heading]; flags != nil {
			ordered = append(ordered, Section{Heading: heading, Flags: flags})
		}
	}
	return ordered
}
