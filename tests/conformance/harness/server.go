// Package harness runs a plugin bundle in Mattermost's official plugin environment, with a server API in memory.
package harness

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"

	"github.com/mattermost/mattermost/server/public/model"
	"github.com/mattermost/mattermost/server/public/plugin"
)

// Server answers the plugin's API calls. Calls that no test needs panic through the embedded nil interface, which the
// environment turns into an error for the plugin.
type Server struct {
	plugin.API

	mutex    sync.Mutex
	Settings []byte
	Commands map[string]*model.Command
	Posts    []*model.Post
	Logs     []LogEntry
	kv       map[string][]byte
	files    map[string]*storedFile
	// Before is called before each API call with the method's name; a test can hold the call there.
	Before func(method string)
}

type storedFile struct {
	info *model.FileInfo
	data []byte
}

// LogEntry is one line the plugin wrote through the API.
type LogEntry struct {
	Level   string
	Message string
	Fields  []any
}

// NewServer makes a server whose plugin settings are the JSON object settings.
func NewServer(settings string) *Server {
	return &Server{Settings: []byte(settings), Commands: map[string]*model.Command{}, kv: map[string][]byte{},
		files: map[string]*storedFile{}}
}

func (s *Server) enter(method string) func() {
	if s.Before != nil {
		s.Before(method)
	}
	s.mutex.Lock()
	return s.mutex.Unlock
}

func (s *Server) LoadPluginConfiguration(dest any) error {
	defer s.enter("LoadPluginConfiguration")()
	return remarshal(s.Settings, dest)
}

func (s *Server) SavePluginConfig(config map[string]any) *model.AppError {
	defer s.enter("SavePluginConfig")()
	settings, err := json.Marshal(config)
	if err != nil {
		return model.NewAppError("SavePluginConfig", "harness", nil, err.Error(), http.StatusBadRequest)
	}
	s.Settings = settings
	return nil
}

func (s *Server) GetServerVersion() string { return "11.6.0" }

func (s *Server) GetConfig() *model.Config {
	config := &model.Config{}
	config.SetDefaults()
	config.ServiceSettings.SiteURL = model.NewPointer("http://chat.example.com")
	return config
}

func (s *Server) RegisterCommand(command *model.Command) error {
	defer s.enter("RegisterCommand")()
	if command.AutocompleteData != nil {
		if err := command.AutocompleteData.IsValid(); err != nil {
			return err
		}
	}
	s.Commands[command.Trigger] = command
	return nil
}

func (s *Server) EnsureBotUser(bot *model.Bot) (string, error) {
	if bot.Username == "" {
		return "", fmt.Errorf("a bot needs a name")
	}
	return model.NewId(), nil
}

func (s *Server) GetUser(id string) (*model.User, *model.AppError) {
	if len(id) != 26 {
		return nil, model.NewAppError("GetUser", "app.user.missing_account.const", nil, "", http.StatusNotFound)
	}
	return &model.User{Id: id, Username: "ben", Locale: "en", Roles: "system_user", Timezone: map[string]string{}}, nil
}

func (s *Server) HasPermissionTo(string, *model.Permission) bool { return true }

func (s *Server) CreatePost(post *model.Post) (*model.Post, *model.AppError) {
	defer s.enter("CreatePost")()
	post.Id = model.NewId()
	s.Posts = append(s.Posts, post)
	return post, nil
}

func (s *Server) GetPostThread(id string) (*model.PostList, *model.AppError) {
	defer s.enter("GetPostThread")()
	list := model.NewPostList()
	for _, post := range s.Posts {
		if post.Id == id || post.RootId == id {
			list.AddPost(post)
			list.AddOrder(post.Id)
		}
	}
	return list, nil
}

func (s *Server) UploadFile(data []byte, channelID, name string) (*model.FileInfo, *model.AppError) {
	defer s.enter("UploadFile")()
	info := &model.FileInfo{Id: model.NewId(), ChannelId: channelID, Name: name, Size: int64(len(data))}
	s.files[info.Id] = &storedFile{info: info, data: data}
	return info, nil
}

func (s *Server) GetFileInfo(id string) (*model.FileInfo, *model.AppError) {
	defer s.enter("GetFileInfo")()
	if file := s.files[id]; file != nil {
		return file.info, nil
	}
	return nil, model.NewAppError("GetFileInfo", "app.file_info.get.app_error", nil, "", http.StatusNotFound)
}

func (s *Server) GetFile(id string) ([]byte, *model.AppError) {
	defer s.enter("GetFile")()
	if file := s.files[id]; file != nil {
		return file.data, nil
	}
	return nil, model.NewAppError("GetFile", "app.file_info.get.app_error", nil, "", http.StatusNotFound)
}

func (s *Server) SendEphemeralPost(_ string, post *model.Post) *model.Post {
	post.Id = model.NewId()
	return post
}

func (s *Server) UpdateEphemeralPost(_ string, post *model.Post) *model.Post { return post }

func (s *Server) KVGet(key string) ([]byte, *model.AppError) {
	defer s.enter("KVGet")()
	return s.kv[key], nil
}

func (s *Server) KVList(page, perPage int) ([]string, *model.AppError) {
	defer s.enter("KVList")()
	keys := slices.Sorted(maps.Keys(s.kv))
	start := min(page*perPage, len(keys))
	return keys[start:min(start+perPage, len(keys))], nil
}

func (s *Server) KVSet(key string, value []byte) *model.AppError {
	_, err := s.KVSetWithOptions(key, value, model.PluginKVSetOptions{})
	return err
}

func (s *Server) KVSetWithExpiry(key string, value []byte, seconds int64) *model.AppError {
	_, err := s.KVSetWithOptions(key, value, model.PluginKVSetOptions{ExpireInSeconds: seconds})
	return err
}

func (s *Server) KVSetWithOptions(key string, value []byte, options model.PluginKVSetOptions) (bool, *model.AppError) {
	defer s.enter("KVSetWithOptions")()
	if key == "" {
		return false, model.NewAppError("KVSet", "model.plugin_key_value.is_valid.key.app_error", nil, "", http.StatusBadRequest)
	}
	if err := options.IsValid(); err != nil {
		return false, err
	}
	if options.Atomic && !bytes.Equal(s.kv[key], options.OldValue) {
		return false, nil
	}
	if len(value) == 0 {
		delete(s.kv, key)
	} else {
		s.kv[key] = value
	}
	return true, nil
}

func (s *Server) KVCompareAndDelete(key string, old []byte) (bool, *model.AppError) {
	defer s.enter("KVCompareAndDelete")()
	if len(old) == 0 || !bytes.Equal(s.kv[key], old) {
		return false, nil
	}
	delete(s.kv, key)
	return true, nil
}

func (s *Server) KVDelete(key string) *model.AppError {
	defer s.enter("KVDelete")()
	delete(s.kv, key)
	return nil
}

func (s *Server) LogDebug(message string, fields ...any) { s.log("debug", message, fields) }
func (s *Server) LogInfo(message string, fields ...any)  { s.log("info", message, fields) }
func (s *Server) LogWarn(message string, fields ...any)  { s.log("warn", message, fields) }
func (s *Server) LogError(message string, fields ...any) { s.log("error", message, fields) }

func (s *Server) log(level, message string, fields []any) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.Logs = append(s.Logs, LogEntry{level, message, fields})
}

// Logged returns a copy of the entries so far.
func (s *Server) Logged() []LogEntry {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]LogEntry{}, s.Logs...)
}

// Created returns a copy of the posts so far.
func (s *Server) Created() []*model.Post {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]*model.Post{}, s.Posts...)
}
