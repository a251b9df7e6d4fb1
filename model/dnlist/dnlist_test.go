package dnlist

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestRead checks how a list is split into items. Other forms of lists are tested with
// the commands that accept one.
func TestRead(t *testing.T) {
	for _, test := range []struct{ list, want, problem string }{
		{list: " 7001 ,0098-0101", want: "1:7001 2:0098 2:0099 2:0100 2:0101"},
		{list: "a-b,7-70", want: "1:a-b 2:7-70"},
		{list: "9999999999999999998-9999999999999999999", want: "1:9999999999999999998 1:9999999999999999999"},
		{list: "18446744073709551615-18446744073709551615", problem: "at most 19"},
		{list: "7001,stop,7002", want: "1:7001", problem: "item 2 of the DN list: enough"},
		{list: "7001,", want: "1:7001", problem: "item 2"},
	} {
		var got []string
		err := Read(test.list, func(dn string, item int) error {
			if dn == "stop" {
				return errors.New("enough")
			}
			got = append(got, fmt.Sprintf("%d:%s", item, dn))
			return nil
		})
		if strings.Join(got, " ") != test.want {
			t.Errorf("%q: got %v, want %q", test.list, got, test.want)
		}
		if test.problem == "" && err != nil || test.problem != "" && (err == nil || !strings.Contains(err.Error(), test.problem)) {
			t.Errorf("%q: error is %v, want one with %q", test.list, err, test.problem)
		}
	}
}
