#!/usr/bin/env bash
# The probe in our host against a Go plugin of the same behaviour, in the same official environment and the same run;
# then the component against native code, and the product: the card after proposing, events under load (EVENTS_SECONDS of it), and
# proposals and events with many stored ones against the same with few. Prints a table and writes target/bench.json.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
target=$(realpath -m "${CARGO_TARGET_DIR:-$root/target}")
jobs=${JOBS:-2}
work=$target/bench
platform=$(go env GOOS)-$(go env GOARCH)
mkdir -p "$work"
cd "$root"

# What ships is measured: the static build where its tools are there, the native one else.
if [ "$(uname -s)" = Linux ] && cargo-zigbuild --version >/dev/null 2>&1; then
	triple=$(uname -m)-unknown-linux-musl
	cargo zigbuild -j"$jobs" --package plugin-host --profile dist --target "$triple"
	host=$target/$triple/dist/plugin-host
else
	cargo build -j"$jobs" --package plugin-host --profile dist
	host=$target/dist/plugin-host
fi
cargo build -j"$jobs" --package probe --package odoo-plugin --target wasm32-wasip2 --profile component
cargo build -j"$jobs" --package pack
"$target/debug/pack" --manifest tests/probe/manifest.json --version 0.0.0 \
	--component "$target/wasm32-wasip2/component/probe.wasm" --host "$platform=$host" \
	--folder "$work/ours" --archive "$work/ours.tar.gz"

cargo build -j"$jobs" --package sample-module --target wasm32-unknown-unknown --profile component
cargo build -j"$jobs" --package plugin-host --profile dist --example event
"$target/dist/examples/event" "$work/ours/server/dist/probe-$platform.cwasm" \
	"$target/wasm32-unknown-unknown/component/sample_module.wasm" "$work/event.json"

"$target/debug/pack" --manifest manifest.json --version 0.0.0 \
	--component "$target/wasm32-wasip2/component/odoo_plugin.wasm" --host "$platform=$host" --folder "$work/product"
cargo run -q -j"$jobs" --release --package playground --example card -- "$work/product" "$work/card.json"
cargo run -q -j"$jobs" --release --package e2e --example events -- "$work/product" "$work/events.json" "${EVENTS_SECONDS:-20}"
for story in proposal::scale::proposals_at_scale hook::scale::events_at_scale; do
	BENCH_ROWS=$work/${story##*::}.json cargo test -q -j"$jobs" --release --package odoo-plugin --test stories -- \
		--ignored --exact "$story"
done

cd tests/conformance
go build -trimpath -ldflags "-s -w" -o "$work/peer/server/dist/plugin-$platform" ./goplugin
cat >"$work/peer/plugin.json" <<JSON
{"id": "probe", "name": "Go probe", "version": "0.0.0",
 "server": {"executables": {"$platform": "server/dist/plugin-$platform"}}}
JSON
tar -C "$work" -czf "$work/peer.tar.gz" peer
go build -o "$work/bench" ./bench
"$work/bench" "$work/ours" "$work/ours/server/dist/plugin-$platform" "$work/ours.tar.gz" \
	"$work/peer" "$work/peer/server/dist/plugin-$platform" "$work/peer.tar.gz" "$target/bench.json" \
	"$work/event.json" "$work/card.json" "$work/events.json" \
	"$work/proposals_at_scale.json" "$work/events_at_scale.json" \
	2> >(grep -v '"level"' >&2)
