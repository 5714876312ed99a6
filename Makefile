# One command each; `make help` lists them. CI runs `make ci` and nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Which extensions are compiled in: a list (sync,events), `all` or `none`. EXTENSIONS.md says how they work.
EXTENSIONS ?= all
export EXTENSIONS

OS ?= $(shell uname -s | tr '[:upper:]' '[:lower:]')
ARCH ?= $(shell uname -m | sed -e s/x86_64/amd64/ -e s/aarch64/arm64/)
RID := $(OS:darwin=osx)-$(ARCH:amd64=x64)
COMMIT := $(shell git describe --always --dirty --long --tags 2>/dev/null || echo unknown)
BINARY := bin/zot-$(OS)-$(ARCH)

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

# The SDK and podman want a home; where there is none, as for some service accounts, it is a folder of the build.
ifeq ($(wildcard $(HOME)/.),)
export HOME := $(CURDIR)/artifacts/home
$(shell mkdir -p $(HOME))
endif

# The shipping form (docs/adr/0002): one trimmed, ready-to-run file where the packs for the platform restore.
PUBLISH := dotnet publish src/Core/Server -c Release -r $(RID) --self-contained -nologo -v quiet \
	-p:PublishSingleFile=true -p:PublishTrimmed=true -p:PublishReadyToRun=true -p:SourceRevisionId=$(COMMIT)

RESULTS := artifacts/results
# One line a test run leaves behind, which `make ci` sums up.
TEST := dotnet test --no-ansi --results-directory $(RESULTS) --report-ctrf

.PHONY: help run build test unit unit-full unit-minimal lint blackbox binary binary-minimal binary-portable binary-aot \
	bench torture sizes tools ci summary clean

help: ## list the commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## build, and serve on 127.0.0.1:5000 with the built-in configuration
	@dotnet build src/Core/Server -nologo -v quiet
	@dotnet artifacts/$(call flavour,$(EXTENSIONS))/bin/Zot.Server/debug/zot.dll serve $(CONFIG)

build: ## build everything, in the full and in the minimal flavour
	EXTENSIONS=all dotnet build Zot.Net.sln -nologo -v quiet
	EXTENSIONS=none dotnet build Zot.Net.sln -nologo -v quiet

test: tools unit blackbox ## install what the tests need, and run all of them
	@build/summary.sh $(RESULTS)

unit: unit-full unit-minimal ## unit, contract and architecture tests, in both flavours

unit-full unit-minimal:
	EXTENSIONS=$(if $(filter unit-full,$@),all,none) $(TEST) --project test/Core.Tests \
		--report-ctrf-filename $@-core.ctrf.json
	EXTENSIONS=$(if $(filter unit-full,$@),all,none) $(TEST) --project test/Extensions.Tests \
		--report-ctrf-filename $@-extensions.ctrf.json
	EXTENSIONS=$(if $(filter unit-full,$@),all,none) $(TEST) --project test/Architecture.Tests \
		--report-ctrf-filename $@-architecture.ctrf.json

blackbox: binary binary-minimal ## publish both binaries, and run them as users do
	EXTENSIONS=all $(TEST) --project test/blackbox --report-ctrf-filename blackbox.ctrf.json

torture: binary binary-minimal ## the crash tests, for as long as ZOT_TORTURE kills take (default: 5000)
	ZOT_TORTURE=$${ZOT_TORTURE:-5000} EXTENSIONS=all dotnet test --no-ansi --project test/blackbox -- --filter-trait suite=crash

lint: ## formatting and style, once per flavour, as each sees only its own twins
	EXTENSIONS=all dotnet format Zot.Net.sln --verify-no-changes
	EXTENSIONS=none dotnet format Zot.Net.sln --verify-no-changes

binary: ## publish bin/zot-<os>-<arch> with EXTENSIONS
	@$(call publish,$(EXTENSIONS),$(BINARY))

binary-minimal: ## publish bin/zot-<os>-<arch>-minimal, without any extension
	@$(call publish,none,$(BINARY)-minimal)

binary-portable: ## publish bin/zot-portable/, which runs wherever the .NET runtime does
	dotnet publish src/Core/Server -c Release --self-contained false -p:UseAppHost=false -nologo -v quiet -o bin/zot-portable

binary-aot: ## publish a native binary, where the native packs restore
	dotnet publish src/Core/Server -c Release -r $(RID) -p:PublishAot=true -nologo -v quiet -o bin/aot
	mv bin/aot/zot $(BINARY)-aot

bench: binary binary-minimal tools ## measure against the peers Debian packages, side by side
	dotnet run -c Release --project test/Benchmarks -- compare --zot $(BINARY)-minimal $(ARGS)

sizes: ## the size of every binary in bin/
	@ls -l bin | awk 'NR > 1 && $$1 ~ /^-/ {printf "%-32s %6.1f MB\n", $$9, $$5 / 1000000}'

tools: ## install the clients and peers the tests use (Debian packages)
	@build/install-tools.sh

ci: ## all that CI checks
	rm -rf $(RESULTS)
	$(MAKE) tools
	$(MAKE) build
	$(MAKE) lint
	status=0; $(MAKE) -k unit blackbox || status=$$?; build/summary.sh $(RESULTS) && exit $$status

clean: ## remove everything that was built
	rm -rf artifacts bin

# flavour NAME: the folder below artifacts/ a list of extensions builds into (build/Extensions.props).
flavour = $(if $(filter all,$(1)),full,$(if $(filter none,$(1)),minimal,$(subst $(comma),-,$(1))))
comma := ,

# publish EXTENSIONS FILE
define publish
	EXTENSIONS=$(1) $(PUBLISH) -o artifacts/publish/$(notdir $(2)) && mkdir -p bin && cp artifacts/publish/$(notdir $(2))/zot $(2) && ls -l $(2)
endef
