# pages.sh PAGES SOURCE: the manual pages are well formed and say what there is, and bash completes what it should.
set -euo pipefail

pages=$1
source=$2
failures=0
work=$(mktemp -d)
daemon=
trap 'if [ -n "$daemon" ]; then kill "$daemon" && wait "$daemon" || true; fi; rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8

fail() {
    failures=$((failures + 1))
    printf 'FAILED: %s\n' "$1"
}

# ---- the manual ----

# shown PAGE: as a reader sees it, and warnings as errors.
shown() {
    local said
    said=$(MANWIDTH=100 man --warnings -E UTF-8 -l "$1" 2>&1 >"$work/page") || fail "man refuses $1: $said"
    [ -z "$said" ] || fail "$1: $said"
    col -b <"$work/page" >"$work/text"
}

has() {
    grep -qF -e "$1" "$work/text" || fail "$2 does not say: $1"
}

# Every command and option that the command's own help names.
the_manual_has_every_command() {
    local words option
    shown "$pages/zutritt.1"
    while read -r words; do
        has "zutritt $words" zutritt.1
        # shellcheck disable=SC2086 # two words
        for option in $("$ZUTRITT" $words --help | grep -oE '^  --[a-z-]+'); do
            has "$option" zutritt.1
        done
    done < <(commands)
    shown "$pages/de/zutritt.1"
    has 'Verwaltet den Zutritt' de/zutritt.1
    has 'RÜCKGABEWERT' de/zutritt.1
}

commands() {
    "$ZUTRITT" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]\+\( [a-z-]\+\)\?\)  .*/\1/p'
}

# the_page_has_the_options_of PAGE PROGRAM
the_page_has_the_options_of() {
    local option
    shown "$1"
    for option in $("$2" --help | grep -oE -e '--[a-z-]+' | sort -u); do
        has "$option" "$1"
    done
    for option in $(grep -oE -e '--[a-z-]+' "$work/text" | sort -u); do
        "$2" --help | grep -qF -e "$option" || fail "$1 tells of $option, which $2 does not have"
    done
}

# The table of options that zutrittd reads (controller/config_reading.c), both ways.
the_configuration_has_its_page() {
    local known told
    shown "$source/docs/zutritt.conf.5"
    known=$(grep -oE '(TEXT|LIST|SECTION)\("[a-z_0-9]+"|CFG_SEC\("[a-z]+"' "$source/controller/config_reading.c" | grep -oE '"[a-z_0-9]+' | tr -d '"' | sort -u)
    told=$(grep -E '^\\fB[a-z_0-9]+\\fR( |$)' "$source/docs/zutritt.conf.5" | sed 's/^\\fB//; s/\\fR.*//' | sort -u)
    [ "$known" = "$told" ] || fail "zutritt.conf.5 and config_reading.c differ: $(diff <(printf '%s\n' "$told") <(printf '%s\n' "$known") | grep '^[<>]' | paste -sd ' ')"
}

# ---- the completion ----

# offers EXPECTED WORD...: COMPREPLY, sorted, when the cursor stands at the end of the last word.
offers() {
    local expected=$1 got
    shift
    COMP_WORDS=(zutritt "$@")
    COMP_CWORD=$#
    COMPREPLY=()
    _zutritt
    got=$(printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd ' ')
    [ "$got" = "$expected" ] || fail "zutritt $*: offers \"$got\" instead of \"$expected\""
}

start_daemon() {
    "$ZUTRITTD" --config "$source/deploy/example/zutritt.conf" --simulate --runtime-dir "$work/run" --state-dir "$work/state" \
        >"$work/log" 2>&1 &
    daemon=$!
    export ZUTRITT_SOCKET=$work/run/control
    until "$ZUTRITT" status >/dev/null 2>&1; do
        kill -0 "$daemon" || { cat "$work/log"; exit 1; }
        sleep 0.1
    done
}

# Names of persons are for those who are logged in.
log_in() {
    local first
    first=$("$ZUTRITT" init --management 'Anna Berger' --management-user anna --administrator 'Max Roth' \
        --administrator-user max | awk '$1 == "anna" { print $NF }')
    "$ZUTRITT" login anna --password-fd 0 <<<"$first" >/dev/null
    "$ZUTRITT" passwd --password-fd 0 <<<"$first"$'\n''Tuer und Tor 1' >/dev/null
}

# As the completion finds the command: by its name.
mkdir "$work/bin"
ln -s "$ZUTRITT" "$work/bin/zutritt"
PATH=$work/bin:$PATH

bash_completes() {
    # shellcheck disable=SC1090 # made by the build
    . "$pages/zutritt.bash"
    [ "$(complete -p zutritt)" = 'complete -F _zutritt zutritt' ] || fail 'nothing completes zutritt'
    offers door do
    offers 'hold list release set show' door ''
    offers 'release' door re
    offers '--json' door list --j
    offers '--reason' door release x --rea
    offers 'employee external technician' person hire Anna --kind ''
    offers 'external' person hire Anna --kind ex
    offers '' person hire ''
    offers '' nonsense ''
    offers '' nonsense --kind ''
    # names, asked of the controller
    offers 'office-1-door office-2-door' door show off
    offers 'office-1-door' door release office-1
    offers 'hall' key list --room h
    offers 'goods-door goods-gate' key issue somebody warehouse --door goods
    offers 'building' alarm status --area ''
    offers 'hall' --socket "$ZUTRITT_SOCKET" key list --room h
    export ZUTRITT_SESSION_FILE=$work/session
    log_in
    offers 'Anna\ Berger' person show 'An'
    offers 'Anna\ Berger' person show '"Anna Be'
    offers 'Anna\ Berger' person show 'Anna\ B'
    ZUTRITT_SOCKET=$work/nobody offers '' door show off
}

the_manual_has_every_command
the_page_has_the_options_of "$source/docs/zutrittd.8" "$ZUTRITTD"
the_page_has_the_options_of "$source/docs/zutritt-mqtt.8" "$ZUTRITT_MQTT"
the_configuration_has_its_page
start_daemon
bash_completes
printf 'pages: %s failed\n' "$failures"
[ "$failures" -eq 0 ]
