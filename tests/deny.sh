#!/usr/bin/env bash
# cargo deny: licences, bans and sources always; advisories where their database can be reached.
set -euo pipefail
if ! cargo deny --version >/dev/null 2>&1; then
	if [ -z "${CI:-}" ]; then
		echo "lint: cargo-deny is not installed, licences and versions are not checked (cargo install --locked cargo-deny)"
		exit 0
	fi
	cargo install --locked --quiet -j"${JOBS:-2}" cargo-deny
fi
cargo deny --log-level error check licenses bans sources
if timeout 60 cargo deny --log-level error fetch db >/dev/null 2>&1; then
	cargo deny --log-level error check advisories
else
	echo "lint: the advisory database cannot be reached, advisories are not checked"
fi
