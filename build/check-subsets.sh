#!/usr/bin/env bash
# Builds the server with each extension alone, with all but one, with none and with all: every subset must build, and
# without a warning (warnings are errors). They share one folder, since only src/Extensions and the program differ.
set -euo pipefail
cd "$(dirname "$0")/.."

IFS=, read -ra known <<< "$(EXTENSIONS=all dotnet msbuild build/Extensions.props -nologo -getProperty:KnownExtensions)"

subsets() {
  printf '%s\n' none "${known[@]}" all
  for left_out in "${known[@]}"; do
    printf '%s\n' "${known[@]}" | grep -vx "$left_out" | paste -sd, -
  done
}

failed=()
for subset in $(subsets | awk 'NF && !seen[$0]++'); do
  echo "EXTENSIONS=$subset"
  EXTENSIONS=$subset dotnet build src/Core/Server -p:ZotFlavour=subsets -nologo -v quiet -tl:off "-clp:ErrorsOnly;NoSummary" || failed+=("$subset")
done
[ ${#failed[@]} -eq 0 ] || { echo "check-subsets: these do not build: ${failed[*]}" >&2; exit 1; }
