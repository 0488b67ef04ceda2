# What every test in the VM has in common: hands on the wires, zutrittd, witnesses, and the way into the VM. Sourced.
#
# The test sets $site (configuration of its zutrittd) and the associative array strike_of (line to name), and has a
# function in_guest, which play() calls inside the VM.

patience_s=120 # the machine below may have much else to do
readonly database=/var/lib/zutritt/zutritt.db
readonly logs=/tmp/logs # ends up in VMDIR/results

fail() {
    local log
    printf 'FAIL %s\n' "$1" >&2
    for log in zutrittd zutritt-mqtt mosquitto watch wires manage sqlite; do
        [[ ! -s $logs/$log ]] || tail -n 10 "$logs/$log" | sed "s/^/    $log: /" >&2
    done
    exit 1
}

chapter() {
    local up_s
    read -r up_s _ </proc/uptime
    printf '%6.2f s  %s\n' "$up_s" "$1"
}

put_down() {
    fsfreeze --unfreeze /var/lib/zutritt 2>/dev/null || true # when it ended in between
    cp "$logs"/* /results
}

# ---- hands ----

pull() {
    wires level "$1" "$2" || fail "line $1 cannot be moved"
}

# watch_lines PERIOD_US: looks at the lines in the array watched from now on so often.
watch_lines() {
    if [[ -n ${watcher-} ]]; then
        kill "$watcher"
        wait "$watcher" || fail "wires watch: $(<"$logs/watch")"
    fi
    chrt --fifo 30 wires watch --every-us "$1" \
        "${watched[@]}" >>"$logs/moves" 2>"$logs/watch" &
    watcher=$!
    watches=$((watches + 1))
    until_it 'the lines are watched' is_watched
}

watches=0
is_watched() {
    [[ $(grep -c watching "$logs/moves") -eq $watches ]]
}

# awake COMMAND...: an idle guest wakes when the host finds time for it; one that never sleeps counts its own
# instructions, and its milliseconds are right however busy the host is.
awake() {
    local code=0 spinner
    while :; do :; done &
    spinner=$!
    chrt --idle --pid 0 "$spinner"
    "$@" || code=$?
    kill "$spinner"
    wait "$spinner" 2>/dev/null || true
    return "$code"
}

# Even parity over the first half, 8 bits facility, 16 bits card, odd parity over the second half.
frame() {
    local bits
    bits=$(binary 8 "$1")$(binary 16 "$2")
    printf '%d%s%d' $(($(ones "${bits:0:12}") % 2)) "$bits" $((($(ones "${bits:12}") + 1) % 2))
}

binary() {
    local bit
    for ((bit = $1 - 1; bit >= 0; bit--)); do
        printf '%d' $(($2 >> bit & 1))
    done
}

ones() {
    local ones=${1//0/}
    printf '%d' ${#ones}
}

# ---- the programs ----

start_controller() {
    zutrittd --config "$site" ${controller_option:+"$controller_option"} >>"$logs/zutrittd" 2>&1 &
    controller=$!
    until_it 'zutrittd answers' controller_answers
}

controller_answers() {
    kill -0 "$controller" || fail 'zutrittd did not start'
    zutritt status
}

kill_controller() {
    kill -KILL "$controller" 2>/dev/null || true
    wait "$controller" 2>/dev/null || true
}

readonly password='Tuer und Tor 1'

# sign_up NAME: who manages, and Max Roth, who administers. First passwords are made, and changed for their own.
sign_up() {
    export ZUTRITT_SESSION_FILE=/tmp/session
    zutritt init --management "$1" --management-user manager --administrator 'Max Roth' --administrator-user max \
        >"$logs/first" || fail 'the first accounts cannot be made'
    second_person change_first max
    change_first manager
}

change_first() {
    local first
    first=$(awk -v user="$1" '$1 == user { print $NF }' "$logs/first")
    manage login "$1" --password-fd 0 <<<"$first"
    manage passwd --password-fd 0 <<<"$first"$'\n'"$password"
}

readonly slow_disk='zutrittd: the database does not answer; doors go on deciding from memory'

# second_person COMMAND...: as Max, in a session of his own.
second_person() {
    ZUTRITT_SESSION_FILE=/tmp/session-max "$@"
}

manage() {
    zutritt "$@" >>"$logs/manage" 2>&1 || fail "refused: zutritt $*"
}

# refuses SENTENCE COMMAND...: fails, and says this and nothing else. That its disk is slow, an emulated one may say.
refuses() {
    local said code=0
    said=$("${@:2}" 2>&1) || code=$?
    said=${said#"$slow_disk"$'\n'}
    [[ $code -eq 1 && $said == "$1" ]] || fail "expected the refusal \"$1\", got exit code $code and \"$said\""
}

# ---- witnesses ----

sql() {
    sqlite3 -readonly "$database" "$1" 2>>"$logs/sqlite"
}

moved=0 # movements of strikes that were told

# Movements of strikes that were not told yet.
strikes() {
    local ns line value
    while read -r ns line value; do
        [[ -z $line || -z ${strike_of[$line]-} ]] || printf '%s %s\n' "${strike_of[$line]}" "$value"
    done <"$logs/moves" | tail -n "+$((moved + 1))"
}

# strikes_did 'DOOR 0|1'...: these movements, and no others since the last call.
strikes_did() {
    is strikes "$(printf '%s\n' "$@")"
    moved=$((moved + $#))
}

# is WITNESS TEXT: what the witness says becomes TEXT in time.
is() {
    local said deadline=$((SECONDS + patience_s))
    until said=$("$1") && [[ $said == "$2" ]]; do
        [[ $SECONDS -lt $deadline ]] ||
            fail "expected of the $1: ${2//$'\n'/, }; but it said: ${said//$'\n'/, }"
        sleep 0.2
    done
}

# strike_becomes LINE 0|1 [MS]. A strike answers within 100 ms by the rules; this processor is emulated.
strike_becomes() {
    wires wait "$1" "$2" "${3-20000}" >/dev/null 2>&1 || fail "the strike of the ${strike_of[$1]} did not move to $2"
}

# Monotonic time of a line's last movement to that value.
moved_ns() {
    awk -v line="$1" -v value="$2" '$2 == line && $3 == value { ns = $1 } END { print ns }' "$logs/moves"
}

event_ns() {
    sql "SELECT mono_ns FROM body WHERE kind = '$1' ORDER BY number DESC LIMIT 1"
}

between() {
    [[ $2 -ge $1 && $2 -le $3 ]] || fail "$4"
}

until_it() {
    local what=$1 deadline=$((SECONDS + patience_s))
    shift
    until "$@" >/dev/null 2>&1; do
        [[ $SECONDS -lt $deadline ]] || fail "not within $patience_s s: $what"
        sleep 0.2
    done
}

# ---- into the VM ----

on_host() {
    local disk=$vmdir/zutritt.ext4
    rm -f "$disk"
    truncate --size 64M "$disk"
    PATH="$PATH:/usr/sbin:/sbin" mkfs.ext4 -q "$disk"
    "$here/vm-run" --timeout 3000 --disk "$disk" "$vmdir" \
        env "PATH=$bin:/usr/sbin:/usr/bin:/sbin:/bin" "$here/${0##*/}" --in-guest "$@"
    rm "$disk"
}

in_vm() {
    mkdir "$logs"
    trap put_down EXIT
    in_guest
}

# play VMDIR BIN [OPTION]
play() {
    if [[ ${1-} == --in-guest ]]; then
        controller_option=${2-}
        [[ -z $controller_option ]] || patience_s=40 # that nothing comes is what is to be told
        in_vm
        return
    fi
    [[ $# -eq 2 || $# -eq 3 ]] || { printf 'usage: %s VMDIR BIN [OPTION]\n' "${0##*/}" >&2; exit 2; }
    vmdir=$(cd "$1" && pwd)
    bin=$2
    on_host "${@:3}"
}
