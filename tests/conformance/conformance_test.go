// Package conformance loads the real bundles with Mattermost's official plugin environment.
package conformance

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"conformance/harness"

	"github.com/mattermost/mattermost/server/public/model"
	"github.com/mattermost/mattermost/server/public/plugin"
)

const (
	user    = "uuuuuuuuuuuuuuuuuuuuuuuuuu"
	channel = "cccccccccccccccccccccccccc"
)

func bundle(id string) string { return filepath.Join(os.Getenv("BUNDLES"), id) }

// start activates a bundle; the test fails if it does not.
func start(t *testing.T, id, settings string) *harness.Running {
	t.Helper()
	running, err := harness.Start(bundle(id), id, harness.NewServer(settings))
	if err != nil {
		t.Fatalf("activation: %v", err)
	}
	t.Cleanup(running.Stop)
	return running
}

func command(running *harness.Running, text string) string {
	args := &model.CommandArgs{UserId: user, ChannelId: channel, Command: text, SiteURL: "http://chat.example.com"}
	response, err := running.Hooks().ExecuteCommand(&plugin.Context{RequestId: "r"}, args)
	if err != nil {
		return "error: " + err.Message
	}
	return response.Text
}

func request(running *harness.Running, method, path string, body []byte) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("Mattermost-User-Id", user)
	running.Hooks().ServeHTTP(&plugin.Context{}, recorder, r)
	return recorder
}

func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !condition(); {
		if time.Now().After(deadline) {
			t.Fatalf("still waiting: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestTheProductActivatesAndRegistersItsCommand(t *testing.T) {
	running := start(t, "odoo", `{}`)
	if running.Server.Commands["odoo"] == nil {
		t.Fatalf("commands: %v", running.Server.Commands)
	}
	if words := running.Server.Commands["odoo"].AutocompleteData.SubCommands; len(words) < 4 {
		t.Fatalf("words: %v", words)
	}
	if text := command(running, "/odoo help"); !strings.Contains(text, "/odoo find partner") {
		t.Fatalf("help: %s", text)
	}
}

func TestTheProductAnswersUnconfigured(t *testing.T) {
	running := start(t, "odoo", `{"allowservicereads":true}`)
	if text := command(running, "/odoo find partner azure"); !strings.Contains(text, "Odoo is not connected yet.") {
		t.Fatalf("answer: %s", text)
	}
}

func TestACommandIsAnswered(t *testing.T) {
	running := start(t, "probe", `{}`)
	if text := command(running, "/probe"); text != "pong" {
		t.Fatalf("answer: %s", text)
	}
}

func TestACommandsErrorReachesTheUser(t *testing.T) {
	running := start(t, "probe", `{}`)
	if text := command(running, "/probe error"); text != "error: The probe refuses." {
		t.Fatalf("answer: %s", text)
	}
}

func TestBodiesOfEverySizeTravelBothWays(t *testing.T) {
	running := start(t, "probe", `{}`)
	for _, size := range []int{0, 64 << 10, 5 << 20} {
		body := bytes.Repeat([]byte("odoo"), size/4)
		answer := request(running, http.MethodPost, "/echo", body)
		if answer.Code != http.StatusOK || !bytes.Equal(answer.Body.Bytes(), body) {
			t.Errorf("%d bytes: status %d, %d bytes back", size, answer.Code, answer.Body.Len())
		}
	}
}

func TestABodyThatIsTooLongIsRefused(t *testing.T) {
	running := start(t, "probe", `{}`)
	answer := request(running, http.MethodPost, "/echo", make([]byte, 7<<20))
	if answer.Code != http.StatusRequestEntityTooLarge {
		t.Fatalf("status %d", answer.Code)
	}
}

func TestTheUserIsTakenFromTheServersHeaderOnly(t *testing.T) {
	running := start(t, "probe", `{}`)
	if text := request(running, http.MethodGet, "/whoami", nil).Body.String(); text != user {
		t.Errorf("signed in: %s", text)
	}
	recorder := httptest.NewRecorder()
	running.Hooks().ServeHTTP(&plugin.Context{}, recorder, httptest.NewRequest(http.MethodGet, "/whoami", nil))
	if text := recorder.Body.String(); text != "nobody" {
		t.Errorf("anonymous: %s", text)
	}
}

func TestTwoHundredCallsAtOnce(t *testing.T) {
	running := start(t, "probe", `{}`)
	var group sync.WaitGroup
	var wrong atomic.Int64
	for n := range 200 {
		group.Add(1)
		go func() {
			defer group.Done()
			body := fmt.Appendf(nil, "call %d", n)
			if answer := request(running, http.MethodPost, "/echo", body); !bytes.Equal(answer.Body.Bytes(), body) {
				wrong.Add(1)
			}
		}()
	}
	group.Wait()
	if wrong.Load() != 0 {
		t.Fatalf("%d of 200 answers were wrong", wrong.Load())
	}
}

func TestTheMessageHookAcceptsReplacesRejectsAndDismisses(t *testing.T) {
	running := start(t, "probe", `{}`)
	ask := func(message string) string {
		post, reason := running.Hooks().MessageWillBePosted(&plugin.Context{}, &model.Post{ChannelId: channel, Message: message})
		if post == nil {
			return "<nil>|" + reason
		}
		return post.Message + "|" + reason
	}
	// The library merges the reply into the post it sent: what is not replaced comes back as it was.
	for message, want := range map[string]string{
		"hello":      "hello|",
		"replace me": "replaced|",
		"reject me":  "reject me|The probe does not want this.",
		"dismiss me": "dismiss me|" + plugin.DismissPostError,
	} {
		if got := ask(message); got != want {
			t.Errorf("%s: got %s, want %s", message, got, want)
		}
	}
}

func TestAFileGoesThereAndBack(t *testing.T) {
	running := start(t, "probe", `{}`)
	got := command(running, "/probe file")
	if want := `"Prüfung \u{202e}fdp.txt" 256 true true true 104857600 Err(ApiError::NotFound)`; got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
}

func TestAPostWithAttachmentsAndButtonsArrivesIntact(t *testing.T) {
	running := start(t, "probe", `{}`)
	if text := command(running, "/probe post"); len(text) != 26 {
		t.Fatalf("answer: %s", text)
	}
	post := running.Server.Created()[0]
	attachments := post.Attachments()
	if len(attachments) != 1 || len(attachments[0].Actions) != 1 {
		t.Fatalf("attachments: %+v", attachments)
	}
	attachment, action := attachments[0], attachments[0].Actions[0]
	got := fmt.Sprint(post.Message, "|", attachment.Title, "|", attachment.Color, "|", attachment.Text, "|",
		attachment.Fields[0].Title, "=", attachment.Fields[0].Value, "|", action.Id, "|", action.Type, "|", action.Name,
		"|", action.Style, "|", action.Integration.URL, "|", action.Integration.Context)
	want := "hi|Card|#336699|**bold**|Stage=New|go|button|Go|primary|/plugins/probe/hello|map[list:[true <nil> x 2.5] n:1]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	props := post.GetProp("probe")
	if wantProps := map[string]any{"deep": []any{int64(1), 2.5, "x", nil, true}}; !reflect.DeepEqual(props, wantProps) {
		t.Errorf("props: %#v", props)
	}
}

func TestKeyValueCallsBehaveAsTheServersDo(t *testing.T) {
	running := start(t, "probe", `{}`)
	got := command(running, "/probe kv")
	want := strings.Join([]string{
		"Ok(None)", "Ok(true)", "Ok(false)", "Ok(true)", "Ok(Some([50]))", "Ok(false)", "Ok(true)", "Ok(())", "Ok(())",
		"Ok(None)", "Err(ApiError::Invalid(",
	}, "\n")
	if !strings.HasPrefix(got, want) {
		t.Fatalf("got %s", got)
	}
}

func TestAnEndlessLoopIsCutByOurDeadlineAndTheNextCallWorks(t *testing.T) {
	running := start(t, "probe", `{}`)
	text := request(running, http.MethodGet, "/spin", nil)
	if text.Code != http.StatusGatewayTimeout {
		t.Errorf("status %d: %s", text.Code, text.Body)
	}
	if text := command(running, "/probe"); text != "pong" {
		t.Errorf("next call: %s", text)
	}
}

func TestAPanicIsLoggedWithItsReferenceAndTheNextCallWorks(t *testing.T) {
	running := start(t, "probe", `{}`)
	text := command(running, "/probe panic")
	const before = "reference: "
	position := strings.Index(text, before)
	if position < 0 {
		t.Fatalf("answer: %s", text)
	}
	reference := text[position+len(before):]
	eventually(t, "the log has the reference and the panic's text", func() bool {
		for _, entry := range running.Server.Logged() {
			if line := fmt.Sprint(entry); entry.Level == "error" && strings.Contains(line, reference) &&
				strings.Contains(line, "the probe was told to panic") {
				return true
			}
		}
		return false
	})
	if text := command(running, "/probe"); text != "pong" {
		t.Errorf("next call: %s", text)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	running := start(t, "probe", `{}`)
	if text := command(running, "/probe eat"); !strings.Contains(text, "reference: ") {
		t.Errorf("answer: %s", text)
	}
	if text := command(running, "/probe"); text != "pong" {
		t.Errorf("next call: %s", text)
	}
}

func TestARefusalToStartReachesTheAdmin(t *testing.T) {
	_, err := harness.Start(bundle("probe"), "probe", harness.NewServer(`{"mood":"refuse-to-start"}`))
	if err == nil || !strings.Contains(err.Error(), "The probe was asked not to start.") {
		t.Fatalf("error: %v", err)
	}
}

func TestAChangedConfigurationReachesTheComponent(t *testing.T) {
	running := start(t, "probe", `{"mood":"calm"}`)
	running.Server.Settings = []byte(`{"mood":"bad-configuration"}`)
	if err := running.Hooks().OnConfigurationChange(); err == nil || err.Error() != "The probe does not like its configuration." {
		t.Fatalf("error: %v", err)
	}
}

func TestDeactivationEndsTheProcess(t *testing.T) {
	running := start(t, "probe", `{}`)
	before := processes(t)
	if len(before) == 0 {
		t.Fatal("no process is running")
	}
	running.Environment.Deactivate("probe")
	eventually(t, "the process is gone", func() bool { return len(processes(t)) == 0 })
}

func TestAThousandStartsLeaveNoSocketsOrProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("a thousand processes")
	}
	sockets := countSockets(t)
	for n := range 1000 {
		running, err := harness.Start(bundle("probe"), "probe", harness.NewServer(`{}`))
		if err != nil {
			t.Fatalf("start %d: %v", n, err)
		}
		running.Stop()
	}
	if left := countSockets(t); left > sockets {
		t.Errorf("%d sockets before, %d after", sockets, left)
	}
	eventually(t, "all processes are gone", func() bool { return len(processes(t)) == 0 })
}

// processes lists the plugin processes that this test process started.
func processes(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	var children []string
	for _, path := range found {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if fields[1] == fmt.Sprint(os.Getpid()) && fields[0] != "Z" && strings.Contains(string(stat), "plugin") {
			children = append(children, string(stat))
		}
	}
	return children
}

func countSockets(t *testing.T) int {
	t.Helper()
	sockets, err := filepath.Glob(filepath.Join(os.TempDir(), "plugin[0-9]*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(sockets)
}
