// Compares the probe (tests/probe, run by our host) with a Go plugin of the same behaviour (../goplugin) in the same
// official environment and the same run. Rounds alternate between the two, and the median round counts: the machine may
// be noisy, but it is noisy for both.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"conformance/harness"

	"github.com/mattermost/mattermost/server/public/model"
	"github.com/mattermost/mattermost/server/public/plugin"
)

const rounds = 5

// Row is one line of target/bench.json. Ratio is ours divided by peer.
type Row struct {
	Name  string  `json:"name"`
	Ours  float64 `json:"ours"`
	Peer  float64 `json:"peer"`
	Unit  string  `json:"unit"`
	Ratio float64 `json:"ratio"`
}

// side is one of the two plugins.
type side struct {
	bundle     string
	executable string
	archive    string
}

func main() {
	if len(os.Args) < 8 {
		fmt.Fprintln(os.Stderr, "usage: bench <our bundle> <our executable> <our archive> <peer bundle> <peer executable> <peer archive> <rows.json> <more rows.json>...")
		os.Exit(2)
	}
	sides := [2]side{{os.Args[1], os.Args[2], os.Args[3]}, {os.Args[4], os.Args[5], os.Args[6]}}
	var more []Row
	for _, path := range os.Args[8:] {
		var rows []Row
		document, err := os.ReadFile(path)
		check(err)
		check(json.Unmarshal(document, &rows))
		more = append(more, rows...)
	}
	samples := map[string]*[2][]float64{}
	add := func(name string, which int, value float64) {
		if samples[name] == nil {
			samples[name] = &[2][]float64{}
		}
		samples[name][which] = append(samples[name][which], value)
	}
	for range rounds {
		for which, side := range sides {
			side.measure(func(name string, value float64) { add(name, which, value) })
		}
	}
	for which, side := range sides {
		info, err := os.Stat(side.archive)
		check(err)
		add("bundle", which, float64(info.Size()))
	}
	rows := []Row{}
	for _, measure := range []struct{ name, unit string }{
		{"command_p50", "µs"}, {"command_p99", "µs"},
		{"get_1_caller", "per second"}, {"get_16_callers", "per second"},
		{"message_hook_1_caller", "per second"}, {"message_hook_16_callers", "per second"},
		{"exec_to_handshake", "ms"}, {"exec_to_first_hook", "ms"}, {"enable_to_first_hook", "ms"},
		{"rss_idle", "KiB"}, {"rss_after_10000_calls", "KiB"}, {"bundle", "bytes"},
	} {
		ours, peer := median(samples[measure.name][0]), median(samples[measure.name][1])
		rows = append(rows, Row{measure.name, ours, peer, measure.unit, ours / peer})
	}
	rows = append(rows, more...)
	document, err := json.MarshalIndent(rows, "", "  ")
	check(err)
	check(os.WriteFile(os.Args[7], document, 0o644))
	fmt.Println("| measure | ours | peer | ratio | unit |\n| --- | ---: | ---: | ---: | --- |")
	for _, row := range rows {
		fmt.Printf("| %s | %.1f | %.1f | %.2f | %s |\n", row.Name, row.Ours, row.Peer, row.Ratio, row.Unit)
	}
}

func (s side) measure(add func(string, float64)) {
	add("exec_to_handshake", s.handshake().Seconds()*1000)
	add("exec_to_first_hook", s.firstHook().Seconds()*1000)

	running, err := harness.Prepare(s.bundle, "probe", harness.NewServer(`{}`))
	check(err)
	begin := time.Now()
	check(running.Activate())
	defer running.Stop()
	hooks := running.Hooks()
	command(hooks)
	add("enable_to_first_hook", time.Since(begin).Seconds()*1000)
	time.Sleep(200 * time.Millisecond)
	add("rss_idle", rss())

	latencies := make([]float64, 4000)
	for range 500 {
		command(hooks)
	}
	for n := range latencies {
		begin := time.Now()
		command(hooks)
		latencies[n] = float64(time.Since(begin).Nanoseconds()) / 1000
	}
	slices.Sort(latencies)
	add("command_p50", latencies[len(latencies)/2])
	add("command_p99", latencies[len(latencies)*99/100])

	add("get_1_caller", perSecond(1, func() { get(hooks) }))
	add("get_16_callers", perSecond(16, func() { get(hooks) }))
	add("message_hook_1_caller", perSecond(1, func() { message(hooks) }))
	add("message_hook_16_callers", perSecond(16, func() { message(hooks) }))
	for range 10000 {
		command(hooks)
	}
	add("rss_after_10000_calls", rss())
}

func command(hooks plugin.Hooks) {
	args := &model.CommandArgs{UserId: model.NewId(), ChannelId: model.NewId(), Command: "/probe ping"}
	response, err := hooks.ExecuteCommand(&plugin.Context{}, args)
	if err != nil || response.Text != "pong" {
		panic(fmt.Sprint(response, err))
	}
}

func get(hooks plugin.Hooks) {
	recorder := httptest.NewRecorder()
	hooks.ServeHTTP(&plugin.Context{}, recorder, httptest.NewRequest(http.MethodGet, "/hello", nil))
	if recorder.Body.String() != "hello" {
		panic(fmt.Sprint(recorder.Code, recorder.Body))
	}
}

func message(hooks plugin.Hooks) {
	post := &model.Post{UserId: "u", ChannelId: "c", Message: "good morning, team: the report is ready"}
	if _, reason := hooks.MessageWillBePosted(&plugin.Context{}, post); reason != "" {
		panic(reason)
	}
}

// perSecond calls work from so many goroutines for a second and a half.
func perSecond(callers int, work func()) float64 {
	var count atomic.Int64
	var group sync.WaitGroup
	begin := time.Now()
	for range callers {
		group.Add(1)
		go func() {
			defer group.Done()
			for time.Since(begin) < 1500*time.Millisecond {
				work()
				count.Add(1)
			}
		}()
	}
	group.Wait()
	return float64(count.Load()) / time.Since(begin).Seconds()
}

// handshake is the time from exec to the first line.
func (s side) handshake() time.Duration {
	process := exec.Command(s.executable)
	process.Env = append(os.Environ(), "MATTERMOST_PLUGIN=Securely message teams, anywhere.", "PLUGIN_MIN_PORT=10000",
		"PLUGIN_MAX_PORT=25000", "PLUGIN_PROTOCOL_VERSIONS=1")
	stdout, err := process.StdoutPipe()
	check(err)
	begin := time.Now()
	check(process.Start())
	line, err := bufio.NewReader(stdout).ReadString('\n')
	took := time.Since(begin)
	check(err)
	address := strings.Split(line, "|")[3]
	check(process.Process.Kill())
	_ = process.Wait()
	os.Remove(address)
	return took
}

// firstHook is the time from exec to the first answered hook. A script takes the executable's place and notes the
// time: before exec the server hashes the file twice, which takes longer than all the rest.
func (s side) firstHook() time.Duration {
	bundle, err := os.MkdirTemp("", "bench")
	check(err)
	defer os.RemoveAll(bundle)
	check(os.CopyFS(bundle, os.DirFS(s.bundle)))
	relative, err := filepath.Rel(s.bundle, s.executable)
	check(err)
	executable := filepath.Join(bundle, relative)
	check(os.Rename(executable, executable+".real"))
	note := filepath.Join(bundle, "started")
	script := fmt.Sprintf("#!/bin/sh\ndate +%%s%%N >%q\nexec \"$0.real\"\n", note)
	check(os.WriteFile(executable, []byte(script), 0o755))
	running, err := harness.Start(bundle, "probe", harness.NewServer(`{}`))
	check(err)
	command(running.Hooks())
	answered := time.Now().UnixNano()
	running.Stop()
	text, err := os.ReadFile(note)
	check(err)
	started, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	check(err)
	return time.Duration(answered - started)
}

// rss is the resident memory of the one plugin process that runs, in KiB.
func rss() float64 {
	paths, err := filepath.Glob("/proc/[0-9]*/status")
	check(err)
	for _, path := range paths {
		status, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		values := map[string]string{}
		for _, line := range strings.Split(string(status), "\n") {
			if name, value, found := strings.Cut(line, ":"); found {
				values[name] = strings.TrimSpace(value)
			}
		}
		if values["PPid"] == strconv.Itoa(os.Getpid()) && strings.HasPrefix(values["Name"], "plugin") {
			kib, err := strconv.ParseFloat(strings.TrimSuffix(values["VmRSS"], " kB"), 64)
			check(err)
			return kib
		}
	}
	panic("no plugin process is running")
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
