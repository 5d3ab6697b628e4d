#!/usr/bin/env bats
# One database in many dialects has one profile: type verdicts, records, non-empty and distinct values
# of every field are the same.
load common

corpora=$root/../shared/corpora/sql
need_corpora() { [ -d "$corpora" ] || skip "no corpora beside the checkout"; }

# profile_of FILE: a line per field. Dialects write names their own way: case, underscores, schema.
profile_of() {
	rm -rf c.gbx out
	"$GLOVEBOX" triage "$1" --case c.gbx --out out --no-vault --quiet
	jq -r '.relations[] as $r | $r.fields[]
		| [($r.name | ascii_downcase | gsub(".*[.]"; "") | gsub("_"; "")), (.name | ascii_downcase | gsub("_"; "")),
		   .type, $r.records, .non_empty, .distinct.value] | @tsv' out/report.json | sort
}

@test "MySQL, Oracle, SQLite, SQL Server and PostgreSQL's four ways: one profile" {
	need_corpora
	local f bad=0
	profile_of "$corpora/chinook.postgresql.sql" >expected
	[ "$(wc -l <expected)" = 64 ]
	for f in chinook.mysql.sql chinook.oracle.sql chinook.sqlite.sql chinook.sqlite chinook.sqlserver.sql \
		chinook-copy.sql chinook-inserts.sql chinook-colinserts50.sql; do
		profile_of "$corpora/$f" >found
		diff expected found || { echo "$f"; bad=1; }
	done
	[ "$bad" = 0 ]
}

# That file is of another edition, in which one composer is missing.
@test "the same in UTF-16" {
	need_corpora
	profile_of "$corpora/chinook.sqlserver.sql" | grep -v 'track.composer' >expected
	profile_of "$corpora/chinook.sqlserver-utf16le.sql" | grep -v 'track.composer' >found
	diff expected found
}

# Without CREATE TABLE columns have numbers for names: what a header would add is not known.
@test "without names of columns the counts are the same" {
	need_corpora
	profile_of "$corpora/chinook.mysql.sql" | cut -f 1,4-6 | sort >expected
	profile_of "$corpora/chinook.mysqldump-dataonly.sql" | cut -f 1,4-6 | sort >found
	diff expected found
}

# Awkward names, text and bytes, a boolean, moments and amounts.
@test "a small database of our own in all dialects, as a file, as CSV and as JSON: one profile" {
	local f bad=0
	"$root/testdata/tools/dialects" own
	profile_of own/pg_dump.sql >expected
	[ "$(cut -f 3 expected | sort -u | wc -l)" = 12 ]
	[ "$(cut -f 1,4 expected | sort -u | tr '\t\n' ' ,')" = 'order 500,people 300,' ]
	for f in own/*; do
		profile_of "$f" >found
		if [ "${f##*/}" = csv ] || [ "${f##*/}" = ndjson ]; then # bytes there are what the writer made of them
			diff <(grep -v photo expected) <(grep -v photo found) || { echo "$f"; bad=1; }
		else
			diff expected found || { echo "$f"; bad=1; }
		fi
	done
	[ "$bad" = 0 ]
}
