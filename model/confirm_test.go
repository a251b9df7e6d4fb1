package model

import "testing"

func TestConfirmWords(t *testing.T) {
	want := map[string]Confirm{"never": ConfirmNever, "bulk": ConfirmBulk, "dangerous": ConfirmDangerous, "always": ConfirmAlways}
	if len(ConfirmNames()) != len(want) {
		t.Errorf("the words are %q", ConfirmNames())
	}
	for _, word := range ConfirmNames() {
		policy, err := ParseConfirm(word)
		if err != nil || policy != want[word] || policy.String() != word {
			t.Errorf("ParseConfirm(%q) = %v, %v", word, policy, err)
		}
	}
	for _, word := range []string{"", "Never", "sometimes"} {
		if policy, err := ParseConfirm(word); err == nil || policy != ConfirmDangerous {
			t.Errorf("ParseConfirm(%q) = %v, %v", word, policy, err)
		}
	}
	_, err := ParseConfirm("sometimes")
	if want := `unknown confirm policy "sometimes"; use never, bulk, dangerous, always`; err == nil || err.Error() != want {
		t.Errorf("the error is %v", err)
	}
}
