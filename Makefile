# `make help` lists the commands. CI runs `make ci` and nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The extensions to compile in: a list (lint,mgmt), `all` or `none`. EXTENSIONS.md describes them;
# build/Extensions.props parses and validates the list.
EXTENSIONS ?= all
export EXTENSIONS

OS ?= $(shell uname -s | tr '[:upper:]' '[:lower:]')
ARCH ?= $(shell uname -m | sed -e s/x86_64/amd64/ -e s/aarch64/arm64/)
RID := $(OS:darwin=osx)-$(ARCH:amd64=x64)
COMMIT := $(shell git describe --always --dirty --long --tags 2>/dev/null || echo unknown)
BINARY := bin/zot-$(OS)-$(ARCH)

# One compiler server for all projects: starting a compiler takes longer than compiling most projects.
export UseSharedCompilation := true
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

# The SDK and podman require a home directory; if it is missing, as for some service accounts, use one in the build output.
ifeq ($(wildcard $(HOME)/.),)
export HOME := $(CURDIR)/artifacts/home
$(shell mkdir -p $(HOME))
endif

RESULTS := artifacts/results
# Each test run writes a report; build/summary.sh adds them up.
TEST := dotnet test --no-ansi --results-directory $(RESULTS) --report-xunit-ctrf

# The projects with unit tests.
UNIT := Core Extensions OpenCore Architecture

.PHONY: help run build test unit unit-full unit-minimal lint blackbox binary binary-minimal binary-portable exporter-minimal cli \
	bench bench-scale torture sizes tools ci summary clean extensions audit symbols proofs check-subsets check-reproducible check-new-extension \
	new-extension

help: ## list the commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z%-]+:.*## / {sub("%", "<name>", $$1); printf "  make %-22s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: extensions ## build, and serve on 127.0.0.1:5000 with the built-in configuration
	@dotnet run --project src/Core/Server -- serve $(CONFIG)

# Except for the extensions, both flavors are compiled from the same source, which is analyzed once.
build: ## build everything, in the full and in the minimal flavor
	EXTENSIONS=all dotnet build Zot.Net.sln -nologo -v quiet
	EXTENSIONS=none AnalyzeOnly=';Zot.Extensions;Zot.Extensions.Tests;' dotnet build Zot.Net.sln -nologo -v quiet

test: tools unit blackbox ## install the tools that the tests need, and run all tests
	@build/summary.sh $(RESULTS)

unit: unit-full unit-minimal ## unit, contract and architecture tests, in both flavors

unit-full unit-minimal:
	@status=0; for project in $(UNIT); do \
		EXTENSIONS=$(if $(filter unit-full,$@),all,none) $(TEST) --project test/$$project.Tests \
			--report-xunit-ctrf-filename $@-$$project.ctrf.json || status=$$?; \
	done; exit $$status

# These targets compare a build with all extensions and one with none, whatever EXTENSIONS is.
blackbox torture bench proofs check-reproducible ci test: override EXTENSIONS := all
blackbox-%: override EXTENSIONS := all

blackbox: binary binary-minimal exporter-minimal cli ## publish both binaries, and run the black-box tests on them
	$(TEST) --project test/blackbox --report-xunit-ctrf-filename blackbox.ctrf.json

blackbox-%: binary binary-minimal exporter-minimal cli ## the black-box tests of one extension, on both binaries
	@class=$$(ls -d src/Extensions/*/ | xargs -n1 basename | grep -ix '$*') \
		|| { echo "unknown extension '$*': not found below src/Extensions" >&2; exit 1; }; \
	dotnet test --no-ansi --project test/blackbox -- --filter-class "Zot.BlackBox.Extensions.$$class*"

torture: binary binary-minimal ## fuzzers with ZOT_FUZZ inputs each (default: 1000000), crash tests with ZOT_TORTURE kills (default: 5000)
	for project in Core Extensions; do \
		ZOT_FUZZ=$${ZOT_FUZZ:-1000000} dotnet test --no-ansi --project test/$$project.Tests -- --filter-trait suite=fuzz || exit 1; \
	done
	ZOT_TORTURE=$${ZOT_TORTURE:-5000} dotnet test --no-ansi --project test/blackbox -- --filter-trait suite=crash

lint: ## check formatting, once per flavor, as each compiles only its own twins; style rules are errors in `make build`
	EXTENSIONS=all dotnet format whitespace Zot.Net.sln --verify-no-changes --no-restore
	EXTENSIONS=none dotnet format whitespace Zot.Net.sln --verify-no-changes --no-restore

binary: extensions ## publish bin/zot-<os>-<arch> with EXTENSIONS: native, or trimmed where native code cannot be built
	@$(call publish,src/Core/Server,$(EXTENSIONS),$(BINARY))

binary-minimal: ## publish bin/zot-<os>-<arch>-minimal, without any extension
	@$(call publish,src/Core/Server,none,$(BINARY)-minimal)

exporter-minimal: ## publish bin/zxp-<os>-<arch>, which exports the metrics of the minimal build to Prometheus
	@$(call publish,src/Core/Exporter,none,bin/zxp-$(OS)-$(ARCH))

cli: ## publish bin/zli-<os>-<arch>, the client of zot registries
	@$(call publish,src/Core/Zli,none,bin/zli-$(OS)-$(ARCH))

symbols: ## publish artifacts/symbols/zot: the full native binary of this commit with its symbols, to read a core dump with gdb
	@SYMBOLS=1 FORM=native build/publish.sh src/Core/Server '$(EXTENSIONS)' $(RID) '$(COMMIT)' artifacts/symbols

# Rejects unknown names in EXTENSIONS before the build.
extensions:
	@dotnet msbuild build/Extensions.props -nologo -t:CheckExtensions

binary-portable: extensions ## publish bin/zot-portable/, which runs on every platform with the .NET runtime
	dotnet publish src/Core/Server -c Release --self-contained false -p:UseAppHost=false -nologo -v quiet -o bin/zot-portable

# The reduced scale of `make bench`, about three minutes; `make bench-scale` measures the full one.
SCALE ?= --repositories 2000 --tags 20000 --rounds 3

bench: binary binary-minimal tools ## measure side by side with servers from Debian packages, and the cost of size
	dotnet run -c Release --project test/Benchmarks -- compare --zot $(BINARY)-minimal $(ARGS)
	dotnet run -c Release --project test/Benchmarks -- scale --zot $(BINARY)-minimal $(SCALE)

bench-scale: override EXTENSIONS := all
bench-scale: binary binary-minimal ## compare 10,000 repositories with 100,000 tags to few, and search them
	dotnet run -c Release --project test/Benchmarks -- scale --zot $(BINARY)-minimal $(ARGS)
	dotnet run -c Release --project test/Benchmarks -- scale --zot $(BINARY) --only Search $(ARGS)

sizes: ## list every binary in bin/ with its size, extensions and packages
	@$(SBOM) sizes bin

audit: ## report packages with known vulnerabilities, from the advisories of the package feed
	EXTENSIONS=all dotnet list Zot.Net.sln package --vulnerable --include-transitive

proofs: check-subsets check-reproducible check-new-extension ## all checks of the builds themselves

check-subsets: ## build with every extension alone, all but one, none and all, without warnings
	@build/check-subsets.sh

check-reproducible: binary binary-minimal ## build both binaries again, in another directory and order, and compare the bytes
	@build/check-reproducible.sh $(COMMIT) $(BINARY) $(BINARY)-minimal

new-extension: ## create a new extension that builds and passes its tests: NAME=hello
	@build/new-extension.sh '$(NAME)'

check-new-extension: ## build and test the output of new-extension, in both flavors
	@build/check-new-extension.sh

tools: ## install the clients and servers that the tests use (Debian packages)
	@build/install-tools.sh

ci: ## run all checks of CI
	rm -rf $(RESULTS)
	$(MAKE) tools
	$(MAKE) build
	$(MAKE) lint
	status=0; $(MAKE) -k proofs unit blackbox || status=$$?; build/summary.sh $(RESULTS) && exit $$status

clean: ## remove all build output
	rm -rf artifacts bin

SBOM := EXTENSIONS=all dotnet run --project build/Sbom --

# publish PROJECT EXTENSIONS FILE: writes the program, and its bill of materials beside it. FORM=native or FORM=trimmed selects
# one of the two forms (docs/adr/0014-native-binary.md).
define publish
	build/publish.sh $(1) '$(2)' $(RID) '$(COMMIT)' artifacts/publish/$(notdir $(3)) && mkdir -p bin \
		&& find artifacts/publish/$(notdir $(3)) -maxdepth 1 -type f -name 'z*' -exec cp {} $(3) \; \
		&& $(SBOM) write $(3) artifacts/publish/$(notdir $(3))/evidence && ls -l $(3)
endef
