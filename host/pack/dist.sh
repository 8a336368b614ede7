#!/usr/bin/env bash
# Release bundles in dist/: one per platform, and a universal one when several were made.
# Zig links for every platform from one machine, without foreign SDKs; on Linux statically, so that it runs in every
# container that a server runs in.
set -euo pipefail
cd "$(dirname "$0")/../.."
jobs=${JOBS:-2}
version=${VERSION:?}
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
# The oldest macOS that both kinds of machine have had. Left alone, Zig's own minimum is written into the executables (15).
export MACOSX_DEPLOYMENT_TARGET=${MACOSX_DEPLOYMENT_TARGET:-11.0}
manifest_id=$(sed -n 's/.*"id": *"\(.*\)".*/\1/p' manifest.json | head -1)

triple_of() {
	case $1 in
	linux-amd64) echo x86_64-unknown-linux-musl ;;
	linux-arm64) echo aarch64-unknown-linux-musl ;;
	darwin-amd64) echo x86_64-apple-darwin ;;
	darwin-arm64) echo aarch64-apple-darwin ;;
	windows-amd64) echo x86_64-pc-windows-gnu ;;
	*) echo "dist: $1 is no platform" >&2; exit 2 ;;
	esac
}

cargo-zigbuild --version >/dev/null 2>&1 || cargo install --locked --quiet -j"$jobs" cargo-zigbuild
python3 -m ziglang version >/dev/null 2>&1 || command -v zig >/dev/null || python3 -m pip install --quiet ziglang

cargo build -j"$jobs" --package pack
cargo build -j"$jobs" --package odoo-plugin --target wasm32-wasip2 --profile component

files=(--file webapp/dist/main.js=webapp-stub/main.js --file LICENSE=LICENSE)
pack() { # archive, then --host arguments
	local archive=$1
	shift
	"$target/debug/pack" --manifest manifest.json --component "$target/wasm32-wasip2/component/odoo_plugin.wasm" \
		--version "$version" --commit "${COMMIT:-}" "$@" "${files[@]}" --archive "$archive"
	echo "dist: $(wc -c <"$archive") bytes $archive"
}

hosts=()
for platform in "${@:-linux-amd64}"; do
	triple=$(triple_of "$platform")
	rustup target list --installed | grep -qx "$triple" || rustup target add "$triple"
	cargo zigbuild -j"$jobs" --package plugin-host --profile dist --target "$triple"
	executable=$target/$triple/dist/plugin-host
	[[ $platform == windows-* ]] && executable+=.exe
	hosts+=(--host "$platform=$executable")
	pack "dist/$manifest_id-$version-$platform.tar.gz" --host "$platform=$executable"
done
if [ "$#" -gt 1 ]; then
	pack "dist/$manifest_id-$version.tar.gz" "${hosts[@]}"
fi
