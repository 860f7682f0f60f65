#!/bin/sh
# Keeps an incident in step with a check: the first failure opens it, what the check says from then on is logged, success closes it.
#
#     monitor.sh NAME COMMAND [ARGUMENT ...]
#     monitor.sh shop-payments curl --fail --silent --show-error --max-time 10 https://shop.example/health
#
# Run it every minute from cron or a timer. It holds nothing open and may be cut off at any moment: the outage has one key, and under a
# key warroom does a thing once, however often it is asked. Whatever the check prints is text and nothing else: it is cut, cleaned, quoted,
# given on standard input, and no sign, name or tag in it means anything.
#
#     MONITOR_SERVICE   the service the incident is of; none unless set
#     MONITOR_PRIORITY  its priority; P3 unless set
#     MONITOR_STATE     the folder that remembers an outage; ~/.local/state/warroom-monitor unless set
#     WARROOM           the program; warroom unless set
#
# Exit code: 0 when the check is good, 1 when it fails, 75 when warroom could not take it (the next run tries again).
set -u
umask 077
warroom=${WARROOM:-warroom}

if [ $# -lt 2 ]; then
    echo "usage: monitor.sh NAME COMMAND [ARGUMENT ...]" >&2
    exit 64
fi
name=$1
shift
case $name in
'' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*)
    echo "monitor.sh: the name of a check is letters, digits, dots and hyphens" >&2
    exit 64
    ;;
esac
state=${MONITOR_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/warroom-monitor}
mkdir -p "$state" || exit 73
outage=$state/$name
last=$state/.$name.said
now=$state/.$name.$$
trap 'rm -f "$now" "$now.err"' EXIT

# The first line that says something, in at most 400 bytes of clean UTF-8. The rest is read, so that no check is cut off, and forgotten.
first_line() {
    { head -c 4096; cat > /dev/null; } | LC_ALL=C tr -d '\000-\010\013-\037\177' |
        LC_ALL=C sed -n 's/^[[:blank:]]*//;/./{p;q;}' | LC_ALL=C cut -b 1-400 | { iconv -c -f UTF-8 -t UTF-8 || LC_ALL=C tr -d '\200-\377'; } 2> /dev/null
}

# A backslash before what the capture line would take for a name, a tag or a visibility: a sign after a blank and before a letter, of
# whichever alphabet.
as_words() {
    LC_ALL=C sed 's/\([^!-~]\)\(\\*[@#^][^ -@[-`{-~]\)/\1\\\2/g'
}

# Runs warroom and says what it said only when it could not do it: cron sends mail of everything else.
quietly() {
    "$warroom" "$@" 2> "$now.err" && return
    failed=$?
    cat "$now.err" >&2
    return "$failed"
}

# The incident of this outage: opened once, named again from then on.
incident() {
    quietly incident open "check $name fails" --priority "${MONITOR_PRIORITY:-P3}" \
        ${MONITOR_SERVICE:+--service "$MONITOR_SERVICE"} --key "$key"
}

# Says whether that incident is still open: a person may have closed it, or taken it back.
stands() {
    shown=$("$warroom" case show "$incident" --json 2> "$now.err")
    case $? in
    0) ;;
    1) return 1 ;;
    *) cat "$now.err" >&2; exit 75 ;;
    esac
    # No text in it can look like this: its quotes would have a backslash in front.
    shown=${shown#*\"state\":\"}
    [ "${shown%%\"*}" != closed ]
}

# Whoever comes first names the outage; whoever comes at the same time takes that name.
named() {
    printf 'monitor-%s-%s-%s\n' "$name" "$(date -u +%Y%m%dT%H%M%SZ)" "$$${1-}" > "$now" || exit 73
    ln "$now" "$outage" 2> /dev/null
    key=$(cat "$outage") || exit 73
    incident=$(incident) || exit 75
}

forget() {
    rm -f "$outage" "$last"
}

log() {
    printf 'check %s: %s\n' "$name" "$2" | as_words | quietly log "$incident" --kind fact --for internal --key "$1" > /dev/null
}

# What it prints goes one way, its exit code another. Whatever ends it ends a shell of its own; what is no code is no success.
code=$({ { ("$@" 2>&1 3>&- < /dev/null); echo $? >&3; } | first_line > "$now"; } 3>&1)
said=$(cat "$now")
case $code in
'' | *[!0-9]*) code=unknown ;;
esac

if [ "$code" != 0 ]; then
    named
    # Where somebody closed it, this is the next outage.
    stands || { forget; named -again; }
    # The same words every minute tell nobody anything.
    line="exit code $code${said:+, \"$said\"}"
    if [ "$line" != "$(cat "$last" 2> /dev/null)" ]; then
        log "$key-$(date -u +%Y%m%dT%H%M%SZ)-$$" "$line" || exit 75
        printf '%s\n' "$line" > "$last"
    fi
    exit 1
fi
if [ -f "$outage" ]; then
    key=$(cat "$outage")
    incident=$(incident) || exit 75
    if stands; then
        log "$key-good" "good again${said:+, \"$said\"}" || exit 75
        quietly case state "$incident" closed --key "$key-closed" > /dev/null || exit 75
    fi
    forget
fi
