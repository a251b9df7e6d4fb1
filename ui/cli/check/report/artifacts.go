package report

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cell"
	"capdeck/ui/cli/outfile"
)

// PrepareArtifacts makes the folder for the artifacts of a check, which only its owner can
// read. It may exist if it is empty: what an earlier check left would look like a result of
// this one. The error says what to do.
func PrepareArtifacts(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("the folder for artifacts cannot be made: %w", err)
	}
	opened, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("the folder for artifacts cannot be read: %w", err)
	}
	defer opened.Close()
	switch _, err := opened.Readdirnames(1); {
	case err == nil:
		return fmt.Errorf("%s is not empty: use an empty folder for the artifacts, so that they are of one check", folder)
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("the folder for artifacts cannot be read: %w", err)
	}
	return nil
}

// WriteArtifacts writes report.json and a folder for each case that ran, named by its ID:
// case.json, and for each run its messages in the form of T-Server's log (run-1.log) and
// their frames in hex (run-1.hex), which capdeck decode reads. The error names the file.
func WriteArtifacts(ctx context.Context, folder string, report *contract.Report) error {
	if err := writeJSON(ctx, filepath.Join(folder, "report.json"), report); err != nil {
		return err
	}
	for i := range report.Results {
		if err := writeCase(ctx, folder, &report.Results[i]); err != nil {
			return err
		}
	}
	return nil
}

func writeCase(ctx context.Context, folder string, result *contract.Result) error {
	path := filepath.Join(folder, folderName(result.Case))
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("the folder of the case %s cannot be made: %w", result.Case, err)
	}
	if err := writeJSON(ctx, filepath.Join(path, "case.json"), result); err != nil {
		return err
	}
	for i := range result.Runs {
		run := &result.Runs[i]
		name := filepath.Join(path, fmt.Sprintf("run-%d", i+1))
		if err := writeText(ctx, name+".log", Messages(run)); err != nil {
			return err
		}
		var frames strings.Builder
		for j := range run.Log {
			if frame := run.Log[j].Frame; len(frame) > 0 {
				frames.WriteString(hex.EncodeToString(frame) + "\n")
			}
		}
		if err := writeText(ctx, name+".hex", frames.String()); err != nil {
			return err
		}
	}
	return nil
}

// folderName returns the ID of a case as the name of a folder: letters, digits, dots and
// hyphens stay, all else becomes an underscore. It never names another folder.
func folderName(id string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.':
			return r
		}
		return '_'
	}, id)
	if strings.Trim(name, ".") == "" {
		return "_"
	}
	return name
}

func writeJSON(ctx context.Context, path string, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return writeText(ctx, path, string(cell.EscapeJSON(nil, text))+"\n")
}

func writeText(ctx context.Context, path, text string) error {
	if _, err := outfile.Write(ctx, path, true, func(out io.Writer) (int, error) { return io.WriteString(out, text) }); err != nil {
		return fmt.Errorf("the artifacts are not complete: %w", err)
	}
	return nil
}
