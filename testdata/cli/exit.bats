#!/usr/bin/env bats
# Exit codes, and what every report says first.
load common

@test "a clean dump is 0 and every report begins with COMPLETE" {
	exits 0 "$GLOVEBOX" triage "$cases/csv-header/people.csv" --case c.gbx --out out --quiet
	[ -z "$output" ]
	[ "$(first_words c.gbx out | sort -u | tr '\n' ' ')" = "COMPLETE complete " ]
}

@test "a broken dump is 3 and every report begins with PARTIAL" {
	exits 3 "$GLOVEBOX" triage "$cases/broken-lines/broken.ndjson" --case c.gbx --out out --quiet
	[ "$(first_words c.gbx out | sort -u | tr '\n' ' ')" = "PARTIAL partial " ]
	exits 3 "$GLOVEBOX" report c.gbx --out again --quiet
	exits 3 "$GLOVEBOX" profile c.gbx --quiet
}

@test "nothing recognised is 4" {
	head -c 5000 /dev/urandom >noise.bin
	exits 4 "$GLOVEBOX" triage noise.bin --case c.gbx --out out --quiet
	: >empty.csv
	exits 4 "$GLOVEBOX" triage empty.csv --case e.gbx --out oute --quiet
	mkdir nothing
	exits 4 "$GLOVEBOX" triage nothing --case n.gbx --out outn --quiet
}

@test "a folder that cannot be written to is 1 and says so" {
	cp "$cases/csv-header/people.csv" .
	mkdir locked open
	chmod 555 locked
	as=()
	if [ "$(id -u)" -eq 0 ]; then
		chown -R nobody .
		chmod 755 . .. ../.. "$BATS_RUN_TMPDIR"
		as=(setpriv --reuid=65534 --clear-groups)
		"${as[@]}" test -x "$GLOVEBOX" || skip "nobody cannot reach the program"
	fi
	exits 1 "${as[@]}" "$GLOVEBOX" triage people.csv --case locked/c.gbx --out open/out
	[[ $output == *"cannot be written"*"check that the folder"* ]]
	[ -z "$(ls locked)" ]
	exits 1 "${as[@]}" "$GLOVEBOX" triage people.csv --case open/c.gbx --out locked/out
	[[ $output == *"cannot write"*"output folder"* ]]
	[ ! -e open/c.gbx ] # it was looked at before the dump was read
	exits 0 "${as[@]}" "$GLOVEBOX" triage people.csv --case open/c.gbx --out open/out --quiet
}

@test "a file that cannot be read is named and the others are read" {
	[ "$(id -u)" -ne 0 ] || skip "root reads everything"
	mkdir dump
	cp "$cases/csv-header/people.csv" dump/a.csv
	cp "$cases/csv-header/people.csv" dump/b.csv
	chmod 0 dump/b.csv
	exits 3 "$GLOVEBOX" triage dump --case c.gbx --out out --quiet
	[ "$(jq .totals.records out/report.json)" = 24 ]
}

@test "standard output that is closed or full is no success" {
	"$GLOVEBOX" triage "$cases/csv-header/people.csv" --case c.gbx --out out --quiet
	run bash -c '"$0" report c.gbx --print json >/dev/full' "$GLOVEBOX"
	[ "$status" -eq 1 ]
	run bash -c '"$0" sql c.gbx "SELECT * FROM field" >/dev/full' "$GLOVEBOX"
	[ "$status" -eq 1 ]
}

@test "a hole of zero bytes is 3, wherever it is: a file copied in part is not complete" {
	lines() { seq "$1" "$2" | sed 's/.*/&,u&@example.com/'; }
	{ lines 1 9000; head -c 5000 /dev/zero; lines 9001 20000; } >middle.csv
	{ lines 1 20000; head -c 70000 /dev/zero; } >end.csv
	{ lines 1 90000; head -c 4096 /dev/zero; lines 1 5; } >late.csv
	for f in middle end late; do
		exits 3 "$GLOVEBOX" triage $f.csv --case $f.gbx --out $f --quiet
		[ "$(jq -r '.entries[0].reason' $f/report.json)" = "zero bytes stand where text should be: the file was copied or downloaded in part" ]
	done
	{ lines 1 9000; head -c 600 /dev/zero; lines 9001 20000; } >few.csv
	exits 0 "$GLOVEBOX" triage few.csv --case few.gbx --out few --quiet
}

# full WHAT: in $output one sentence: what, where, what to do; and nothing half done under out's names.
full() {
	echo "$output"
	[ "$(wc -l <<<"$output")" -eq 1 ]
	[[ $output == "glovebox: $1: the disk is full, or a quota or limit on file sizes is reached: "*"; free some space there"*"[E_DISK_FULL]" ]]
	[ -z "$(find . -path '*out/*' -type f)" ]
}

@test "a disk that is full, while the case or a report is written, is 1 and said so" {
	"$SYNTH" people-csv --bytes 2M --seed 2 --out people.csv
	"$GLOVEBOX" ingest people.csv --case whole.gbx --quiet
	small() { (ulimit -f "$1"; exec "$GLOVEBOX" "${@:2}"); } # in units of 1 KiB
	exits 1 small 500 triage people.csv --case c.gbx --out out --quiet
	full c.gbx
	run "$GLOVEBOX" report c.gbx --print terminal
	[[ $output == "PARTIAL: ingest did not finish"* ]]
	exits 1 small 20 report whole.gbx --out out --quiet
	full out
	mkdir disk && mount -t tmpfs -o size=1m tmpfs disk 2>/dev/null || skip "no file system may be mounted here: limits on file sizes only"
	run small 100000 triage people.csv --case disk/c.gbx --out disk/out --quiet
	[ "$status" -eq 1 ] && full disk/c.gbx || { umount disk; return 1; }
	rm -f disk/c.gbx*
	head -c 1040000 /dev/zero >disk/fill
	run small 100000 report whole.gbx --out disk/out --quiet
	umount disk
	[ "$status" -eq 1 ]
	full disk/out
}
