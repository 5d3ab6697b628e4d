#!/usr/bin/env bats
# One database in many dialects has one profile: type verdicts, records, non-empty and distinct values
# of every field are the same.
load common

corpora=$root/../shared/corpora/sql
setup_file() { [ -d "$corpora" ] || skip "no corpora beside the checkout"; }

# profile_of FILE: a line per field. Dialects write names their own way: case, underscores, schema.
profile_of() {
	rm -rf c.gbx out
	"$GLOVEBOX" triage "$1" --case c.gbx --out out --no-vault --quiet
	jq -r '.relations[] as $r | $r.fields[]
		| [($r.name | ascii_downcase | gsub(".*[.]"; "") | gsub("_"; "")), (.name | ascii_downcase | gsub("_"; "")),
		   .type, $r.records, .non_empty, .distinct.value] | @tsv' out/report.json | sort
}

@test "MySQL, Oracle, SQLite, SQL Server and PostgreSQL's four ways: one profile" {
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
	profile_of "$corpora/chinook.sqlserver.sql" | grep -v 'track.composer' >expected
	profile_of "$corpora/chinook.sqlserver-utf16le.sql" | grep -v 'track.composer' >found
	diff expected found
}

# Without CREATE TABLE columns have numbers for names: what a header would add is not known.
@test "without names of columns the counts are the same" {
	profile_of "$corpora/chinook.mysql.sql" | cut -f 1,4-6 | sort >expected
	profile_of "$corpora/chinook.mysqldump-dataonly.sql" | cut -f 1,4-6 | sort >found
	diff expected found
}
