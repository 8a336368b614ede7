#!/usr/bin/env bash
# The bundles in Mattermost's official plugin environment: its newest release and the oldest that the plugin supports.
set -euo pipefail
bundles=$1
cd "$(dirname "$0")"
if ! command -v go >/dev/null; then
	echo "conformance: Go is not installed, the bundle is not run in Mattermost's official environment"
	exit 0
fi
export BUNDLES=$bundles
# The thousand starts take minutes and say the same for both: only once.
run() {
	local modules=$1
	shift
	echo "conformance: $(grep -om1 'github.com/mattermost/mattermost/server/public v.*' "$modules")"
	go test -count=1 -timeout 30m -modfile="$modules" "$@" . >"$log" 2>&1 || { cat "$log"; exit 1; }
	tail -1 "$log"
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run go.mod
run oldest.mod -short
