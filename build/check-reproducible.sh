#!/usr/bin/env bash
# Publishes both binaries again, from a copy of the source in another directory, without previous build output and in the
# opposite order: they must be identical, byte for byte, to those in bin/.
#   check-reproducible.sh COMMIT BINARY MINIMAL-BINARY
set -euo pipefail
cd "$(dirname "$0")/.."
copy=artifacts/reproducible

build/copy-source.sh "$copy"
env -u MAKEFLAGS -u MAKELEVEL make -C "$copy" --no-print-directory COMMIT="$1" binary-minimal binary >/dev/null

status=0
for binary in "$2" "$3"; do
  sha256sum "$binary" "$copy/$binary"
  cmp "$binary" "$copy/$binary" && cmp "$binary.cdx.json" "$copy/$binary.cdx.json" || status=1
done
[ "$status" -eq 0 ] && rm -rf "$copy" || echo "check-reproducible: the same source produced different bytes; see $copy" >&2
exit "$status"
