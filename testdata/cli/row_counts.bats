#!/usr/bin/env bats
# Every table of every file in the shared corpora has the rows that its own database counts.
load common

corpora=$root/../shared/corpora

# found FILE: its tables and their records. Names are compared without case and schema; a file of
# one table has none ("-").
found() {
	rm -rf c.gbx out
	"$GLOVEBOX" triage "$corpora/$1" --case c.gbx --out out --no-vault --quiet
	jq -r '.relations[] | [.name, .records] | @tsv' out/report.json
}

plain() { awk -F '\t' -v one="$1" '{ n = tolower($1); sub(/.*[.]/, "", n); print (one ? "-" : n) "\t" $2 }' | sort; }

@test "tables and rows of every dialect and store" {
	[ -f "$corpora/row_counts.tsv" ] || skip "no corpora beside the checkout"
	local file bad=0 files=0
	while read -r file; do
		files=$((files + 1))
		# A table without rows is in no dump of data alone.
		awk -F '\t' -v f="$file" '$1 == f && $3 > 0 { print $2 "\t" $3 }' "$corpora/row_counts.tsv" >truth
		one=$(awk -F '\t' '$1 == "-" { print 1 }' truth)
		plain "" <truth >expected
		found "$file" | awk -F '\t' '$2 > 0' | plain "$one" >seen
		diff expected seen || { echo "$file"; bad=1; }
	done < <(tail -n +2 "$corpora/row_counts.tsv" | cut -f 1 | sort -u)
	[ "$files" -ge 17 ]
	[ "$bad" = 0 ]
}
