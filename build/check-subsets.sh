#!/usr/bin/env bash
# Builds the extensions with each alone, with all but one, with none and with all: every subset must build without compiler
# warnings (warnings are errors; `make build` has analyzed both twins of each). The program around them references no
# extension by name, and is built once, with none: the members it uses must exist in every subset.
# FORM=native also publishes each subset natively, where warnings are errors, too: about a minute each, so `make ci` omits it.
set -euo pipefail
cd "$(dirname "$0")/.."

IFS=, read -ra known <<< "$(EXTENSIONS=all dotnet msbuild build/Extensions.props -nologo -getProperty:KnownExtensions)"

all_subsets() {
  printf '%s\n' none "${known[@]}" all
  for left_out in "${known[@]}"; do
    printf '%s\n' "${known[@]}" | grep -vx "$left_out" | paste -sd, -
  done
}
mapfile -t subsets < <(all_subsets | awk 'NF && !seen[$0]++')

failed=()
options=(-p:ZotFlavour=subsets -p:RunAnalyzers=false -nologo -v quiet -tl:off "-clp:ErrorsOnly;NoSummary")
EXTENSIONS=none dotnet build src/Core/Server "${options[@]}"
for subset in "${subsets[@]}"; do
  echo "EXTENSIONS=$subset"
  EXTENSIONS=$subset dotnet build src/Extensions -p:BuildProjectReferences=false "${options[@]}" || failed+=("$subset")
done

if [ "${FORM:-}" = native ]; then
  folder=$(mktemp -d)
  rid=$(dotnet msbuild src/Core/Server -nologo -getProperty:NETCoreSdkPortableRuntimeIdentifier)
  trap 'rm -rf "$folder"' EXIT
  for subset in "${subsets[@]}"; do
    echo "EXTENSIONS=$subset, native"
    build/publish.sh src/Core/Server "$subset" "$rid" none "$folder/$subset" -p:ZotFlavour=subsets > "$folder/log" 2>&1 || failed+=("$subset, native")
    if grep -E 'warning|error' "$folder/log"; then failed+=("$subset, native, without a warning"); fi
    rm -rf "${folder:?}/$subset"
  done
fi

[ ${#failed[@]} -eq 0 ] || { echo "check-subsets: these do not build: ${failed[*]}" >&2; exit 1; }
