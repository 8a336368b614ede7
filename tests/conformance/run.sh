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
for modules in go.mod oldest.mod; do
	echo "conformance: $(sed -n 's#^require ##; s#.*\(github.com/mattermost/mattermost/server/public v[^ ]*\).*#\1#p' $modules | head -1)"
	go test -count=1 -timeout 20m -modfile=$modules ${CONFORMANCE_FLAGS:-} .
done
