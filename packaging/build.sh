#!/bin/sh
# Builds warroom for this machine and packs it twice: as an archive and as a Debian package; then unpacks both and tries them.
# In both lies warroom.cdx.json, the crates it is built from (packaging/sbom.sh).
#
#   packaging/build.sh [--out DIR]       DIR is dist unless said
#
# Needs what building needs (Rust, a C compiler with its binutils) and GNU tar and gzip; dpkg is used for a trial where it is there.
# The same sources with the same compiler give the same files: times come from SOURCE_DATE_EPOCH, else from the last commit.
set -eu
umask 022
export LC_ALL=C TZ=UTC

root=$(cd "$(dirname "$0")/.." && pwd)
out=$root/dist
while [ $# -gt 0 ]; do
    case $1 in
        --out) [ $# -gt 1 ] || { echo "--out names no folder" >&2; exit 2; }; out=$2; shift 2 ;;
        *) echo "usage: packaging/build.sh [--out DIR]" >&2; exit 2 ;;
    esac
done
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$root"

say() { printf '== %s\n' "$*"; }
die() { echo "packaging/build.sh: $*" >&2; exit 1; }
for tool in cargo gzip ar objdump install; do
    command -v "$tool" >/dev/null || die "$tool is missing"
done
tar --version 2>/dev/null | grep -q 'GNU tar' || die "GNU tar is missing"

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
arch=$(uname -m)
case $arch in
    x86_64) debian=amd64 ;;
    aarch64) debian=arm64 ;;
    armv7l) debian=armhf ;;
    i686) debian=i386 ;;
    *) debian=$arch ;;
esac
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || true)}
# Not exported, so that another commit alone compiles nothing anew; whoever sets it has exported it.
SOURCE_DATE_EPOCH=${epoch:-0}

# Sorted, owned by nobody in particular, and of one time.
pack() { # FOLDER FILE MEMBER...
    folder=$1 file=$2
    shift 2
    tar --create --sort=name --format=gnu --owner=root:0 --group=root:0 --numeric-owner --mode=u+rw,go-w \
        --mtime="@$SOURCE_DATE_EPOCH" -C "$folder" "$@" | gzip -9n >"$file"
}

# What the README leads to lies beside it, as in the sources.
documents() { # FOLDER
    install -d "$1/docs/shots"
    install -m 644 README.md ARCHITECTURE.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$1"
    install -m 644 docs/*.md "$1/docs"
    install -m 644 docs/shots/*.svg "$1/docs/shots"
    install -d "$1/examples"
    install -m 755 examples/* "$1/examples"
    install -m 644 "$work/warroom.cdx.json" "$1"
}

say "building warroom $version for $arch"
# Where it was built is nobody's business, and would make every machine's file another.
# Cargo takes the encoded flags alone where there are some; they have a sign between them that no path holds.
apart=$(printf '\037')
remap="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo$apart--remap-path-prefix=$root=warroom"
if [ -z "${CARGO_ENCODED_RUSTFLAGS:-}" ]; then
    # As cargo reads them: apart where there are blanks.
    CARGO_ENCODED_RUSTFLAGS=$(printf '%s' "${RUSTFLAGS:-}" | tr -s ' \t\n' "$apart$apart$apart" | sed "s/^$apart//; s/$apart\$//")
fi
CARGO_ENCODED_RUSTFLAGS=${CARGO_ENCODED_RUSTFLAGS:+$CARGO_ENCODED_RUSTFLAGS$apart}$remap
export CARGO_ENCODED_RUSTFLAGS
cargo build --release --locked
# Where it is built may stand in a variable or in any of the files cargo reads.
target=$(cargo metadata --format-version 1 --no-deps --locked | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
[ -n "$target" ] || die "cargo does not say where it builds"
built=$target/release/warroom
install -m 755 "$built" "$work/warroom"
! command -v strip >/dev/null || strip "$work/warroom"

# What the program prints about itself must not depend on who builds it.
home=$work/home
mkdir "$home"
program() { env -i HOME="$home" PATH="$PATH" "$work/warroom" "$@"; }
program man --all "$work/man" >/dev/null
for shell in bash zsh fish; do
    program completions "$shell" >"$work/completions.$shell"
done

# What it is made of, as the lock file has it.
SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH packaging/sbom.sh >"$work/warroom.cdx.json"

name=warroom-$version-$arch-linux
say "packing $name.tar.gz"
tree=$work/archive/$name
install -d "$tree/man" "$tree/completions"
install -m 755 "$work/warroom" "$tree/warroom"
documents "$tree"
install -m 644 "$work"/man/*.1 "$tree/man"
install -m 644 "$work/completions.bash" "$tree/completions/warroom.bash"
install -m 644 "$work/completions.zsh" "$tree/completions/_warroom"
install -m 644 "$work/completions.fish" "$tree/completions/warroom.fish"
pack "$work/archive" "$work/$name.tar.gz" "$name"

package=warroom_${version}-1_$debian
say "packing $package.deb"
data=$work/data
doc=$data/usr/share/doc/warroom
install -d "$data/usr/bin" "$data/usr/share/man/man1" "$doc" "$data/usr/share/bash-completion/completions" \
    "$data/usr/share/zsh/vendor-completions" "$data/usr/share/fish/vendor_completions.d"
install -m 755 "$work/warroom" "$data/usr/bin/warroom"
install -m 644 "$work"/man/*.1 "$data/usr/share/man/man1"
gzip -9n "$data"/usr/share/man/man1/*.1
install -m 644 "$work/completions.bash" "$data/usr/share/bash-completion/completions/warroom"
install -m 644 "$work/completions.zsh" "$data/usr/share/zsh/vendor-completions/_warroom"
install -m 644 "$work/completions.fish" "$data/usr/share/fish/vendor_completions.d/warroom.fish"
documents "$doc"
gzip -9n "$doc/CHANGELOG.md"
{
    echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
    echo "Upstream-Name: warroom"
    echo
    echo "Files: *"
    echo "Copyright: the authors of warroom"
    echo "License: MIT or Apache-2.0"
    echo " The texts are in LICENSE-MIT and LICENSE-APACHE beside this file."
} >"$doc/copyright"
chmod 644 "$doc/copyright"

# What the binary wants from the system: the newest version of glibc it names, and the unwinder.
glibc=$(objdump -T "$work/warroom" | sed -n 's/.*(\{0,1\}GLIBC_\([0-9.]*\).*/\1/p' | sort -uV | tail -n 1)
depends="libc6 (>= ${glibc:-2.31})"
! objdump -p "$work/warroom" | grep -q 'NEEDED *libgcc_s' || depends="$depends, libgcc-s1"
control=$work/control
install -d "$control"
size=$(find "$data" -type f -exec cat {} + | wc -c)
{
    echo "Package: warroom"
    echo "Version: $version-1"
    echo "Architecture: $debian"
    echo "Maintainer: the authors of warroom <warroom@localhost>"
    echo "Installed-Size: $(((size + 1023) / 1024))"
    echo "Depends: $depends"
    echo "Section: utils"
    echo "Priority: optional"
    echo "Description: crisis minutes, clocks and root-cause analysis in the terminal"
    echo " Shows P1 incidents and project issues side by side, takes the minutes of the"
    echo " crisis meeting, says what to do next, keeps every promise on a clock and"
    echo " prints the root-cause analysis. One program, one file, no network."
} >"$control/control"
(cd "$data" && find usr -type f | sort | xargs md5sum) >"$control/md5sums"
chmod 644 "$control/control" "$control/md5sums"
echo 2.0 >"$work/debian-binary"
pack "$control" "$work/control.tar.gz" ./control ./md5sums
pack "$data" "$work/data.tar.gz" ./usr
(cd "$work" && rm -f package.deb && ar rcD package.deb debian-binary control.tar.gz data.tar.gz)
mv "$work/package.deb" "$work/$package.deb"

# One trial of an unpacked program: it says its version, and makes its demonstration without a terminal.
try() { # PROGRAM
    trial=$(mktemp -d "$work/trial.XXXXXX")
    told=$(env -i HOME="$trial" PATH="$PATH" "$1" --version </dev/null)
    [ "$told" = "warroom $version" ] || die "$1 --version says '$told'"
    db=$(env -i HOME="$trial" PATH="$PATH" "$1" demo </dev/null 2>/dev/null)
    [ -s "$db" ] || die "$1 demo made no file"
    env -i HOME="$trial" PATH="$PATH" "$1" --db "$db" case list </dev/null | grep -q 'INC-' || die "$1 lists no case of the demonstration"
    printf 'q\n' | env -i HOME="$trial" PATH="$PATH" "$1" --plain --db "$db" | grep -q '^Board' || die "$1 --plain shows no Board"
}

say "trying the archive"
mkdir "$work/unpacked"
tar -xzf "$work/$name.tar.gz" -C "$work/unpacked"
try "$work/unpacked/$name/warroom"

say "trying the package"
scratch=$work/scratch
mkdir -p "$scratch"
if command -v dpkg >/dev/null && [ "$(id -u)" = 0 ]; then
    mkdir -p "$scratch/var/lib/dpkg/updates" "$scratch/var/lib/dpkg/info"
    : >"$scratch/var/lib/dpkg/status"
    # Nothing else is installed there, so what it depends on is missing.
    dpkg --root="$scratch" --force-depends --install "$work/$package.deb" >"$work/dpkg.log" 2>&1 || { cat "$work/dpkg.log" >&2; die "dpkg does not install it"; }
else
    (cd "$scratch" && ar p "$work/$package.deb" data.tar.gz | tar -xz)
fi
(cd "$scratch" && md5sum --quiet -c "$control/md5sums")
try "$scratch/usr/bin/warroom"

mv "$work/$name.tar.gz" "$work/$package.deb" "$out"
say "done"
(cd "$out" && sha256sum "$name.tar.gz" "$package.deb")
