#!/usr/bin/env bash
# Sums the reports of all test runs: prints `N passed, N failed, N skipped` and fails when a test failed or none ran.
set -euo pipefail

sum() {
  grep -ho "\"$1\": *[0-9]*" "$2"/*.ctrf.json 2>/dev/null | awk -F: '{n += $2} END {print n + 0}'
}

passed=$(sum passed "$1")
failed=$(sum failed "$1")
skipped=$(sum skipped "$1")
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
