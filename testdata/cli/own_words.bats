#!/usr/bin/env bats
# What the tool itself says in a report is no value that came out: a dump that holds every word of its
# own report as a value still gets its sample.
load common

dump() {
	mkdir dump
	"$SYNTH" ids --type national_id.cn --records 60 --seed 3 | awk -F '\t' '
		BEGIN { print "mail,id,hash,salt" }
		{ printf "u%d@example.org,%s,%032x:%030d,%d\n", NR, $2, NR * 7919, NR, NR }' >dump/people.csv
	printf -- '-- a comment\nCREATE VIEW v AS SELECT 1;\nCREATE TABLE t (id int);\nINSERT INTO t VALUES (1);\n' >dump/t.sql
}

@test "words of the report as values" {
	dump
	exits 0 "$GLOVEBOX" triage dump --case a.gbx --out a --quiet
	{
		echo 'mail,note'
		sed -e 's/<[^>]*>/ /g' a/report.* a/tables/*.csv | grep -oE '[A-Za-z]{4,}' | LC_ALL=C sort -u |
			awk '{ printf "w%d@example.org,%s\n", NR, $0 }'
	} >dump/words.csv
	[ "$(wc -l <dump/words.csv)" -gt 200 ]
	exits 0 "$GLOVEBOX" triage dump --case b.gbx --out b --quiet --sample 2000
	[ "$(jq .passed b/proof.json)" = true ]
	[ "$(jq .exempt b/proof.json)" -gt 100 ]
}
