#!/bin/bash
# Wrong usage is one sentence and status 2; help is there on every level.
. "$(dirname "$0")/cli.bash"

run
expect_status 2
expect_out ""
expect_err 'zutritt: a command is missing; try zutritt --help'

run person
expect_status 2
expect_err 'zutritt: "person" needs one of: hire, exit, suspend, resume, rename, transfer, extend, list, show, set; try zutritt person --help'

run events list --limit 1001
expect_status 2
expect_err 'zutritt: --limit must be a number from 1 to 1000; "1001" is not; try zutritt events list --help'

run person hire Anna --last-day 2027-02-29
expect_status 2
expect_in err '"2027-02-29" is not; try zutritt person hire --help'

run $'a\e[31m'
expect_status 2
expect_err 'zutritt: there is no command "a\u001b[31m"; try zutritt --help'

run --json events list --limit 0
expect_status 2
expect_err ''
expect_out '{"error":"Usage","message":"--limit must be a number from 1 to 1000; \"0\" is not; try zutritt events list --help"}'

run --version
expect_status 0
expect_in out 'zutritt '
run --version --json
expect_status 0
expect_in out '{"version":"'

# every page: the list names each command, each command has a page with usage, options and an example
run --help
expect_status 0
expect_err ''
mapfile -t commands < <(sed -n '/^Commands:/,/^$/s/^  \([a-z]\+\( [a-z-]\+\)\?\)  .*/\1/p' "$work/out")
[ "${#commands[@]}" -ge 33 ] || fail "zutritt --help lists ${#commands[@]} commands"
for command in "${commands[@]}"; do
	# shellcheck disable=SC2086 # a command is one or two words
	run $command --help
	expect_status 0
	expect_err ''
	expect_in out "  zutritt $command"
	expect_in out 'Usage:'
	expect_in out 'Example:'
	expect_in out '--json'
	widest=$(sed '/^Example:/,$d' "$work/out" | awk '{ if (length > w) w = length } END { print w }')
	[ "$widest" -le 80 ] || fail "the help of $command is $widest columns wide"
	run "${command%% *}" --help
	expect_status 0
done

summary
