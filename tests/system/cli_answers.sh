#!/bin/bash
# Whole commands against a daemon of canned answers: what is asked, what is shown, how it ends.
. "$(dirname "$0")/cli.bash"

run status
expect_status 1
expect_err 'zutritt: zutrittd does not answer at /run/zutritt/control: is it running? (systemctl status zutritt)'
run --socket "$work/none" status
expect_status 1
expect_err "zutritt: zutrittd does not answer at $work/none: is it running? (systemctl status zutritt)"
run status --socket="$work/none" --json
expect_status 1
expect_err ''
expect_in out '{"error":"Unavailable","message":"zutrittd does not answer'

answer_start

# --- a change: what is sent, and the sentence that comes back ---
answer PersonHire '{"parameters":{"person":{"id":"7m2k0vq4x9ab"},"badge":null,"keys":[],"note":"Anna Berger is hired \u001b[31mnow."}}'
run person hire 'Anna Berger' --position office --badge 42:1337 --format h10306 --right unset --right set
expect_status 0
expect_err ''
expect_out 'Anna Berger is hired \u001b[31mnow.'
expect_call '{"method":"io.zutritt.PersonHire","more":true,"parameters":{"name":"Anna Berger","position":"office","badge":"h10306 42:1337","rights":["unset","set"]}}'
run person hire 'Anna Berger' --json
expect_status 0
expect_out '{"person":{"id":"7m2k0vq4x9ab"},"badge":null,"keys":[],"note":"Anna Berger is hired \u001B[31mnow."}'

answer PersonExit '{"parameters":{"person":{},"keys_revoked":3,"badges_outstanding":[{"id":"aaaaaaaaaaaa","number":"h10301 42:1337","person":null,"person_name":null,"state":"active","revision":1}],"since":"2026-03-01T10:00:00.000Z","note":"Done."}}'
run person exit Anna
expect_status 0
expect_out 'Done.

Badges to be handed in:
NUMBER         STATE  ID
h10301 42:1337 active aaaaaaaaaaaa'

# --- refusals ---
answer DoorRelease '{"error":"io.zutritt.Refused","parameters":{"message":"goods-in opens only by a named employee","rule":"D9"}}'
run door release goods-in --reason r
expect_status 1
expect_out ''
expect_err 'zutritt: goods-in opens only by a named employee (rule D9)'
run --json door release goods-in --reason r
expect_status 1
expect_err ''
expect_out '{"message":"goods-in opens only by a named employee","rule":"D9","error":"Refused"}'

answer PersonShow '{"error":"io.zutritt.Ambiguous","parameters":{"message":"2 persons are called \"Anna\": give the id.","name":"Anna","candidates":["7m2k0vq4x9ab","8m2k0vq4x9ab"]}}'
run person show Anna
expect_status 1
expect_err 'zutritt: 2 persons are called "Anna": give the id. (7m2k0vq4x9ab, 8m2k0vq4x9ab)'

answer RoomList '{"error":"org.varlink.service.MethodNotFound","parameters":{"method":"io.zutritt.RoomList"}}'
run room list
expect_status 1
expect_err 'zutritt: zutrittd refused: org.varlink.service.MethodNotFound'

# --- an answer that never comes whole ---
answer RoomList '{"parameters":{"rooms":['
touch "$answers/RoomList.close"
run room list
expect_status 1
expect_out ''
expect_in err 'zutritt: the connection to zutrittd broke: '
: >"$answers/KeyRevoke"
touch "$answers/KeyRevoke.close"
run key revoke Anna lab --reason r
expect_status 1
expect_in err '; whether it was done is shown by zutritt events list'
expect_call '{"method":"io.zutritt.KeyRevoke","more":true,"parameters":{"person":"Anna","room":"lab","reason":"r"}}'

# --- a list in several replies is one list ---
answer RoomList '{"parameters":{"rooms":[{"name":"hall","area":"main","doors":["entrance","back"],"is_guarded":false}]},"continues":true}' \
	'{"parameters":{"rooms":[{"name":"outside","area":null,"doors":[],"is_guarded":true}]}}'
run room list
expect_status 0
expect_out 'ROOM    AREA DOORS          GUARDED
hall    main entrance, back no
outside -    -              yes'
run --json room list
expect_status 0
expect_out '{"rooms":[{"name":"hall","area":"main","doors":["entrance","back"],"is_guarded":false},{"name":"outside","area":null,"doors":[],"is_guarded":true}]}'

# --- schedules and holidays ---
answer ScheduleSet '{"parameters":{"schedule":{},"note":"The schedule shop holds from now on."}}'
run schedule set shop 'Mon-Fri 08:00-17:00' 'Sat 09:00-13:00'
expect_status 0
expect_out 'The schedule shop holds from now on.'
expect_call '{"method":"io.zutritt.ScheduleSet","more":true,"parameters":{"schedule":"shop","hours":["Mon-Fri 08:00-17:00","Sat 09:00-13:00"]}}'
answer ScheduleList '{"parameters":{"schedules":[{"name":"shop","hours":["Mon-Fri 08:00-17:00","Sat 09:00-13:00"],"doors":["entrance"],"keys":12}]}}'
run schedule list
expect_out 'SCHEDULE HOURS                                DOORS    KEYS
shop     Mon-Fri 08:00-17:00, Sat 09:00-13:00 entrance   12'
answer HolidayList '{"parameters":{"year":2026,"hint":null,"state":"SH","holidays":[{"day":"2026-05-14","weekday":"Thu","kind":"public","name":"Christi Himmelfahrt"},{"day":"2026-12-24","weekday":"Thu","kind":"exception","name":"shop","hours":"08:00-12:00"}]}}'
run holiday list --year 2026
expect_out 'DAY        WEEKDAY KIND      NAME                HOURS
2026-05-14 Thu     public    Christi Himmelfahrt -
2026-12-24 Thu     exception shop                08:00-12:00'
answer DoorSet '{"parameters":{"note":"entrance opens for 7 s and is always locked."}}'
run door set entrance --schedule none --release-s 7
expect_call '{"method":"io.zutritt.DoorSet","more":true,"parameters":{"door":"entrance","schedule":"none","release_s":7}}'
run door set entrance --release-s 31
expect_status 2

# --- events ---
answer EventList '{"parameters":{"events":[{"number":8,"time":"2026-03-29T00:59:59.000Z","kind":"access.denied","is_incident":false,"door":"entrance","reader":"entrance-in","area":null,"room":null,"person":null,"person_name":null,"badge":null,"operator":null,"operator_name":null,"cause":null,"reason":"no_key","detail":null},{"number":9,"time":"2026-03-29T01:00:00.000Z","kind":"door.forced","is_incident":true,"door":"entrance","reader":null,"area":null,"room":null,"person":null,"person_name":null,"badge":null,"operator":null,"operator_name":null,"cause":null,"reason":null,"detail":null}],"last_event":9,"first_kept":5}}'
run events list --since 2 --limit 10
expect_status 0
expect_out 'NUMBER TIME                KIND          DOOR     READER      WHY
     8 2026-03-29 01:59:59 access.denied entrance entrance-in no key for this room
     9 2026-03-29 03:00:00 door.forced ! entrance -           -'
expect_err 'zutritt: the events 3 to 4 are past their retention'
run events list --since 4
expect_err ''
run events list
expect_err ''
expect_call '{"method":"io.zutritt.EventList","more":true,"parameters":{}}'

event='{"number":%d,"time":"2026-01-02T10:00:00.000Z","kind":"door.opened","is_incident":false,"door":"entrance","cause":"rex","person_name":null}'
# shellcheck disable=SC2059 # the format is the event
follow() { printf "{\"parameters\":{\"events\":[$event,$event],\"last_event\":%d},\"continues\":true}" "$1" "$2" "$2"; }
answer EventFollow "$(follow 1 2)" "$(follow 3 4)"
touch "$answers/EventFollow.close"
run events follow --since 0 --json
expect_status 1
[ "$(grep -c '^{"number":[1-4],.*}$' "$work/out")" -eq 4 ] || fail "$ran: an object a line"
expect_in out 'go on with --since 4"}'
expect_err ''
run events follow
expect_status 1
expect_in out '       1  2026-01-02 11:00:00  door.opened            entrance        -                     exit request'
expect_in err 'go on with --since 4'

# the reader of the pipe goes while nothing happens: the command must end by itself, quietly
answer EventFollow "$(follow 1 2)"
"$ZUTRITT" events follow --json 2>"$work/err" | head -n 1 >"$work/out"
status=${PIPESTATUS[0]} ran='zutritt events follow --json | head -n 1'
expect_status 0
expect_err ''
expect_in out '{"number":1,'

# --- in German a locked account is no locked door, and a position's reason is no English word ---
export LANGUAGE=de
answer OperatorList '{"parameters":{"operators":[{"user":"eva","name":"Eva Lind","roles":["reception"],"state":"locked"},{"user":"max","name":"Max Roth","roles":["reception"],"state":"closed"}]}}'
run operator list --all
expect_in out 'gesperrt'
expect_in out 'geschlossen'
answer ApprovalList '{"parameters":{"approvals":[{"sentence":"a","state":"expired"},{"sentence":"b","state":"rejected"},{"sentence":"c","state":"void"}]}}'
run approvals --all
for word in abgelaufen abgelehnt hinfällig; do
	expect_in out "$word"
done
answer ReportLockPlan '{"parameters":{"keys":[{"room":"hall","person_name":"Eva Lind","reason":"position Büro"},{"room":"hall","person_name":"Max Roth","reason":"neue Maschinen"}]}}'
run report lockplan
expect_in out 'Stelle Büro'
expect_in out 'neue Maschinen'
answer EventList '{"parameters":{"events":[{"number":1,"time":"2026-01-02T10:00:00.000Z","kind":"key.issued","detail":"position Büro"}]}}'
run events list
expect_in out 'Stelle Büro'
run report lockplan --html "$work/plan.html"
grep -qF 'Stelle Büro' "$work/plan.html" || fail "$ran: the page should have: Stelle Büro"
unset LANGUAGE

summary
