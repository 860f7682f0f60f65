#!/bin/sh
# Runs what takes too long for every change: killings, power cuts, faults, screens and writers side by side, the model, the fuzz targets.
#
#   tests/soak.sh [MINUTES]      in all, 20 unless said: each part gets its share, and stops by itself
#
# Every part prints the seed it drew; WARROOM_TEST_SEED sets it again. Needs what building needs; the fuzz targets run where cargo-fuzz is
# installed, and that is said.
set -eu
minutes=${1:-20}
case $minutes in *[!0-9]* | '') echo "usage: tests/soak.sh [MINUTES]" >&2; exit 2 ;; esac
cd "$(dirname "$0")/.."
seconds=$((minutes * 60 / 10))
[ "$seconds" -ge 20 ] || seconds=20
failed=
part() { # NAME COMMAND...
    name=$1
    shift
    printf '\n== %s\n' "$name"
    "$@" || failed="$failed
  $name"
}

part "writers that are killed, in one program each" env WARROOM_KILLS=$((minutes * 50)) \
    cargo test --locked --test it -- --nocapture --exact crash::killed_writers_lose_nothing_that_was_acknowledged_and_do_nothing_twice
for test in command_lines_that_are_killed_at_any_moment_lose_nothing_while_others_read_and_hold_the_lock \
    backups_taken_while_others_write_hold_what_was_there_first \
    two_screens_and_many_calls_stay_as_small_as_they_began_and_see_each_other \
    writers_and_those_who_move_the_log_into_the_file_do_not_harm_each_other; do
    part "$test" env WARROOM_KILLS=$((minutes * 50)) WARROOM_SECONDS="$seconds" \
        cargo test --locked --test it -- --nocapture --ignored --exact "soak::$test"
done
part "power cuts" env WARROOM_IMAGES=$((minutes * 50)) cargo test --locked --test it -- --nocapture powercut::
part "faults of single calls" env WARROOM_FAULTS=$((minutes / 2 + 1)) cargo test --locked --test it -- --nocapture faults::
part "the model and all other properties" env PROPTEST_CASES=$((minutes * 10)) cargo test --locked --lib --test it -- model hostile undo
if [ -x fuzz/run.sh ] && command -v cargo-fuzz >/dev/null; then
    part "fuzz targets" fuzz/run.sh "$((seconds / 8 + 5))"
else
    printf '\n== fuzz targets: cargo-fuzz is not installed; skipped\n'
fi
if [ -n "$failed" ]; then
    printf '\nfailed:%s\n' "$failed" >&2
    exit 1
fi
printf '\nall of it passed\n'
