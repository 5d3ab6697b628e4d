#!/usr/bin/env bats
# Quarantine: listed without values, read again from the vault, exact afterwards.
load common

lists() { # a list with N lines that have no separator
	seq $((50 + 6 * $1)) | sed 's/.*/user&@example.com:secret&/'
	seq -f 'no separator in line %g' "$1"
	seq 50 | sed 's/.*/last&@example.com:secret&/'
}

sums() {
	"$GLOVEBOX" coverage c.gbx --json | jq -e '.accounted and
		(.totals.records | .read == .stored + .quarantined + .duplicates.value)' >/dev/null
}

@test "no value is ever listed" {
	lists 3 >list.txt
	printf '{"name": "Xanthippe Quux", \n' >a.ndjson
	seq -f '{"id": %g}' 20 >>a.ndjson
	exits 3 "$GLOVEBOX" ingest list.txt a.ndjson --case c.gbx --quiet
	exits 3 "$GLOVEBOX" quarantine c.gbx
	[[ $output == *"aaaa"* && $output != *Xanthippe* && $output != *"separator in"* ]]
	exits 3 "$GLOVEBOX" quarantine c.gbx --json
	[[ $output != *Xanthippe* && $output != *"separator in"* ]]
	run grep -c Xanthippe c.gbx
	[ "$output" = 0 ]
}

@test "what reads again is in the case, once, and the sums meet" {
	lists 400 >list.txt
	exits 3 "$GLOVEBOX" ingest list.txt --case c.gbx --quiet -j 3
	sums
	exits 0 "$GLOVEBOX" quarantine c.gbx --retry --format lines -j 3 --json
	[ "$(jq -c '[.tried, .records, .left]' <<<"$output")" = "[400,400,0]" ]
	sums
	[ "$("$GLOVEBOX" coverage c.gbx --json | jq .totals.records.read)" = 2900 ]
	[ "$("$GLOVEBOX" coverage c.gbx --json | jq .totals.bytes_in.quarantined)" = 0 ]
	exits 0 "$GLOVEBOX" verify c.gbx
	exits 0 "$GLOVEBOX" quarantine c.gbx
	exits 2 "$GLOVEBOX" quarantine c.gbx --retry --format lines
}

@test "what does not read again leaves the case as it was, byte by byte" {
	lists 5 >list.txt
	exits 3 "$GLOVEBOX" ingest list.txt --case c.gbx --quiet
	cp c.gbx before.gbx
	exits 3 "$GLOVEBOX" quarantine c.gbx --retry --format ndjson
	[[ $output == *"as it was"* ]]
	cmp c.gbx before.gbx
}

@test "torn JSON is no row of delimited text" {
	seq -f '{"id": %g, "name": "n", "mail": "m"}' 20 >a.ndjson
	printf '{"id": 21, "name": "torn", "ma\n22,n,m\n' >>a.ndjson
	exits 3 "$GLOVEBOX" ingest a.ndjson --case c.gbx --quiet
	exits 3 "$GLOVEBOX" quarantine c.gbx --retry --format csv --json
	[ "$(jq -c '[.tried, .records, .left]' <<<"$output")" = "[2,1,1]" ]
	sums
}

@test "only what was chosen is tried, the rest can be tried later" {
	lists 5 >one.txt
	lists 7 | sed 's/^no/never/' >two.txt
	exits 3 "$GLOVEBOX" ingest one.txt two.txt --case c.gbx --quiet
	exits 3 "$GLOVEBOX" quarantine c.gbx --retry --entry 'one*' --format lines --json
	[ "$(jq -c '[.tried, .records, .left]' <<<"$output")" = "[5,5,0]" ]
	sums
	exits 0 "$GLOVEBOX" quarantine c.gbx --retry --reason E_NO_SEPARATOR --format lines --json
	[ "$(jq -c '[.tried, .records, .left]' <<<"$output")" = "[7,7,0]" ]
	sums
}

@test "delimited text keeps the names of its columns" {
	{ echo 'id;mail'; seq 100 | sed 's/.*/&;u&@example.com/'; printf '101;'; printf '%05000d' 0 | sed 's/0/;/g'; echo; } >wide.csv
	exits 3 "$GLOVEBOX" ingest wide.csv --case c.gbx --quiet
	[ "$("$GLOVEBOX" coverage c.gbx --json | jq .totals.records.quarantined)" = 1 ]
	exits 0 "$GLOVEBOX" quarantine c.gbx --retry --delimiter pipe --quiet
	[ "$("$GLOVEBOX" sql c.gbx 'SELECT relation, name, records FROM field')" = \
		"$(printf 'relation,name,records\n1,id,101\n1,mail,101')" ]
	sums
}

@test "a case without vault says that the source is wanted" {
	lists 3 >list.txt
	exits 3 "$GLOVEBOX" ingest list.txt --case c.gbx --no-vault --quiet
	exits 3 "$GLOVEBOX" quarantine c.gbx
	[[ $output == *"counts only"* ]]
	exits 2 "$GLOVEBOX" quarantine c.gbx --retry --format lines
	[[ $output == *"E_NO_VAULT"* && $output == *"read the source again"* ]]
}

@test "without the key there are places, no shapes" {
	lists 3 >list.txt
	exits 3 "$GLOVEBOX" ingest list.txt --case c.gbx --key-file k --quiet
	exits 3 "$GLOVEBOX" quarantine c.gbx
	[[ $output == *"at 1"* && $output == *"want the key"* ]]
	exits 5 "$GLOVEBOX" quarantine c.gbx --retry --format lines
	printf 'x' | dd of=k bs=1 seek=20 conv=notrunc 2>/dev/null
	exits 5 "$GLOVEBOX" quarantine c.gbx --key-file k --retry --format lines
}

@test "a record that is too large is noted, not kept" {
	{ seq -f '{"id": %g}' 20; printf '{"x": "'; head -c 1200000 /dev/zero | tr '\0' a; printf '"\n{"id": 21}\n{"id": \n'; } >big.ndjson
	exits 3 "$GLOVEBOX" ingest big.ndjson --case c.gbx --quiet
	exits 3 "$GLOVEBOX" quarantine c.gbx
	[[ $output == *"not kept"* ]]
}

@test "what is kept does not depend on the threads" {
	lists 3000 >list.txt
	"$GLOVEBOX" ingest list.txt --case c.gbx -j 1 --quiet || true
	"$GLOVEBOX" quarantine c.gbx --limit 5000 --json >one.json || true
	rm c.gbx
	"$GLOVEBOX" ingest list.txt --case c.gbx -j 6 --quiet || true
	"$GLOVEBOX" quarantine c.gbx --limit 5000 --json >many.json || true
	cmp one.json many.json
	[ "$(jq '[.listed[] | select(.kept)] | length' one.json)" = 3000 ]
}

@test "converted text is accounted in bytes of the entry, before and after" {
	lists 20 | iconv -t UTF-16 >list.txt
	exits 3 "$GLOVEBOX" ingest list.txt --case c.gbx --quiet
	sums
	exits 3 "$GLOVEBOX" quarantine c.gbx --limit 100 --json
	[ "$(jq '[.listed[] | select(.kept)] | length' <<<"$output")" = 20 ]
	exits 0 "$GLOVEBOX" quarantine c.gbx --retry --format lines --quiet
	sums
	[ "$("$GLOVEBOX" coverage c.gbx --json | jq .totals.bytes_in.quarantined)" = 0 ]
}

@test "bytes that are no UTF-8 read again in another charset" {
	{ seq 400 | sed 's/.*/{"id": &, "town": "Plausingen \xc3\xa4&"}/'; printf '{"id": 901, "town": "M\xfcnsterlein" \n'; } >a.ndjson
	exits 3 "$GLOVEBOX" ingest a.ndjson --charset utf-8 --case c.gbx --quiet
	sums
	exits 3 "$GLOVEBOX" quarantine c.gbx --json
	[ "$(jq -c '[.listed[] | select(.kept)] | length' <<<"$output")" = 1 ]
	exits 0 "$GLOVEBOX" quarantine c.gbx --retry --format lines --charset latin1 --quiet
	sums
	exits 2 "$GLOVEBOX" quarantine c.gbx --retry --charset nonsense
}
