package wire

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestUsualWiresAreThoseOfTheTable(t *testing.T) {
	table, err := os.ReadFile("testdata/attributes.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(table)), "\n")[1:]
	if len(lines) != len(usualWires) {
		t.Fatalf("%d letters for %d attributes", len(usualWires), len(lines))
	}
	for _, line := range lines {
		columns := strings.Split(line, "\t")
		number, err := strconv.Atoi(columns[0])
		if err != nil {
			t.Fatal(err)
		}
		id := AttributeID(number)
		got, known := id.UsualWire()
		if want := columns[2][0]; known != (want != '?') || known && byte(got) != want {
			t.Errorf("%s: got %c, %v; the table says %s", id, got, known, columns[2])
		}
		if id.IsConnID() != strings.HasSuffix(columns[1], "ConnID") {
			t.Errorf("%s: IsConnID is %v", id, id.IsConnID())
		}
	}
	if AttributeID(9999).IsConnID() {
		t.Error("an unknown attribute is a ConnID")
	}
}
