#!/usr/bin/env bash
# Installs the clients and servers that tests and benchmarks run, all from Debian packages. Does nothing if all are installed.
set -euo pipefail

declare -A packages=(
  [skopeo]=skopeo [podman]=podman [buildah]=buildah [umoci]=umoci [curl]=curl [htpasswd]=apache2-utils
  [mkpasswd]=whois [openssl]=openssl [docker-registry]=docker-registry [nats-server]=nats-server [nginx]=nginx [wrk]=wrk
  [python3]=python3 [systemd-analyze]=systemd
)

missing=()
for tool in "${!packages[@]}"; do
  command -v "$tool" >/dev/null || missing+=("${packages[$tool]}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "install-tools: apt-get not found; install these packages: ${missing[*]}" >&2
  [ -n "${CI:-}" ] && exit 1 || exit 0
fi

sudo=$([ "$(id -u)" -eq 0 ] || echo sudo)
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
