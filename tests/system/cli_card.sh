#!/bin/bash
# Card frames are read without a daemon; what is wrong with one is named (rules F5, F6).
. "$(dirname "$0")/cli.bash"

# decodes FORMAT FACILITY CARD BITS...: in this order, in upper or lower case
decodes() {
	local want="$1 $2 $3"
	shift 3
	run card decode "$@"
	expect_status 0
	expect_err ''
	checks=$((checks + 1))
	awk 'NR > 1 { print $1, $3, $4 }' "$work/out" | grep -qix -e "$want" || fail "$ran: $want expected"
}

decodes h10301 42 1337 10010101000000101001110011
decodes h10301 42 1337 '1 00101010 0000010100111001 1'
decodes h10301 42 1337 1 00101010 0000010100111001 1
decodes h10301 0 0 00000000000000000000000001
decodes raw32 - 4294967295 11111111111111111111111111111111
decodes raw32 - 0 00000000000000000000000000000000

# 37 bits: two formats share length and parity, so both are said
decodes h10302 - 1 0 00000000000000000000000000000000001 0
decodes h10304 0 1 0 00000000000000000000000000000000001 0
expect_in out FORMAT
[ "$(wc -l <"$work/out")" -eq 3 ] || fail "$ran: two rows expected"

run --json card decode 10010101000000101001110011
expect_status 0
checks=$((checks + 1))
grep -qix -e '{"cards":\[{"format":"h10301","bits":26,"facility":42,"card":1337}\]}' "$work/out" ||
	fail "$ran: one JSON value expected"

run card decode 1001010100000010100111001
expect_status 1
expect_out ''
expect_err 'zutritt: length: no built-in format has 25 bits (they have 26, 32, 34, 35, 37, 48, 56)'
run --json card decode 1
expect_status 1
expect_err ''
expect_out '{"error":"length","message":"length: no built-in format has 1 bits (they have 26, 32, 34, 35, 37, 48, 56)"}'
run card decode "$(printf '1%.0s' {1..65})"
expect_status 1
expect_in err 'no built-in format has 65 bits'

# one parity bit wrong; both wrong is what swapped wires look like in 26 bits
run card decode 10010101000000101001110010
expect_status 1
expect_err 'zutritt: parity: a format has 26 bits, but the parity bits are wrong'
run card decode 01101010111111010110001100
expect_status 1
expect_in err 'zutritt: inverted: DATA0 and DATA1 are swapped; the other way round this is '
expect_in err ' 42:1337'

for wrong in 012 1O01 ' ' '' 0x1 $'1\n0'; do
	run card decode "$wrong"
	expect_status 2
	expect_out ''
	expect_in err 'BITS must be bits: 0, 1 and spaces'
done
run card decode
expect_status 2

summary
