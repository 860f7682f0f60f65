#!/bin/sh
# Prints what warroom is made of as CycloneDX JSON: the crates of the lock file that the target is built from, and the SQLite among them.
#
#   packaging/sbom.sh [--target TRIPLE]       TRIPLE is this machine's unless said
#
# A crate whose code ends in the program is "required"; one that only takes part in building it (macros, build scripts) is "excluded".
# The same lock file gives the same bytes. The time of it is SOURCE_DATE_EPOCH, and none where that is not set. Needs cargo, awk and GNU date.
set -eu
export LC_ALL=C TZ=UTC

target=$(rustc -vV | sed -n 's/^host: //p')
while [ $# -gt 0 ]; do
    case $1 in
        --target) [ $# -gt 1 ] || { echo "--target names nothing" >&2; exit 2; }; target=$2; shift 2 ;;
        *) echo "usage: packaging/sbom.sh [--target TRIPLE]" >&2; exit 2 ;;
    esac
done
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# A line for each crate, "name version|licence". What stands behind the version (a folder, "proc-macro", a sign for "again") is cut off.
crates() { # EDGES FILE
    cargo tree --locked --package warroom --target "$target" --edges "$1" --prefix none --format '{p}|{l}' >"$work/tree"
    sed -e 's/ (\*)$//' -e 's/^\([^ ]*\) v\([^ |]*\)[^|]*|/\1 \2|/' "$work/tree" | sort -u >"$2"
    [ -s "$2" ] || { echo "packaging/sbom.sh: cargo names no crate for $target" >&2; exit 1; }
}
crates normal,no-proc-macro "$work/linked"
crates normal,build "$work/all"

# SQLite lies inside a crate as C, and its version is its own.
cargo metadata --format-version 1 --locked --filter-platform "$target" >"$work/metadata"
manifest=$(grep -o '"manifest_path":"[^"]*/libsqlite3-sys-[^"/]*/Cargo.toml"' "$work/metadata" | head -n 1 | cut -d '"' -f 4)
sqlite=$(sed -n 's/^#define SQLITE_VERSION  *"\(.*\)"/\1/p' "${manifest%/Cargo.toml}/sqlite3/sqlite3.h")
[ -n "$sqlite" ] || { echo "packaging/sbom.sh: libsqlite3-sys does not say which SQLite it holds" >&2; exit 1; }

time=
[ -z "${SOURCE_DATE_EPOCH:-}" ] || time=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)

awk -v sqlite="$sqlite" -v time="$time" -v target="$target" -v linked="$work/linked" -v all="$work/all" '
    function quoted(text) { gsub(/\\/, "\\\\", text); gsub(/"/, "\\\"", text); return "\"" text "\"" }
    function close_off() { if (name != "") sum[name " " version] = checksum; name = version = checksum = "" }
    # The lock file, one [[package]] after the other.
    /^\[\[package\]\]/ { close_off() }
    /^(name|version|checksum) = "/ { value = $3; gsub(/"/, "", value); if ($1 == "name") name = value; else if ($1 == "version") version = value; else checksum = value }
    END {
        close_off()
        while ((getline line <linked) > 0) { split(line, part, "|"); inside[part[1]] = 1 }
        while ((getline line <all) > 0) {
            split(line, part, "|"); split(part[1], word, " ")
            if (!(part[1] in sum)) { print "packaging/sbom.sh: " part[1] " is not in the lock file" >"/dev/stderr"; failed = 1; exit 1 }
            gsub(/ *\/ */, " OR ", part[2])
            if (word[1] == "warroom") { own = word[2]; licence = part[2]; continue }
            if (sum[part[1]] == "") { print "packaging/sbom.sh: " part[1] " has no checksum" >"/dev/stderr"; failed = 1; exit 1 }
            purl = "pkg:cargo/" word[1] "@" word[2]
            entry = "    {\"type\": \"library\", \"bom-ref\": " quoted(purl) ", \"name\": " quoted(word[1]) ", \"version\": " quoted(word[2])
            entry = entry ", \"scope\": " (part[1] in inside ? "\"required\"" : "\"excluded\"")
            entry = entry ", \"hashes\": [{\"alg\": \"SHA-256\", \"content\": " quoted(sum[part[1]]) "}]"
            if (part[2] != "") entry = entry ", \"licenses\": [{\"expression\": " quoted(part[2]) "}]"
            entries = entries entry ", \"purl\": " quoted(purl) "},\n"
        }
        print "{"
        print "  \"bomFormat\": \"CycloneDX\","
        print "  \"specVersion\": \"1.5\","
        print "  \"version\": 1,"
        print "  \"metadata\": {"
        if (time != "") print "    \"timestamp\": " quoted(time) ","
        print "    \"component\": {\"type\": \"application\", \"bom-ref\": \"warroom\", \"name\": \"warroom\", \"version\": " quoted(own) ", \"licenses\": [{\"expression\": " quoted(licence) "}]},"
        print "    \"properties\": [{\"name\": \"target\", \"value\": " quoted(target) "}]"
        print "  },"
        print "  \"components\": ["
        printf "%s", entries
        print "    {\"type\": \"library\", \"bom-ref\": \"sqlite\", \"name\": \"sqlite\", \"version\": " quoted(sqlite) ", \"scope\": \"required\", \"licenses\": [{\"license\": {\"name\": \"Public domain\"}}]}"
        print "  ]"
        print "}"
    }
' Cargo.lock >"$work/sbom"
cat "$work/sbom"
