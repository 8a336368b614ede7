# Odoo for Mattermost. `make` lists the targets; a fresh machine needs `make run` and `make test`.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
# Of the sources; empty outside a Git checkout. Only the packer is told: a commit compiles nothing.
COMMIT := $(shell git describe --always --abbrev=12 --dirty --exclude '*' 2>/dev/null)
OS := $(shell uname -s | tr '[:upper:]' '[:lower:]')
ARCH := $(patsubst aarch64,arm64,$(patsubst x86_64,amd64,$(shell uname -m)))
PLATFORM := $(OS)-$(ARCH)
JOBS ?= 2
CARGO := cargo
TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
# One selection of packages for everything native, so that nothing is built twice with other features. The packer is
# built by itself: it brings the compiler, which the host must not have. The sample module is WebAssembly only.
NATIVE := --workspace --exclude pack --exclude sample-module
# Warnings are errors in CI and warnings at the desk.
ifdef CI
DENY_WARNINGS := -- -D warnings
endif

COMPONENTS := $(TARGET)/wasm32-wasip2/component
BUNDLES := $(TARGET)/bundle
HOST := $(TARGET)/debug/plugin-host
PACK := $(TARGET)/debug/pack

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

run: bundle ## the product on built-in stand-ins, in a browser page (ODOO_URL=… for a real Odoo)
	BUNDLE=$(BUNDLES)/odoo $(TARGET)/debug/playground

test: lint unit conformance ## everything CI runs

unit: bundle sample ## Rust tests against the built bundles
	BUNDLES=$(BUNDLES) $(CARGO) test -j$(JOBS) $(NATIVE)
	$(CARGO) test -j$(JOBS) -p pack

lint: ## formatting, clippy, licences and versions of dependencies
	$(CARGO) fmt --all --check
	$(CARGO) clippy -j$(JOBS) $(NATIVE) --all-targets $(DENY_WARNINGS)
	@tests/deny.sh

conformance: bundle ## the bundle in the official Go environment, oldest and newest
	@tests/conformance/run.sh $(BUNDLES)

bundle: wasm32-target ## the unpacked bundles of the product and of the probe, for this machine
	$(CARGO) build -j$(JOBS) $(NATIVE)
	$(CARGO) build -j$(JOBS) -p odoo-plugin -p probe --target wasm32-wasip2 --profile component
	$(CARGO) build -j$(JOBS) -p pack
	@$(MAKE) --no-print-directory $(BUNDLES)/odoo/plugin.json $(BUNDLES)/probe/plugin.json

# Changes only when the commit does.
$(BUNDLES)/commit: FORCE
	@mkdir -p $(BUNDLES) && { echo '$(COMMIT)' | cmp -s - $@ || echo '$(COMMIT)' >$@; }

$(BUNDLES)/odoo/plugin.json: $(BUNDLES)/commit manifest.json $(HOST) $(COMPONENTS)/odoo_plugin.wasm $(PACK) webapp-stub/main.js
	$(PACK) --manifest manifest.json --component $(COMPONENTS)/odoo_plugin.wasm --version $(VERSION) \
		--commit '$(COMMIT)' --host $(PLATFORM)=$(HOST) --file webapp/dist/main.js=webapp-stub/main.js --folder $(BUNDLES)/odoo

$(BUNDLES)/probe/plugin.json: tests/probe/manifest.json $(HOST) $(COMPONENTS)/probe.wasm $(PACK)
	$(PACK) --manifest tests/probe/manifest.json --component $(COMPONENTS)/probe.wasm --version $(VERSION) \
		--host $(PLATFORM)=$(HOST) --folder $(BUNDLES)/probe

# The sample of docs/modules.md, which the tests run and the product does not need.
sample: wasm32-unknown
	$(CARGO) build -j$(JOBS) -p sample-module --target wasm32-unknown-unknown --profile component
	@mkdir -p $(BUNDLES) && cp $(TARGET)/wasm32-unknown-unknown/component/sample_module.wasm $(BUNDLES)/sample.wasm

wasm32-target:
	@rustup target list --installed | grep -qx wasm32-wasip2 || rustup target add wasm32-wasip2

wasm32-unknown:
	@rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown

e2e: sample ## the end-to-end cases against a real server: SITE=http://… TOKEN=…, after `make dist`
	@test -n "$(SITE)" -a -n "$(TOKEN)" || { echo "usage: make e2e SITE=http://… TOKEN=<a system admin's token>"; exit 2; }
	SITE=$(SITE) TOKEN=$(TOKEN) BUNDLES=$(BUNDLES) BUNDLE=$(abspath dist/odoo-$(VERSION)-$(PLATFORM).tar.gz) \
		$(CARGO) test -j$(JOBS) -p e2e -- --test-threads=1

bench: wasm32-target wasm32-unknown ## ratios against a Go plugin of the same behaviour, in the same run
	@JOBS=$(JOBS) tests/conformance/bench.sh

soak: bundle ## 10,000 events on two nodes that are killed 100 times (minutes)
	BUNDLES=$(BUNDLES) $(CARGO) test -j$(JOBS) -p e2e --test nodes -- --ignored

fuzz: ## the gob decoder for ten minutes (nightly toolchain and cargo-fuzz)
	cd host/gob && $(CARGO) +nightly fuzz run decode -j1 -- -max_total_time=600

PLATFORMS ?= linux-amd64 linux-arm64 darwin-amd64 darwin-arm64 windows-amd64

dist: wasm32-target ## bundles that a server accepts, in dist/ (PLATFORMS="linux-amd64 …" for fewer)
	@JOBS=$(JOBS) VERSION=$(VERSION) COMMIT='$(COMMIT)' host/pack/dist.sh $(PLATFORMS)

deploy: ## uploads and enables the bundle: SITE=http://… TOKEN=…
	@test -n "$(SITE)" -a -n "$(TOKEN)" || { echo "usage: make deploy SITE=http://… TOKEN=<a system admin's token>"; exit 2; }
	@$(MAKE) --no-print-directory dist PLATFORMS=$(PLATFORM)
	curl --fail-with-body -sS -H "Authorization: Bearer $(TOKEN)" -F force=true \
		-F plugin=@dist/odoo-$(VERSION)-$(PLATFORM).tar.gz $(SITE)/api/v4/plugins
	curl --fail-with-body -sS -H "Authorization: Bearer $(TOKEN)" -X POST $(SITE)/api/v4/plugins/odoo/enable

clean: ## what was built
	$(CARGO) clean
	rm -rf dist

.PHONY: help run test unit lint conformance bundle sample wasm32-target wasm32-unknown e2e bench soak fuzz dist deploy clean FORCE
