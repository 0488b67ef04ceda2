# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2015 # the files of the demo share their variables
# Three witnesses of what happens in the demo building, and the steps of a story that are compared with them:
#
#   strike    the strike lines, from the simulated wires (zutritt sim outputs --follow)
#   journal   the events on disk (zutritt events follow)
#   feed      the events as the broker gives them to a station (mosquitto_sub), and with them
#   board     what hangs on the broker for a display: alarm and number of persons inside
#
# A witness is a stream of lines that is read once, in order. Each expectation takes the next line and compares it, so
# a story tells everything that happens, and anything more or less breaks it. Expectations wait for the line itself, at
# most PATIENCE seconds, never for a time to pass.
#
# Expects what building.sh starts, and $home, a folder of its own.

PATIENCE=${ZUTRITT_STORY_PATIENCE:-30}

# Where an event happened: an alarm and a count belong to an area, the rest to a door.
readonly JQ_PLACE='def place: if (.kind | test("^(alarm|occupancy)\\.")) then (.area // .door) else (.door // .area) end;'

# shellcheck disable=SC2016 # jq has variables of its own
# What the feed must say of an event, and after a tab what the journal says:
# NUMBER KIND PLACE <tab> NUMBER KIND PLACE PERSON by OPERATOR (WHY)
readonly JQ_JOURNAL="$JQ_PLACE"'
    def words: map(select(. != null)) | join(" ");
    ["\(.number)", .kind, place] as $public |
    ($public | words) + "\t" + ($public + [.person_name, (.operator_name | if . then "by " + . else null end),
        ((.reason // .cause) | if . then "(" + . + ")" else null end)] | words)'

# NUMBER KIND PLACE, and what must not be there: anything that could name a person (rule E6).
# shellcheck disable=SC2016
readonly JQ_FEED="$JQ_PLACE"'
    ["area", "cause", "door", "is_incident", "journal", "kind", "number", "reader", "reason", "time"] as $public |
    ["\(.number)", .kind, place] + ((keys - $public) | map("TELLS:" + .)) | map(select(. != null)) | join(" ")'

# ---- hearing ----

# watch NAME COMMAND...: what COMMAND says becomes the witness NAME, by way of the filter NAME_lines.
declare -A ears=()
watch() {
    local name=$1 ear
    shift
    run_for_us "$name" "$@"
    mkfifo "$home/$name.lines"
    "${name}_lines" <"$home/$name" >"$home/$name.lines" &
    exec {ear}<"$home/$name.lines"
    ears[$name]=$ear
}

# The next line of a witness, in $heard; false when none came in time.
hear() {
    local name=$1
    heard=''
    IFS= read -r -t "${2:-$PATIENCE}" -u "${ears[$name]}" heard
}

strike_lines() {
    jq --unbuffered -r 'select((.name | endswith(".strike")) and .changes > 0) | "\(.name | rtrimstr(".strike")) \(.state)"'
}

journal_lines() {
    jq --unbuffered -r "$JQ_JOURNAL"
}

# Its first line says that the broker has taken the subscription: from then on nothing is missed.
feed_lines() {
    sed -u -n -e 's/^Subscribed .*: 1$/"listening"/p' -e 's/^zutritt\/[^ ]* //p' |
        jq --unbuffered -r "if . == \"listening\" then . else ($JQ_FEED) end"
}

# TOPIC VALUE, as in "area/building/alarm set".
board_lines() {
    sed -u -n -e 's/^Subscribed .*: 1$/listening/p' -e 's/^zutritt\/[^/]*\///p' |
        jq --unbuffered -R -r 'if . == "listening" then . else capture("^(?<topic>[^ ]*) (?<text>.*)$") |
            .topic as $topic | (.text | fromjson? // {}) | "\($topic) \(.state // .count // "")" end'
}

# The witnesses must listen before anything can be missed: broker and controller run, the gateway not yet.
call_witnesses() {
    local subscriber
    title='before the day'
    subscribe_as story-feed
    watch feed "${subscriber[@]}" -d -t 'zutritt/+/controller/+/event' -F '%t %p'
    hear feed && [[ $heard == listening ]] || broken feed listening
    subscribe_as story-board
    watch board "${subscriber[@]}" -d -t 'zutritt/+/area/#' -F '%t %p'
    hear board && [[ $heard == listening ]] || broken board listening
    watch strike zutritt sim outputs --follow --json
    watch journal zutritt events follow --since 0 --persons --json
}

# ---- steps ----

strikes_heard=0
last_number=0
said_journal=()
said_strike=()
said_feed=()
said_board=()

# step TEXT: the next chapter. What follows, up to the next step, belongs to it.
step() {
    finish_step
    title=$1
    printf '\n%s\n' "$title"
}

finish_step() {
    [[ -n ${title-} ]] || return 0
    strikes_rest
    show_step
    title=''
}

show_step() {
    local i
    column strike ${said_strike[0]+"$(joined "${said_strike[@]}")"}
    for i in "${!said_journal[@]}"; do
        printf '  %-8s %s%*s| %s\n' "$([[ $i -ne 0 ]] || printf journal)" "${said_journal[i]}" \
            "$(padding "${said_journal[i]}" 60)" '' "${said_feed[i]:+mqtt ${said_feed[i]}}"
    done
    column board ${said_board[0]+"$(joined "${said_board[@]}")"}
    said_journal=() said_strike=() said_feed=() said_board=()
}

# "a, b, c"
joined() {
    local line all=$1
    shift
    for line in "$@"; do
        all+=", $line"
    done
    printf '%s' "$all"
}

column() {
    [[ $# -lt 2 ]] || printf '  %-8s %s\n' "$1" "$2"
}

# How many blanks are missing up to that width.
padding() {
    printf '%d' $((${#1} < $2 ? $2 - ${#1} : 1))
}

# broken WITNESS EXPECTED: says what was expected, what was heard instead, and ends the story.
broken() {
    show_step
    printf '\nThe story broke at "%s":\n  expected of the %s: %s\n  but it said:%*s %s\n' \
        "$title" "$1" "$2" $((${#1} + 4)) '' "${heard:-nothing within $PATIENCE s}" >&2
    exit 1
}

# strike DOOR on|off: the next change of any strike line is this one.
strike() {
    if ! hear strike || [[ $heard != "$1 $2" ]]; then
        broken strike "$1 $2"
    fi
    strikes_heard=$((strikes_heard + 1))
    said_strike+=("$heard")
}

# No strike has moved but as told: the lines count their changes themselves.
strikes_rest() {
    local changes
    changes=$(zutritt sim outputs --json | jq '[.outputs[] | select(.name | endswith(".strike")) | .changes] | add')
    [[ $changes -ne $strikes_heard ]] || return 0
    heard="$changes changes of strikes since the start"
    broken strike "$strikes_heard changes since the start"
}

# journal KIND [PLACE] [PERSON] [by OPERATOR] [(WHY)]: the next event is this one, and the feed says the same, without
# the person.
journal() {
    next_event || broken journal "$*"
    [[ ${heard#* } == "$*" ]] || broken journal "$*"
    confirm_event
}

# The journal's next line in $heard, what the feed must say of it in $public.
next_event() {
    hear journal || return 1
    public=${heard%%$'\t'*}
    heard=${heard#*$'\t'}
}

# The event is as expected: its number follows the last one, and the feed has it.
confirm_event() {
    local number=${heard%% *}
    [[ $number -eq $((last_number + 1)) ]] || broken journal "number $((last_number + 1)), without a gap"
    last_number=$number
    said_journal+=("$heard")
    hear feed || broken feed "$public"
    [[ $heard == "$public" ]] || broken feed "$public"
    said_feed+=("$heard")
}

# board TOPIC VALUE: what hangs on the broker becomes this. States that were overtaken may be left out there.
declare -A hanging=()
board() {
    local deadline=$((SECONDS + PATIENCE))
    until [[ ${hanging[$1]-} == "$2" ]]; do
        if [[ $SECONDS -ge $deadline ]] || ! hear board $((deadline - SECONDS)); then
            heard="${hanging[$1]-nothing} within $PATIENCE s"
            broken board "$1 $2"
        fi
        hanging[${heard%% *}]=${heard#* }
    done
    said_board+=("$1 $2")
}

# Takes the events up to and with the newest as they are, told by their kinds; the feed must know the same ones.
catch_up() {
    local newest before=$((last_number + 1)) journal=("${said_journal[@]}") feed=("${said_feed[@]}")
    newest=$(zutritt status --json | jq '.status.last_event')
    while [[ $last_number -lt $newest ]]; do
        next_event || broken journal "event $((last_number + 1))"
        confirm_event
    done
    caught=$(printf '%s\n' "${said_journal[@]:${#journal[@]}}")
    said_feed=("${feed[@]}" "$before to $newest")
    said_journal=("${journal[@]}" "$before to $newest: $(counted <<<"$caught")")
}

# "3 position.added, 8 person.hired", in the order of their first appearance.
counted() {
    awk '{ if (!n[$2]++) order[++kinds] = $2 }
         END { for (i = 1; i <= kinds; i++) printf "%s%d %s", (i > 1 ? ", " : ""), n[order[i]], order[i] }'
}

# up_to KIND...: catches up, and waits for this event unless it was among them.
up_to() {
    catch_up
    [[ $caught == *" $*"* ]] || journal "$@"
}

# ---- what people do ----

# does COMMAND...: a command that must succeed; its answer is told.
does() {
    local answer
    if ! answer=$("$@" 2>&1); then
        heard=$answer
        broken command "success of: $*"
    fi
    printf '  $ %s\n    %s\n' "$(quoted "$@")" "${answer//$'\n'/$'\n'    }"
}

# A command line that can be copied.
quoted() {
    local word line=''
    for word in "$@"; do
        if [[ $word =~ ^[A-Za-z0-9_./:=@%+-]+$ ]]; then
            line+=" $word"
        else
            line+=" '${word//\'/\'\\\'\'}'"
        fi
    done
    printf '%s' "${line# }"
}

# presents BADGE READER: holds the badge to the reader. A day passes in seconds here, but the same badge at the same reader
# within one second would be the same presentation (rule A4): then it waits until that second is over.
declare -A presented_us=()
presents() {
    local left_us=$((${presented_us["$1 $2"]:-0} + 1100000 - ${EPOCHREALTIME//[.,]/}))
    if [[ $left_us -gt 0 ]]; then
        sleep "$(printf '%d.%06d' $((left_us / 1000000)) $((left_us % 1000000)))"
    fi
    does_quietly zutritt sim badge "$2" "$1"
    presented_us["$1 $2"]=${EPOCHREALTIME//[.,]/}
}

# opens DOOR, closes DOOR, rings DOOR: the contact, the bell.
opens() {
    does_quietly zutritt sim line "$1.contact" "$CONTACT_OPEN"
    journal door.opened "$1" "($2)"
}

closes() {
    does_quietly zutritt sim line "$1.contact" "$CONTACT_CLOSED"
    journal door.closed "$1"
    journal door.locked "$1"
    strike "$1" off
}

rings() {
    does_quietly zutritt sim line "$1.bell" "$BELL_PRESSED"
    journal door.bell "$1"
    does_quietly zutritt sim line "$1.bell" "$BELL_RESTING"
}

does_quietly() {
    heard=$("$@" 2>&1) || broken command "success of: $*"
}

# The badge opens: granted, released, and the strike lets go.
is_granted() {
    journal access.granted "$2" "$1" "(grant)"
    journal door.released "$2" "$1" "(grant)"
    strike "$2" on
}

# The badge does not: one named reason, and the strike stays (checked at the step's end).
is_refused() {
    journal access.denied "$2" "$1" "($3)"
}

# enters PERSON DOOR, leaves PERSON DOOR, passes PERSON DOOR READER: badge, strike, through, and shut.
enters() {
    goes_through "$1" "$2" "$2-in" entered
}

leaves() {
    goes_through "$1" "$2" "$2-out" left
}

passes() {
    goes_through "$1" "$2" "$3" passed
}

goes_through() {
    presents "${badge[$1]}" "$3"
    is_granted "$1" "$2"
    opens "$2" grant
    journal "occupancy.$4" "$AREA" "$1"
    closes "$2"
}
