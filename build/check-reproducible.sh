#!/usr/bin/env bash
# Publishes both binaries once more, from a copy of the source in another folder, with nothing built before and in the
# other order: they must be byte for byte what lies in bin/.
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
[ "$status" -eq 0 ] && rm -rf "$copy" || echo "check-reproducible: the same source gave other bytes; see $copy" >&2
exit "$status"
