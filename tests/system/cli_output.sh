#!/bin/bash
# Output that cannot be written, and output on a terminal.
. "$(dirname "$0")/cli.bash"

answer_start
door='{"name":"entrance","kind":"entrance","from":"outside","to":"hall","state":"forced","lock":"locked","contact":"open","cause":null,"since":"2026-01-02T10:00:00.000Z"}'

# a pipe whose reader has gone is no failure and no noise, whether the signal is ignored or not: with an answer that
# fits into one write, one that does not, and one that comes bit by bit
closed_pipe() {
	ran="zutritt $* into a closed pipe"
	perl -e 'pipe(R, W); close R; open(STDOUT, ">&W"); exec @ARGV' "$ZUTRITT" "$@" 2>"$work/err" </dev/null
	status=$?
	: >"$work/out"
	expect_status 0
	expect_err ''
}
for i in {1..40}; do doors="${doors:+$doors,}$door"; done
many="{\"parameters\":{\"doors\":[$doors]},\"continues\":true}"
answer DoorShow "{\"parameters\":{\"door\":$door}}"
answer DoorList "$many" "$many" "$many" "{\"parameters\":{\"doors\":[$door]}}"
answer EventFollow '{"parameters":{"events":[{"number":1}],"last_event":1},"continues":true}'
closed_pipe --help
closed_pipe door show entrance
closed_pipe door list
closed_pipe door list --json
closed_pipe events follow
(trap '' PIPE && closed_pipe door list && [ "$failures" -eq 0 ]) || fail 'a closed pipe with SIGPIPE ignored'
run door list
[ "$(wc -c <"$work/out")" -gt 8192 ] || fail 'the long list is too short to be one'

# a full disk is a failure
"$ZUTRITT" door list >/dev/full 2>"$work/err"
status=$? ran='zutritt door list >/dev/full'
expect_status 1
expect_in err 'zutritt: cannot write the output'
"$ZUTRITT" door show entrance >/dev/full 2>"$work/err"
status=$? ran='zutritt door show >/dev/full'
expect_status 1
expect_err 'zutritt: cannot write the output: No space left on device'
"$ZUTRITT" events follow >/dev/full 2>"$work/err"
status=$? ran='zutritt events follow >/dev/full'
expect_status 1
expect_in err 'zutritt: cannot write the output'
answer DoorList "{\"parameters\":{\"doors\":[$door]}}"

# without standard output the socket does not take its place
"$ZUTRITT" door list >&- 2>"$work/err"
status=$? ran='zutritt door list >&-'
expect_status 0
expect_call '{"method":"io.zutritt.DoorList","more":true,"parameters":{}}'

# colours: on a terminal only, and not with NO_COLOR
red=$'\e[31m'
run door list
expect_status 0
! grep -qF "$red" "$work/out" || fail 'colours in a file'
on_terminal() {
	ran="$* on a terminal"
	env "$@" script -qefc "'$ZUTRITT' door list" "$work/typescript" >"$work/out" </dev/null 2>"$work/err"
	status=$?
	expect_status 0
	expect_in out forced
}
on_terminal TERM=xterm
expect_in out "$red"
on_terminal TERM=xterm NO_COLOR=1
! grep -qF "$red" "$work/out" || fail 'colours in spite of NO_COLOR'
on_terminal TERM=dumb
! grep -qF "$red" "$work/out" || fail 'colours on a dumb terminal'

# names are UTF-8 also where no language is set
answer PersonList '{"parameters":{"persons":[{"id":"7m2k0vq4x9ab","name":"Jürgen Ölçer","kind":"employee","position":null,"state":"active","first_day":null,"last_day":null,"rights":[],"revision":1}]}}'
LC_ALL='' LANG='' run person list
expect_status 0
expect_out 'NAME         POSITION KIND     LAST DAY STATE  ID
Jürgen Ölçer -        employee -        active 7m2k0vq4x9ab'

summary
