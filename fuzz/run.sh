#!/bin/sh
# Runs each target for so many seconds, one after another: fuzz/run.sh SECONDS [TARGET...]
# Stops at the first finding with its exit code; the input then lies in fuzz/artifacts/TARGET. SEED=n begins where n began.
set -eu
cd "$(dirname "$0")"
seconds=${1:?"usage: fuzz/run.sh SECONDS [TARGET...]"}
shift
[ $# -gt 0 ] || set -- $(for file in fuzz_targets/*.rs; do basename "$file" .rs; done)
for target in "$@"; do
    seed=${SEED:-$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}
    found=target/found/$target
    mkdir -p "$found"
    echo "$target: $seconds seconds, seed $seed"
    RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir . "$target" "$found" "corpus/$target" -- \
        -max_total_time="$seconds" -seed="$seed" -max_len=4096 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 || {
        code=$?
        echo "$target: stopped with $code; again with SEED=$seed fuzz/run.sh $seconds $target" >&2
        exit $code
    }
done
