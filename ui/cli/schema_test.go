package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"capdeck/ui/cli/config"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/print"
	"capdeck/ui/keymsg"
)

var update = flag.Bool("update", false, "rewrite docs/config.schema.json")

const schemaFile = "../../docs/config.schema.json"

// schemaOf returns the JSON schema of the configuration file, derived from the Spec that
// reads the file.
func schemaOf(spec *config.Spec) map[string]any {
	properties := map[string]any{}
	for _, setting := range spec.Settings() {
		property := map[string]any{"description": setting.Help, "default": setting.Native(setting.Default)}
		switch setting.Kind {
		case config.Bool:
			property["type"] = "boolean"
		case config.Integer:
			property["type"] = "integer"
		case config.Number:
			property["type"] = "number"
		case config.Duration:
			property["type"] = "string"
			property["pattern"] = `^[-+]?(0|([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+$`
		case config.List:
			property["type"] = []string{"string", "array"}
			property["items"] = map[string]any{"type": "string"}
		case config.Text:
			property["type"] = "string"
		}
		if len(setting.Choices) > 0 {
			property["enum"] = setting.Choices
		}
		properties[setting.Name] = property
	}
	names := make([]string, 0, len(keymsg.Names()))
	for _, name := range keymsg.Names() {
		names = append(names, regexp.QuoteMeta(name))
	}
	// One character or a name; "" means no key.
	key := `(alt\+)?([^\p{C}\p{Z}]|` + strings.Join(names, "|") + `)`
	actions := map[string]any{}
	for _, action := range spec.Actions() {
		actions[string(action.ID)] = map[string]any{"description": action.Help, "default": action.Keys, "$ref": "#/$defs/keys"}
	}
	text := func(pattern string) map[string]any { return map[string]any{"type": "string", "pattern": pattern} }
	binding := map[string]any{"anyOf": []any{
		text("^(" + key + ")?$"),
		map[string]any{"type": "array", "items": text("^" + key + "$"), "uniqueItems": true},
	}}
	properties["keys"] = map[string]any{
		"description": "bind each of these actions to one key, a list of keys, or no key ([])",
		"type":        "object", "properties": actions, "additionalProperties": false,
	}
	return map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "The configuration of capdeck, config.toml",
		"type": "object", "properties": properties, "additionalProperties": false,
		"$defs": map[string]any{"keys": binding},
	}
}

// TestSchemaFile checks that docs/config.schema.json agrees with the code.
func TestSchemaFile(t *testing.T) {
	var want bytes.Buffer
	if err := print.JSON(&want, schemaOf(flags.NewSpec())); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(schemaFile, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s differs from the flags and actions; run go test ./ui/cli -run Schema -update", schemaFile)
	}
}

// validate checks a TOML file against the schema that is shipped.
func validate(t *testing.T, text string) error {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var decoded map[string]any
	if err = toml.Unmarshal([]byte(text), &decoded); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(decoded)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

// TestSchemaAgrees checks that the schema and the program accept the same files.
func TestSchemaAgrees(t *testing.T) {
	template := string(flags.NewSpec().Template())
	all := regexp.MustCompile(`(?m)^#(\S)`).ReplaceAllString(template, "$1")
	right := []string{
		template, all, "", "host = 'a:1'\ndn = ['7001']", "addp-timeout = 2", "addp-timeout = 2.5",
		"requery = '1h2m3.5s'", "stale-after = '0'", "confirm = 'always'",
		"[keys]\nstart = ''", "[keys]\nstart = []", "[keys]\nstart = ['ß', 'alt++', 'f12', 'ctrl+\\', '北']",
	}
	wrong := []string{
		"colour = 1", "demo = true", "config = 'x'", "json = true", "password = 'x'", "password-prompt = true",
		"host = 7000", "dn = [7001]", "query-rate = '5'", "query-rate = 5.5", "read-only = 'yes'", "requery = 5", "requery = '5'",
		"addp-timeout = '10'", "confirm = 'maybe'", "tls-min-version = 1.2", "theme = ['dark']",
		"[keys]\nfly = 'f'", "[keys]\nstart = 5", "[keys]\nstart = 'ctrl+i'", "[keys]\nstart = 'ab'", "[keys]\nstart = [' ']", "[keys]\nstart = ['']", "[keys]\nstart = ['s', 's']",
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	for i, text := range append(right, wrong...) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, read := flags.NewSpec().Read(path, true)
		if by := validate(t, text); (by == nil) != (i < len(right)) || (read == nil) != (i < len(right)) {
			t.Errorf("%q:\nby the schema: %v\nby the program: %v", text, by, read)
		}
	}
}
