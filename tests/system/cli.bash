# What the tests of the command zutritt share; sourced by cli_*.sh.
#
# ZUTRITT names the command under test. answer_start makes a daemon of canned
# answers: file METHOD in $answers holds one JSON reply a line, $answers/calls
# gets every call as it came.
set -u

: "${ZUTRITT:?names the command under test}"
[ -x "$ZUTRITT" ] || { echo "not a program: $ZUTRITT" >&2; exit 1; }

work=$(mktemp -d) || exit 1
answers=$work/answers
server=
failures=0
checks=0
unset ZUTRITT_SOCKET ZUTRITT_SIM_SOCKET NO_COLOR
export ZUTRITT_SESSION_FILE=$work/session
export LC_ALL=C.UTF-8 TZ=Europe/Berlin

finish() {
	[ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT

# fail SENTENCE: counts it and shows what came out last
fail() {
	failures=$((failures + 1))
	printf 'FAILED: %s\n  status %s\n  stdout: %s\n  stderr: %s\n' "$1" "$status" \
		"$(head -c 1000 "$work/out")" "$(head -c 1000 "$work/err")"
}

# run WORD...: the command; its status, and its output in $work/out and $work/err
run() {
	ran="zutritt $*"
	"$ZUTRITT" "$@" >"$work/out" 2>"$work/err" </dev/null
	status=$?
}

# expect_status N
expect_status() {
	checks=$((checks + 1))
	[ "$status" -eq "$1" ] || fail "$ran: status $1 expected"
}

# expect_out TEXT, expect_err TEXT: the whole of it
expect_out() {
	checks=$((checks + 1))
	[ "$(<"$work/out")" = "$1" ] || fail "$ran: standard output should be: $1"
}
expect_err() {
	checks=$((checks + 1))
	[ "$(<"$work/err")" = "$1" ] || fail "$ran: standard error should be: $1"
}

# expect_in out|err TEXT: somewhere in it
expect_in() {
	checks=$((checks + 1))
	grep -qF -e "$2" "$work/$1" || fail "$ran: $1 should have: $2"
}

# expect_call JSON: what the daemon was asked last
expect_call() {
	checks=$((checks + 1))
	[ "$(tail -n 1 "$answers/calls")" = "$1" ] || fail "$ran: asked $(tail -n 1 "$answers/calls"), not $1"
}

# answer_start: listens at $socket. METHOD.close: the connection ends after the answer; else it stays until the
# client goes. METHOD.silent: no answer.
answer_start() {
	mkdir -p "$answers"
	socket=$work/control
	export ZUTRITT_SOCKET=$socket
	: >"$work/server"
	perl -e '
		use strict; use IO::Socket::UNIX; $| = 1; $SIG{PIPE} = "IGNORE";
		my ($path, $dir) = @ARGV;
		my $listener = IO::Socket::UNIX->new(Local => $path, Listen => 8) or die "listen: $!";
		print "listening\n";
		while (my $c = $listener->accept) {
			local $/ = "\0";
			while (my $call = <$c>) {
				chop $call;
				open my $log, ">>", "$dir/calls" or die; print $log "$call\n"; close $log;
				my ($method) = $call =~ /"method":"io\.zutritt\.(\w+)"/;
				$method = "Unknown" unless defined $method;
				if (open my $file, "<", "$dir/$method") {
					local $/ = "\n";
					while (my $line = <$file>) { chomp $line; print $c "$line\0"; $c->flush; }
				}
				last if -e "$dir/$method.close";
			}
			close $c;
		}' "$socket" "$answers" >>"$work/server" 2>&1 &
	server=$!
	until grep -q listening "$work/server"; do
		kill -0 "$server" || { cat "$work/server" >&2; exit 1; }
		read -r -t 0.02 <> <(:) || true
	done
}

# answer METHOD LINE...: what the daemon says to it from now on
answer() {
	local method=$1
	shift
	rm -f "$answers/$method.close"
	printf '%s\n' "$@" >"$answers/$method"
}

# summary: the script's last line
summary() {
	printf '%s: %s checks, %s failed\n' "${0##*/}" "$checks" "$failures"
	[ "$checks" -gt 0 ] && [ "$failures" -eq 0 ]
}
