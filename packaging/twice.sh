#!/bin/sh
# Builds and packs the sources twice, in two folders whose names and lengths differ, and compares what comes out, byte for byte.
#
#   packaging/twice.sh [--keep DIR]      DIR, a folder that is not there yet, keeps both for looking into; else both are removed
#
# Compared are the binary as cargo leaves it, the archive and the Debian package; 0 is equal, 1 is not. It takes two whole release builds.
# Same compiler, same machine: that another machine gives the same is not shown by this.
set -eu
export LC_ALL=C TZ=UTC

root=$(cd "$(dirname "$0")/.." && pwd)
keep=
while [ $# -gt 0 ]; do
    case $1 in
        --keep) [ $# -gt 1 ] || { echo "--keep names no folder" >&2; exit 2; }; keep=$2; shift 2 ;;
        *) echo "usage: packaging/twice.sh [--keep DIR]" >&2; exit 2 ;;
    esac
done
cd "$root"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

if [ -n "$keep" ]; then
    mkdir "$keep"
    work=$(cd "$keep" && pwd)
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
trap 'exit 1' HUP INT TERM

# The sources as they stand, what git ignores left out; a file that is deleted and not yet committed is no source any more.
git -c core.quotePath=false ls-files --cached --others --exclude-standard |
    while IFS= read -r name; do [ ! -e "$name" ] || printf '%s\n' "$name"; done >"$work/files"
# Both are copied before the first is built, so that what is written meanwhile is in neither.
for copy in a another/folder-with-a-longer-name; do
    mkdir -p "$work/$copy"
    tar --create --files-from="$work/files" | tar -x -C "$work/$copy"
done
for copy in a another/folder-with-a-longer-name; do
    echo "== building in $copy"
    (cd "$work/$copy" && CARGO_TARGET_DIR="$work/$copy/target" packaging/build.sh --out "$work/$copy/out" >"$work/log" 2>&1) ||
        { tail -n 20 "$work/log" >&2; exit 1; }
    (cd "$work/$copy" && cp target/release/warroom out/warroom && cd out && sha256sum ./*) >"$work/${copy%%/*}.sums"
    [ -n "$keep" ] || rm -rf "$work/$copy/target"
done
cat "$work/a.sums"
if cmp -s "$work/a.sums" "$work/another.sums"; then
    echo "== equal"
else
    echo "== not equal; the second gave" >&2
    cat "$work/another.sums" >&2
    exit 1
fi
