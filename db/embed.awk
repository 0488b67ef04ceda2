# Turns SQL files into C: each part that begins with "-- name: some_name"
# becomes  SQL(SOME_NAME, "its text")  for an X-macro. Lines that are only a
# comment are for readers of the file.
#
#   awk -v out=statements.sql.h -f embed.awk statements.sql

function finish() {
	if (is_open)
		print ")" > out
	is_open = 0
}

/^-- name: / {
	finish()
	printf "SQL(%s,\n", toupper($3) > out
	is_open = 1
	next
}

is_open && NF > 0 && !/^--/ {
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	printf "    \"%s\\n\"\n", $0 > out
}

END { finish() }
