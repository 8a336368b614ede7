// A Go plugin that behaves like the probe (tests/probe): what the benches compare with.
package main

import (
	"net/http"

	"github.com/mattermost/mattermost/server/public/model"
	"github.com/mattermost/mattermost/server/public/plugin"
)

type probe struct{ plugin.MattermostPlugin }

func (p *probe) OnActivate() error {
	return p.API.RegisterCommand(&model.Command{Trigger: "probe", AutoComplete: true})
}

func (p *probe) ExecuteCommand(*plugin.Context, *model.CommandArgs) (*model.CommandResponse, *model.AppError) {
	return &model.CommandResponse{ResponseType: model.CommandResponseTypeEphemeral, Text: "pong", SkipSlackParsing: true}, nil
}

func (p *probe) ServeHTTP(_ *plugin.Context, w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/hello" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write([]byte("hello"))
}

func (p *probe) MessageWillBePosted(_ *plugin.Context, _ *model.Post) (*model.Post, string) {
	return nil, ""
}

func (p *probe) MessageHasBeenPosted(*plugin.Context, *model.Post) {}

func main() { plugin.ClientMain(&probe{}) }
