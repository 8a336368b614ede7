package harness

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mattermost/mattermost/server/public/model"
	"github.com/mattermost/mattermost/server/public/plugin"
	"github.com/mattermost/mattermost/server/public/shared/mlog"
)

// Running is an activated plugin.
type Running struct {
	Environment *plugin.Environment
	ID          string
	Server      *Server
	folder      string
}

// Start copies the unpacked bundle into a plugin folder of its own and activates it. Stop removes the folder.
func Start(bundle, id string, server *Server) (*Running, error) {
	running, err := Prepare(bundle, id, server)
	if err != nil {
		return nil, err
	}
	return running, running.Activate()
}

// Prepare does what a server has done when an admin enables a plugin: everything up to starting its process.
func Prepare(bundle, id string, server *Server) (*Running, error) {
	folder, err := os.MkdirTemp("", "plugins")
	if err != nil {
		return nil, err
	}
	if err := copyTree(bundle, filepath.Join(folder, id)); err != nil {
		return nil, err
	}
	logger, err := mlog.NewLogger()
	if err != nil {
		return nil, err
	}
	newAPI := func(*model.Manifest) plugin.API { return server }
	environment, err := plugin.NewEnvironment(newAPI, nil, folder, filepath.Join(folder, "webapp"), logger, nil)
	if err != nil {
		return nil, err
	}
	return &Running{environment, id, server, folder}, nil
}

// Activate starts the process and waits for OnActivate.
func (r *Running) Activate() error {
	_, _, err := r.Environment.Activate(r.ID)
	if err != nil {
		r.Stop()
	}
	return err
}

// Hooks is the plugin as the server sees it.
func (r *Running) Hooks() plugin.Hooks {
	hooks, err := r.Environment.HooksForPlugin(r.ID)
	if err != nil {
		panic(err)
	}
	return hooks
}

// Stop deactivates the plugin and waits for its process.
func (r *Running) Stop() {
	r.Environment.Shutdown()
	os.RemoveAll(r.folder)
}

func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, content, info.Mode())
	})
}

func remarshal(document []byte, dest any) error { return json.Unmarshal(document, dest) }
