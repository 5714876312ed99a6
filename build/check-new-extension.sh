#!/usr/bin/env bash
# Follows EXTENSIONS.md: creates an extension in a copy of the source, builds both flavors with it, and runs in each its own
# tests and those that check the rules for all extensions.
set -euo pipefail
cd "$(dirname "$0")/.."
copy=artifacts/new-extension

build/copy-source.sh "$copy"
cd "$copy"
build/new-extension.sh hello

# `make build` has analyzed the other projects.
export AnalyzeOnly=';Zot.Extensions;Zot.Extensions.Tests;'

test() {
  dotnet test --no-ansi --project "$@"
}

for flavour in full minimal; do
  export EXTENSIONS=$([ $flavour = full ] && echo all || echo none)
  test test/Extensions.Tests -- --filter-class 'Zot.Extensions.Tests.Hello.*'
  test test/Architecture.Tests
done

# Configuration, documentation and examples are the same in every flavor.
export EXTENSIONS=all
test test/Core.Tests -- --filter-class '*.SchemaTests' --filter-class '*.ExampleTests' --filter-class '*.RouteDocumentTests'

for flavour in full minimal; do
  export ZOT_BUILDS=$flavour ZOT_BIN_DIR=$PWD/artifacts/$flavour/bin/Zot.Server/debug
  test test/blackbox -- --filter-class 'Zot.BlackBox.Extensions.Hello*' --filter-class '*.RouteTests'
done

cd ../..
rm -rf "$copy"
