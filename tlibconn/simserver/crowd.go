package simserver

import (
	"fmt"
	"math/rand/v2"
	"strconv"
)

// crowd are the people outside who call.
type crowd struct{ callers int }

// outside returns a number that is not a DN of the server.
func (c *crowd) outside(random *rand.Rand) string {
	c.callers++
	return fmt.Sprintf("+33%d%06d", 1+random.IntN(9), (c.callers*7919+random.IntN(7919))%1_000_000)
}

// agentName returns the ID of the agent at the DN with this index.
func agentName(i int) string {
	name := agentNames[i%len(agentNames)]
	if round := i / len(agentNames); round > 0 {
		name += " " + strconv.Itoa(round+1)
	}
	return name
}

var agentNames = []string{
	"A. Ødegård", "北京-01", "Lee", "M. Duarte", "J. O'Neill", "K. Yılmaz", "R. Banerjee", "S. Nováková",
	"T. Müller", "C. Dubois", "Åse Lind", "P. Papadopoulos", "N. Haddad", "G. Rossi", "L. Kowalska", "D. Okafor",
}

var breakReasons = []string{"Lunch", "Training", "Meeting"}
