# translations.sh CATALOGUES CONFIG DOMAIN:PO...: every text that people can read has its translation, with the same
# arguments, looked at by somebody (not "fuzzy"); and the command as well as zutrittd speak it to who asks for it.
set -euo pipefail

catalogues=$1
config=$2
shift 2
work=$(mktemp -d)
daemon=
trap 'if [ -n "$daemon" ]; then kill "$daemon" && wait "$daemon" || true; fi; rm -rf "$work"' EXIT
unset LANGUAGE LANG LC_ALL LC_MESSAGES ZUTRITT_SOCKET
export ZUTRITT_LOCALE_DIR=$catalogues
failures=0

fail() {
    failures=$((failures + 1))
    printf 'FAILED: %s\n' "$1"
}

# ---- the catalogues ----

# complete PO POT: silent, or says what is missing, fuzzy or left over.
complete() {
    msgcmp "$1" "$2" 2>&1 | grep -v '^$' || true
    msgfmt --check -o "$work/checked.mo" "$1" 2>&1 || true
    msgmerge --quiet --no-fuzzy-matching -o - "$1" "$2" | grep '^#~ msgid' || true
}

look_at() {
    local pot=$catalogues/${1%%:*}.pot po=${1#*:} said
    said=$(complete "$po" "$pot")
    [ -z "$said" ] || fail "$po: $said"
    # what must be found is found
    { cat "$pot"; printf '\nmsgid "nobody translates this"\nmsgstr ""\n'; } >"$work/more.pot"
    [ -n "$(complete "$po" "$work/more.pot")" ] || fail "$po: a text without a translation was not noticed"
    sed '0,/^msgid "[^"]/s//#, fuzzy\n&/' "$po" >"$work/fuzzy.po"
    [ -n "$(complete "$work/fuzzy.po" "$pot")" ] || fail "$po: a fuzzy translation was not noticed"
    sed '/^msgid ".*%s/{n;s/%s/%d/}' "$po" >"$work/wrong.po"
    [ -n "$(complete "$work/wrong.po" "$pot")" ] || fail "$po: other arguments than the English text were not noticed"
}

# ---- what people read ----

# says STATUS TEXT ENVIRONMENT... -- WORD...: the command, in that environment, ends so and says this somewhere.
says() {
    local status=$1 text=$2 environment=() said code=0
    shift 2
    while [ "$1" != -- ]; do
        environment+=("$1")
        shift
    done
    shift
    said=$(env "${environment[@]}" "$ZUTRITT" --socket "$work/run/control" "$@" 2>&1) || code=$?
    [ "$code" -eq "$status" ] || fail "${environment[*]} zutritt $*: status $code, $said"
    [[ $said == *"$text"* ]] || fail "${environment[*]} zutritt $*: \"$text\" is not in: $said"
}

start_daemon() {
    "$ZUTRITTD" --config "$config" --simulate --runtime-dir "$work/run" --state-dir "$work/state" >"$work/log" 2>&1 &
    daemon=$!
    until "$ZUTRITT" --socket "$work/run/control" status >/dev/null 2>&1; do
        kill -0 "$daemon" || { cat "$work/log"; exit 1; }
        sleep 0.1
    done
}

german=(LC_ALL=C.UTF-8 LANGUAGE=de)

the_command_speaks_german() {
    says 0 'Verwaltet den Zutritt' "${german[@]}" -- --help
    says 0 'Aufruf:' "${german[@]}" -- key issue --help
    says 2 'es gibt keinen Befehl "fly"; siehe zutritt --help' "${german[@]}" -- fly
    says 0 'verriegelt' "${german[@]}" -- door list
    says 0 'Steuerung gestartet' "${german[@]}" -- events list
    says 0 '"state":"locked"' "${german[@]}" -- door show entrance --json
}

zutrittd_speaks_german() {
    says 1 'Es gibt keine Tür „attic“.' "${german[@]}" -- door show attic
    says 1 'Zuerst anmelden: zutritt login.' "${german[@]}" -- key list --room attic --json
    says 1 'There is no door "attic".' LC_ALL=C.UTF-8 -- door show attic
    says 1 'There is no door "attic".' LC_ALL=C.UTF-8 LANGUAGE=fr -- door show attic
}

# On a machine without the locale as well; under cron, where nothing says what language, English.
the_environment_decides() {
    says 0 'Verwaltet' LANG=de_DE.UTF-8 -- --help
    says 0 'Verwaltet' LANG=en_US.UTF-8 LC_ALL=de_AT.UTF-8 -- --help
    says 0 'Manages' LANG=de_DE.UTF-8 LC_ALL=C -- --help
    says 0 'Manages' -- --help
    says 0 'Manages' LANG=xx_XX.UTF-8 -- --help
}

for domain in "$@"; do
    look_at "$domain"
done
start_daemon
the_command_speaks_german
zutrittd_speaks_german
the_environment_decides
printf 'translations: %s failed\n' "$failures"
[ "$failures" -eq 0 ]
