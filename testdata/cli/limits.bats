#!/usr/bin/env bats
# Memory and time stay within bounds, whatever is fed.
load common

@test "200 MB of CSV in less than 256 MiB" {
	sanitized && skip "a sanitizer needs memory of its own"
	[ -x /usr/bin/time ] || skip "GNU time is missing"
	"$SYNTH" people-csv --bytes 200M --seed 2 --out people.csv
	run /usr/bin/time -q -f %M -o peak "$GLOVEBOX" triage people.csv --case c.gbx --out out -j 2 --sample 0 --quiet
	[ "$status" -eq 0 ] || { echo "$output"; return 1; }
	echo "peak $(tail -n 1 peak) KiB"
	[ "$(tail -n 1 peak)" -lt $((256 * 1024)) ]
}

@test "archives that make libarchive hang cost seconds, not the rest of the dump" {
	local corpus=$root/../shared/corpora/archives f start
	[ -d "$corpus" ] || skip "no corpora beside the checkout"
	mkdir dump
	cp "$cases/csv-header/people.csv" dump/zz.csv
	for f in "$corpus"/*; do
		rm -rf c.gbx* out
		cp "$f" dump
		start=$SECONDS
		exits 3 timeout 60 /usr/bin/time -q -f %M -o peak "$GLOVEBOX" triage dump --case c.gbx --out out --sample 0 --quiet
		[ "$(jq '[.relations[] | select(.name == "zz") | .records] | add' out/report.json)" = 24 ]
		sanitized || [ $((SECONDS - start)) -le 5 ] || { echo "${f##*/}: $((SECONDS - start)) s"; return 1; }
		sanitized || [ "$(tail -n 1 peak)" -le 524288 ] || { echo "${f##*/}: $(tail -n 1 peak) KiB"; return 1; }
		rm "dump/${f##*/}"
	done
}

@test "hostile shapes end: one long line, deep nesting, many columns, NULs, no line end" {
	mkdir dump
	head -c 40000000 /dev/zero | tr '\0' a >dump/long.csv
	{ head -c 3000000 /dev/zero | tr '\0' '['; } >dump/deep.json
	{ printf '{"a":'; for i in $(seq 3000); do printf '{"a":'; done; } >dump/nested.json
	{ seq -s, 1 200000; seq -s, 1 200000; seq -s, 1 200000; } >dump/wide.csv
	head -c 2000000 /dev/zero >dump/nul.csv
	printf 'a,b\n1,2\n3,"4' >dump/open.csv
	yes '"' | head -c 3000000 | tr -d '\n' >dump/quotes.csv
	yes '{' | head -c 3000000 >dump/braces.json
	cp "$cases/csv-header/people.csv" dump/zz.csv
	run timeout 120 "$GLOVEBOX" triage dump --case c.gbx --out out --sample 0 --quiet
	[ "$status" -eq 3 ] || { echo "exit code $status: $output"; return 1; }
	[ "$(jq '[.relations[] | select(.name == "zz") | .records] | add' out/report.json)" = 24 ]
	[ "$(jq '.entries | length' out/report.json)" = 9 ]
	jq -e '[.entries[] | .bytes_in | .records + .quarantined + .skipped + .repaired] | add' out/report.json
}

@test "more entries than are listed are counted together, and said" {
	local peak f
	: >empty
	printf 'id,mail\n1,ann@example.com\n2,bob@example.org\n' >list.csv
	{ yes empty | head -n 65535; yes list.csv | head -n 3; yes empty | head -n 9; yes list.csv | head -n 2; } >names
	tar -czf dump.tar.gz --hard-dereference -T names
	exits 0 /usr/bin/time -q -f %M -o ingest.kib "$GLOVEBOX" ingest dump.tar.gz --case c.gbx
	grep -q 'COMPLETE: the case holds 10 records of 65,549 entries; 0 quarantined, 0 entries not read' <<<"$output"
	exits 0 /usr/bin/time -q -f %M -o report.kib "$GLOVEBOX" report c.gbx --out out
	grep -q '11 entries are not listed' <<<"$output"
	# the 65,536 listed, the first of each kind behind them
	jq -e '.entries | length == 65538' out/report.json
	jq -e '[.entries[] | select(.more_entries) | [.format, .more_entries, .records, .bytes]] == [["csv", 3, 8, 176], [null, 8, 0, 0]]' out/report.json
	jq -e '.relations[0].records == 10 and (.relations[0].entries | length) == 2' out/report.json
	jq -e '.warnings | index("entries-counted-together")' out/report.json
	"$GLOVEBOX" coverage c.gbx | grep -q 'dump.tar.gz!/list.csv and 3 like it: read, csv'
	"$GLOVEBOX" coverage c.gbx --json | jq -e .accounted
	for f in ingest report; do
		peak=$(tail -n 1 $f.kib)
		echo "$f: $peak KiB"
		sanitized || [ "$peak" -lt $((256 * 1024)) ]
	done
}
