#!/usr/bin/env bats
# Inputs made to do harm, end to end: each ends in the error record it deserves, in little time and
# memory, with nothing left behind, and a table beside it is read whole. testdata/tools/hostile makes
# them.
load common

setup_file() { command -v python3 >/dev/null || skip "python3 is missing"; }

# hostile FILE NAME [COUNT]: dump/FILE, and dump/zz.csv beside it.
hostile() {
	mkdir -p dump
	cp "$cases/csv-header/people.csv" dump/zz.csv
	"$root/testdata/tools/hostile" "${@:2}" >"dump/$1"
}

# triaged [SECONDS]: the folder dump is read; it ends PARTIAL within 96 MiB and 10 seconds, zz.csv whole.
triaged() {
	local start=$SECONDS
	rm -rf c.gbx* out
	exits 3 timeout 60 /usr/bin/time -q -f %M -o peak "$GLOVEBOX" triage dump --case c.gbx --out out --sample 0 --quiet
	[ "$(jq '[.relations[] | select(.name == "zz") | .records] | add' out/report.json)" = 24 ]
	[ -z "$(find tmp home -type f)" ] || { echo "left behind: $(find tmp home -type f)"; return 1; }
	sanitized && return
	[ $((SECONDS - start)) -le "${1:-10}" ] || { echo "$((SECONDS - start)) s"; return 1; }
	[ "$(tail -n 1 peak)" -lt $((96 * 1024)) ] || { echo "$(tail -n 1 peak) KiB"; return 1; }
}

# What became of the others, one "status reason records quarantined" a line, the same ones once.
others() {
	jq -r '.entries[] | select(.path | test("/zz.csv$") | not)
		| "\(.status) \(.reason_id // "-") \(.records) \(.quarantined)"' out/report.json | sort -u
}

expect() { [ "$(others)" = "$1" ] || { others; echo "expected: $1"; return 1; }; }

@test "a flat zip bomb: a gigabyte of zeros in one" {
	hostile flat.zip flat 1000000000
	triaged
	expect "error E_RATIO 0 0"
}

@test "zip bombs of overlapping members: one named 20,000 times, and members that quote each other" {
	hostile overlap.zip overlap
	triaged
	expect "error E_OVERLAP 0 0"
	rm -r dump
	hostile quoted.zip quoted
	triaged
	expect "error E_OVERLAP 0 0"
}

@test "nested zip bombs: ten archives in each, five deep; gzip in gzip" {
	hostile nested.zip nested
	triaged
	others | grep -qx "error E_RATIO 0 0" || { others; return 1; }
	rm -r dump
	hostile bomb.gz gzbomb 2
	triaged
	expect "error E_RATIO 0 0"
	rm -r dump
	hostile deep.gz deep
	triaged
	expect "error E_DEPTH 0 0"
}

@test "members that say they are 2^62 bytes long" {
	hostile huge.tar hugetar
	triaged
	expect "error E_ARCHIVE_TRUNCATED 0 0"
	rm -r dump
	hostile huge.zip hugezip
	triaged
	expect "error E_OVERLAP 0 0"
}

@test "members called ../../x, links, devices: names are data, nothing is extracted" {
	hostile evil.tar evil
	triaged
	[ "$(others)" = "$(printf 'not read E_SPECIAL_FILE 0 0\nread - 1 0')" ] || { others; return 1; }
	[ -z "$(find .. -name up.csv -o -name root.csv -o -name passwd.csv)" ]
	run grep -rlP '\x1b|\x{202e}' out
	[ -z "$output" ]
}

@test "ten million levels of JSON and BSON" {
	hostile deep.json json_depth
	hostile lists.json json_lists
	hostile deep.ndjson ndjson_depth
	hostile deep.bson bson_depth
	triaged
	expect "$(printf 'read - 0 1\nread - 1 1\nread - 1 72\nread - 2 1')"
}

@test "BSON documents that lie about their length" {
	hostile lies.bson bson_lengths
	triaged
	expect "read - 3 2"
}

@test "XML: entities are never expanded, not even those of files; five million open tags" {
	hostile laughs.xml xml_entities
	hostile file.xml xml_external
	hostile deep.xml xml_depth
	triaged
	expect "$(printf 'not read E_XML_DOCTYPE 0 0\nread - 0 1')"
}

@test "a write-ahead log planted beside a SQLite file is not replayed, and nothing is changed" {
	mkdir dump
	cp "$cases/csv-header/people.csv" dump/zz.csv
	python3 - <<-'END'
		import os, shutil, sqlite3
		db = sqlite3.connect("made.db", isolation_level=None)
		db.execute("PRAGMA journal_mode=WAL")
		db.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, mail TEXT)")
		db.execute("CREATE VIEW v AS SELECT load_extension('x') FROM people")
		db.execute("INSERT INTO people VALUES (1, 'ada@example.com')")
		db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
		db.execute("INSERT INTO people VALUES (2, 'planted@example.com')")
		shutil.copy("made.db", "dump/x.db")
		shutil.copy("made.db-wal", "dump/x.db-wal")
	END
	sha256sum dump/* >before
	triaged
	sha256sum -c --quiet before
	[ "$(ls dump)" = "$(printf 'x.db\nx.db-wal\nzz.csv')" ]
	jq -e '.entries[] | select(.path == "dump/x.db!/people") | .records == 1' out/report.json
	jq -e '.entries[] | select(.path == "dump/x.db-wal") | .reason_id == "E_DATABASE_SIDE"' out/report.json
}

@test "a gigabyte without a line end, in the middle of a table, of NDJSON, of a dump" {
	mkdir dump
	cp "$cases/csv-header/people.csv" dump/zz.csv
	for i in $(seq 60); do echo "$i,Ada,ada$i@example.com"; done >dump/hole.csv
	for i in $(seq 60); do echo "{\"id\":$i,\"mail\":\"ada$i@example.com\"}"; done >dump/hole.ndjson
	for i in $(seq 60); do echo "INSERT INTO t VALUES ($i,'ada$i@example.com');"; done >dump/hole.sql
	cp -r dump whole
	printf "INSERT INTO t VALUES (7,'" >>dump/hole.sql
	for f in hole.csv hole.ndjson hole.sql; do
		truncate -s 1G "dump/$f"
		[ $f = hole.sql ] && printf "');" >>dump/$f
		{ echo; cat whole/$f; } >>"dump/$f"
	done
	triaged 40
	expect "partial E_HOLE 120 1"
}

@test "a folder with pipes, devices, sockets and links that turn in circles" {
	mkdir -p dump/sub
	cp "$cases/csv-header/people.csv" dump/zz.csv
	mkfifo dump/pipe.csv
	ln -s .. dump/sub/up
	ln -s circle dump/circle
	ln -s zz.csv dump/link.csv
	ln -s /etc dump/etc
	mknod dump/zero.csv c 1 5 2>/dev/null || true
	python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("dump/sock")'
	triaged
	expect "not read E_SPECIAL_FILE 0 0"
}
