#!/usr/bin/env bats
# What is left of a case when something ends in the middle: a kill, a full disk, a second process.
load common

# Runs ingest in a process group of its own, kills the first process after SECONDS and waits until
# the others are gone by themselves.
killed_after() { # SECONDS CASE SOURCE
	local pid i
	setsid "$GLOVEBOX" ingest "$3" --case "$2" -j 2 --quiet 2>err &
	pid=$!
	sleep "$1"
	kill -9 "$pid" 2>/dev/null || true
	wait "$pid" 2>/dev/null || true
	for i in $(seq 100); do
		pgrep -g "$pid" >/dev/null || return 0
		sleep 0.05
	done
	echo "its children go on after kill -9"
	pgrep -g "$pid" -a
	pkill -9 -g "$pid"
	return 1
}

# Records that fill a case fast: several commits (core/base/limits.h) of what cannot be compressed.
incompressible() { # RECORDS
	echo id,email,token
	openssl enc -aes-128-ctr -K 00 -iv 00 -nosalt </dev/zero 2>/dev/null | base64 -w 88 | head -n "$1" |
		awk '{ print NR ",a" NR "@example.org," $0 }'
}

# After a kill: the case opens, what it holds is authentic, its reports say PARTIAL, and counting
# it again gives figures for just the records that are in it.
still_a_case() { # CASE
	local c=$1 records finished
	run "$GLOVEBOX" verify "$c" --json
	[ "$status" -eq 3 ] || [ "$status" -eq 0 ] || { echo "verify: $status: $output"; return 1; }
	records=$(jq .records <<<"$output")
	finished=$(jq .finished <<<"$output")
	if [ "$finished" = false ]; then
		run "$GLOVEBOX" report "$c" --out before --quiet
		[ "$status" -eq 3 ] || [ "$status" -eq 4 ] || { echo "report: $status: $output"; return 1; }
		[ "$(first_words "$c" before | sort -u | tr '\n' ' ')" = "PARTIAL partial " ] ||
			{ first_words "$c" before; return 1; }
	fi
	run "$GLOVEBOX" profile "$c" --quiet
	[ "$status" -eq 3 ] || [ "$status" -eq 4 ] || [ "$status$finished" = 0true ] || { echo "profile: $status: $output"; return 1; }
	run "$GLOVEBOX" report "$c" --out after --quiet
	[ "$(jq .totals.records after/report.json)" = "$records" ] ||
		{ echo "$records records in the vault, $(jq .totals.records after/report.json) counted"; return 1; }
	if [ "$finished" = false ]; then
		[ "$(jq -r .status after/report.json)" = partial ] || { echo "complete after a kill"; return 1; }
	fi
	echo "$records $finished"
}

# One ingest of s.csv killed after that many seconds; counts in $seen those that left a part.
killed_once() { # MOMENT
	rm -rf c.gbx* before after
	killed_after "$1" c.gbx s.csv
	[ -e c.gbx ] || return 0
	run still_a_case c.gbx
	[ "$status" -eq 0 ] || { echo "killed after $1 s of $all s: $output"; return 1; }
	[[ ${lines[-1]} == 0\ * || ${lines[-1]} == *true ]] || seen=$((seen + 1))
}

@test "kill -9 at random moments of an ingest" {
	local n=1200000 kills=20 i start all moment seen=0
	if sanitized; then kills=8; fi
	incompressible $n >s.csv
	start=$EPOCHREALTIME
	exits 0 "$GLOVEBOX" ingest s.csv --case whole.gbx -j 2 --quiet
	all=$(bc <<<"$EPOCHREALTIME - $start")
	rm whole.gbx*
	RANDOM=4711
	for i in $(seq $kills); do
		# one kill in each of as many equal parts of the run
		moment=$(bc -l <<<"$all * ($i - 1 + $RANDOM / 32768) / $kills")
		killed_once "$moment"
	done
	# The machine may have been busier while the whole run was timed than later.
	for i in $(seq 40); do
		[ $seen -eq 0 ] || break
		moment=$(bc -l <<<"$all * $i / 40")
		killed_once "$moment"
	done
	echo "$seen of $kills kills left a part of the records"
	[ $seen -gt 0 ]
}

@test "kill -9 while reports are written leaves no half report" {
	"$GLOVEBOX" triage "$cases/csv-header/people.csv" --case c.gbx --out out --quiet
	cp out/report.json whole.json
	local i
	for i in 0.001 0.003 0.005 0.01 0.02; do
		setsid "$GLOVEBOX" report c.gbx --out out --quiet &
		sleep $i
		kill -9 $! 2>/dev/null || true
		wait $! 2>/dev/null || true
		sleep 0.1
		jq -e .glovebox.report out/report.json >/dev/null
		tail -n 1 out/report.html | grep -q '</html>'
	done
	exits 0 "$GLOVEBOX" report c.gbx --out out --quiet
	[ -z "$(find out -name '.glovebox*')" ]
}

@test "a second process on one case is refused" {
	cp "$cases/csv-header/people.csv" .
	mkfifo pipe
	"$GLOVEBOX" ingest - --case c.gbx --quiet <pipe &
	local first=$!
	exec 9>pipe
	cat people.csv >&9
	for i in $(seq 100); do [ -e c.gbx ] && break; sleep 0.05; done
	sleep 0.3
	exits 5 "$GLOVEBOX" ingest people.csv --case c.gbx
	[[ $output == *"in use by another process"*"E_CASE_LOCKED"* ]]
	exits 5 "$GLOVEBOX" shred c.gbx --yes
	exec 9>&-
	wait $first
	exits 0 "$GLOVEBOX" verify c.gbx
}

@test "a full disk is 1, says so, and the case still opens" {
	police 60000 s
	run bash -c 'ulimit -f 4000; exec "$@"' - "$GLOVEBOX" ingest s --case c.gbx --quiet
	[ "$status" -eq 1 ] || { echo "exit code $status: $output"; return 1; }
	[[ $output == *c.gbx* ]] && [[ $output == *E_DISK_FULL* || $output == *E_CASE_WRITE* ]] || { echo "$output"; return 1; }
	run still_a_case c.gbx
	[ "$status" -eq 0 ] || { echo "$output"; return 1; }
}

@test "a full disk while reports are written leaves none" {
	police 3000 s
	run "$GLOVEBOX" ingest s --case c.gbx --quiet
	run bash -c 'ulimit -f 10; exec "$@"' - "$GLOVEBOX" report c.gbx --out out
	[ "$status" -eq 1 ] || { echo "exit code $status: $output"; return 1; }
	[ ! -e out/report.json ]
	[ -z "$(find . -name '.glovebox-*')" ]
}

@test "a case of a newer version is refused" {
	"$GLOVEBOX" triage "$cases/csv-header/people.csv" --case c.gbx --out out --quiet
	sqlite3 c.gbx 'PRAGMA user_version = 99'
	for c in report verify profile redact; do
		exits 5 "$GLOVEBOX" $c c.gbx
		[[ $output == *"newer version"* ]]
	done
	exits 5 "$GLOVEBOX" ingest "$cases/ndjson/people.ndjson" --case c.gbx
	exits 5 "$GLOVEBOX" sql c.gbx 'SELECT 1'
}

@test "a case of another program is refused and left alone" {
	sqlite3 other.gbx 'CREATE TABLE t (a); INSERT INTO t VALUES (1)'
	sha256sum other.gbx >sum
	exits 1 "$GLOVEBOX" ingest "$cases/csv-header/people.csv" --case other.gbx
	exits 1 "$GLOVEBOX" report other.gbx --out out
	sha256sum -c sum
}
