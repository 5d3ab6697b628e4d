#!/usr/bin/env bats
# Ctrl-C and its like: one line that says what is kept, and a case that is PARTIAL.
load common

stopped_by() { # SIGNAL, P for the process or -P for its group
	seq 4000 | sed 's/.*/{"id": &, "mail": "u&@example.com"}/' >part
	mkfifo slow
	{ for i in $(seq 60); do cat part; sleep 0.1; done; } >slow &
	writer=$!
	set -m
	"$GLOVEBOX" ingest - --case c.gbx <slow >out 2>err &
	program=$!
	set +m
	sleep 3
	kill -"$1" -- "${2/P/$program}"
	code=0
	wait $program || code=$?
	kill $writer 2>/dev/null || true
	cat err
	[ "$code" -eq 3 ]
	[ "$(wc -l <err)" -eq 1 ]
	[[ $(cat err) == *stopped*kept*PARTIAL*E_STOPPED* ]]
	[[ $("$GLOVEBOX" report c.gbx --print terminal) == *"0 (at most "*" duplicates"* ]]
	[[ $("$GLOVEBOX" coverage c.gbx) == *"NOT EVERY BYTE IS ACCOUNTED FOR"* ]]
	exits 3 "$GLOVEBOX" profile c.gbx --quiet
	[ "$("$GLOVEBOX" sql c.gbx 'SELECT records > 10000 FROM case_info' | tail -n 1)" = 1 ]
	exits 3 "$GLOVEBOX" verify c.gbx
	run "$GLOVEBOX" report c.gbx --print terminal
	[[ $output == PARTIAL* ]]
	run "$GLOVEBOX" ingest - --case c.gbx --quiet <part
	[ "$status" -eq 5 ]
	[[ $output == *E_SAME_BEGUN* ]]
	exits 3 "$GLOVEBOX" ingest - --case c.gbx --again --quiet <part
}

@test "an ingest that is stopped by Ctrl-C keeps what it read" {
	stopped_by INT -P
}

@test "so does one that is told to end, by timeout or a service manager" {
	stopped_by TERM P
}

@test "and one whose terminal is gone" {
	stopped_by HUP -P
}

@test "standard input that says nothing can be stopped" {
	mkfifo silent
	sleep 20 >silent &
	writer=$!
	set -m
	"$GLOVEBOX" ingest - --case c.gbx <silent >out 2>err &
	program=$!
	set +m
	sleep 1
	kill -INT -- -$program
	code=0
	wait $program || code=$?
	kill $writer 2>/dev/null || true
	cat err
	[ "$code" -eq 3 ]
	[ "$(wc -l <err)" -eq 1 ]
}
