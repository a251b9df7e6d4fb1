package demo

import (
	"fmt"

	"capdeck/ui/cli/dnfile"
)

// teams are the teams of the floor. Each has as many DNs as the others, side by side.
func teams() []string { return []string{"claims", "sales", "support", "retention"} }

// people returns the names of the agents, one for each DN. They are invented. Some need more than one
// character a letter (a combining accent), and some two cells a character, as on a real floor.
func people() []string {
	return []string{
		// claims
		"M. Duarte", "K. Yılmaz", "北野 ゆい", "J. O'Neill", "A. Ødegård", "R. Banerjee", "S. Nováková", "T. Mu\u0308ller",
		"C. Dubois", "Åse Lind", "P. Papadaki", "N. Haddad", "G. Rossini", "L. Kowalczyk", "D. Okafor",
		// sales
		"林小雨", "E. Virtanen", "B. Szabó", "F. Moreau", "H. Ngata", "I. Petrović", "Zoe\u0308 Marchand", "V. Ionescu",
		"W. Achterberg", "Y. Tanaka-Ruiz", "O. Hrytsenko", "Q. Trần", "U. Eze", "X. Etxeberria", "J. Þórsdóttir",
		// support
		"박 하늘", "A. Lindqvist", "M. Ferreira", "K. Jónsson", "S. Iyer", "T. Wójcik", "C. Mbeki-Lowe", "P. Sørensen",
		"N. Castellà", "G. Abebe", "L. Čapek", "D. Morimoto", "R. Quispe", "E. Jurgaitytė", "B. Lefèvre",
		// retention
		"สมหญิง", "H. Brandstätter", "I. Oyelaran", "F. Guðmundsen", "V. Dragomir", "W. Sithole", "Y. Al-Amin",
		"O. Kjærgaard", "U. Wickramage", "Nguye\u0302\u0303n Mai", "J. Zaragoza", "M. O'Hara-Díaz", "K. Pavlidis", "S. Tui", "T. Åkerman",
	}
}

// entries returns the DNs of the floor as a DN file would list them.
func entries() []dnfile.Entry {
	names, groups := people(), teams()
	list := make([]dnfile.Entry, len(names))
	for i, name := range names {
		list[i] = dnfile.Entry{DN: fmt.Sprint(firstDN + i), Label: name, Team: groups[i*len(groups)/len(names)]}
	}
	return list
}
