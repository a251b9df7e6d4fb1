package flags

import (
	"fmt"
	"testing"
)

func TestNotifyFlags(t *testing.T) {
	tests := []struct {
		how  string
		on   []string
		want string
	}{
		{"off", []string{"stopped"}, "0"},
		{"bell", []string{"stopped", "fault"}, "3"},
		{"osc9", []string{" link"}, "4"},
		{"bell", nil, "0"},
		{"loud", nil, "--notify loud: use off, bell or osc9"},
		{"bell", []string{"stopped", "x"}, `--notify-on stopped,x: unknown event "x"; use stopped, fault, link or incident`},
	}
	for _, test := range tests {
		flags := Notify{how: test.how, on: test.on}
		watch, err := flags.Watch()
		got := fmt.Sprint(watch)
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s on %v: %s, want %s", test.how, test.on, got, test.want)
		}
	}
}
