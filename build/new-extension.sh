#!/usr/bin/env bash
# Creates a small extension that builds and passes its tests, from build/templates/extension, with its entries in the lists of
# extensions. EXTENSIONS.md describes the files. Writes nothing unless all changes are possible.
#   new-extension.sh NAME
set -euo pipefail
cd "$(dirname "$0")/.."

name=$1
templates=build/templates/extension

fail() {
  echo "new-extension: $1" >&2
  exit 1
}

[ -n "$name" ] || fail "NAME is required: make new-extension NAME=hello"
[[ $name =~ ^[a-z]+$ ]] || fail "NAME is '$name', but must be lower-case letters only, for example hello"
[[ $name != all && $name != none ]] || fail "NAME is '$name', which is reserved in EXTENSIONS"
[ -z "$(find src/Extensions -mindepth 1 -maxdepth 1 -iname "$name")" ] || fail "extension '$name' already exists"
[ -z "$(find src/Core -mindepth 1 -maxdepth 1 -iname "$name")" ] || fail "NAME is '$name', which is a directory of src/Core"
[ -z "$(find src/Core/Configuration/Extensions -iname "${name}Options.cs")" ] \
  || fail "the configuration section extensions.$name already exists: write this extension manually, for the existing options"

class=${name^}
changed=()
trap 'rm -f "${changed[@]/%/.new}"' EXIT

# edit FILE AWK-PROGRAM: prepares a changed file; fails if the program does not change it.
edit() {
  awk -v name="$name" -v class="$class" "$2" "$1" > "$1.new"
  changed+=("$1")
  ! cmp -s "$1" "$1.new" || fail "$1 does not have the expected format"
}

# before PATTERN TEXT: prints a program that inserts the text before the first line that matches the pattern.
before() {
  printf '!done && /%s/ { printf "%s"; done = 1 } { print }' "$1" "$2"
}

# sorted PATTERN LAST TEXT: prints a program that inserts the text into the sorted lines that match the pattern, the last of
# which is followed by LAST.
sorted() {
  printf 'BEGIN { line = sprintf("%s") } !done && ((/%s/ && tolower($0) "\\n" > tolower(line)) || /%s/) { printf "%%s", line; done = 1 } { print }' "$3" "$1" "$2"
}

edit build/Extensions.props '
  /<KnownExtensions>/ {
    match($0, />[^<]*</)
    count = split(substr($0, RSTART + 1, RLENGTH - 2), known, ",")
    list = ""
    for (i = 1; i <= count; i++) {
      if (!placed && known[i] > name) { list = list "," name; placed = 1 }
      list = list "," known[i]
    }
    if (!placed) list = list "," name
    print substr($0, 1, RSTART) substr(list, 2) substr($0, RSTART + RLENGTH - 1)
    next
  }
  { print }'

list=src/Extensions/CompiledExtensions.cs
awk "$(sorted '^using Zot.Extensions' '^using Zot.Hosting' "using Zot.Extensions.$class;\\n")" $list \
  | awk "$(sorted '^        new ' '^    \\];' "        new ${class}Extension(),\\n")" > $list.new
changed+=("$list")
[ "$(diff "$list" "$list.new" | grep -c '^>')" -eq 2 ] || fail "$list does not have the expected format"

options=src/Core/Configuration/Extensions/ExtensionsOptions.cs
awk "$(before '^    static ExtensionsOptions' "    /// <summary>The greeting of callers. Default: disabled.</summary>\\n    public ${class}Options? $class { get; init; }\\n\\n")" $options \
  | awk "$(before '^        };' "            $class = section.Group(defaults.$class),\\n")" > $options.new
changed+=("$options")
[ "$(diff "$options" "$options.new" | grep -c '^>')" -eq 4 ] || fail "$options does not have the expected format"

edit src/Core/Configuration/Features/Feature.cs \
  "$(before '^    \];' "        OfExtension(\\\"$name\\\", \\\"$name\\\", \\\"extensions.$name\\\", static zot => zot.Extensions.$class is { Enable: true }),\\n")"
edit docs/configuration.md "$(before '^\| `mgmt`, `apikey`' "| \`$name.enable\`, \`$name.greeting\` | \`true\`, \`hello\` | |\\n")"

# The route, in the tables of all routes: its callers, the expected statuses, and the configuration that enables it.
edit docs/routes.md '{ print } /^## Extensions/ { here = 1 } here && /^\|---/ { print "| `GET /v2/_zot/ext/" name "` | users | " name ": a greeting |"; here = 0 }'
edit test/Core.Tests/Auth/Routes/RouteDocumentTests.cs "$(before '^  *"metrics": ' "            \\\"$name\\\": {\\\"enable\\\": true},\\n")"
edit test/blackbox/Authorization/RouteCallers.cs "$(before '^        \["metrics"\] = ' "        [\\\"$name\\\"] = new JsonObject { [\\\"enable\\\"] = true },\\n")"
edit test/blackbox/Authorization/RouteTable.cs '
  { print }
  /private const string Extensions/ { here = NR }
  here && NR == here + 1 {
    printf "        %-7s %-50s 200  200  401  401   401  200  200   200   200  200   200   200  200   200\n", "GET", "/v2/_zot/ext/" name
  }'

edit EXTENSIONS.md '
  function write() {
    printf "### %s\n\n%s\n", name, "Greets its users at `GET /v2/_zot/ext/" name "`, and below that path, for each repository, the users who may read it."
    done = 1
  }
  /^### / && !done && substr($0, 5) > name { write(); print "" }
  { print }
  END { if (!done) { print ""; write() } }'

find "$templates" -name '*.template' | while read -r template; do
  target=${template#"$templates"/}
  target=${target%.template}
  target=${target//__name__/$name}
  target=${target//__Name__/$class}
  mkdir -p "$(dirname "$target")"
  sed -e "s/__NAME__/${name^^}/g" -e "s/__Name__/$class/g" -e "s/__name__/$name/g" "$template" > "$target"
  echo "new      $target"
done
for file in "${changed[@]}"; do
  cat "$file.new" > "$file"
  echo "changed  $file"
done

cat <<NEXT
now: make unit blackbox-$name
NEXT
