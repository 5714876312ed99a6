#!/usr/bin/env bash
# Publishes a program as one file: native if the packs and a linker are available, else trimmed and ready to run.
#   publish.sh PROJECT EXTENSIONS RID COMMIT DIRECTORY [OPTION...]
# FORM=native or FORM=trimmed selects one of the two. SYMBOLS=1 keeps the symbols in a native binary.
set -euo pipefail
cd "$(dirname "$0")/.."
project=$1 extensions=$2 rid=$3 commit=$4 folder=$5 options=("${@:6}")
form=${FORM:-auto}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Skips the analyzers, which run in `make build`.
publish() {
  EXTENSIONS=$extensions dotnet publish "$project" -c Release -r "$rid" --self-contained -nologo -v quiet -tl:off \
    -p:RunAnalyzers=false -p:SourceRevisionId="$commit" -o "$folder" "${options[@]}" "$@"
}

# Prints the compiler that can link for the platform, if any.
linker() {
  local candidates=(clang gcc) candidate
  case $rid in
    linux-arm64) [ "$(uname -m)" = aarch64 ] || candidates=(aarch64-linux-gnu-gcc) ;;
    linux-x64) [ "$(uname -m)" = x86_64 ] || candidates=(x86_64-linux-gnu-gcc) ;;
  esac
  for candidate in "${candidates[@]}"; do
    if command -v "$candidate" >/dev/null && echo 'int main(void){return 0;}' | "$candidate" -x c - -o "$log" 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
}

trimmed() {
  echo "$1: publishing the trimmed, ready-to-run form of $(basename "$folder")"
  publish -p:PublishSingleFile=true -p:PublishTrimmed=true -p:PublishReadyToRun=true
}

rm -rf "$folder"
[ "$form" != trimmed ] || { trimmed "FORM=trimmed"; exit; }

linker=$(linker)
if [ -z "$linker" ]; then
  [ "$form" != native ] || { echo "publish: a native binary for $rid requires clang or gcc" >&2; exit 1; }
  trimmed "no linker for $rid (clang or gcc)"
  exit
fi

symbols=()
[ -z "${SYMBOLS:-}" ] || symbols=(-p:NativeDebugSymbols=true -p:StripSymbols=false)
cross=()
[[ $linker != *-gcc ]] || cross=(-p:ObjCopyName="${linker%gcc}objcopy")
if publish -p:PublishAot=true -p:CppCompilerAndLinker="$linker" "${cross[@]}" "${symbols[@]}" >"$log" 2>&1; then
  cat "$log"
elif [ "$form" = auto ] && grep -qE 'NU110[0-9].*(ILCompiler|NativeAOT)' "$log"; then
  trimmed "no native packs for $rid"
else
  cat "$log" >&2
  exit 1
fi
