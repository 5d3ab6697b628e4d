#!/usr/bin/env bats
# The same input gives the same bytes, whatever the number of threads.
load common

same_for_all() { # SOURCE WANT OPTION...
	local source=$1 want=$2 j
	shift 2
	for j in 1 2 4 8; do
		exits "$want" "$GLOVEBOX" triage "$source" --case c$j.gbx --out out$j -j $j --reproducible --quiet "$@"
		"$GLOVEBOX" report c$j.gbx --reproducible --print terminal | sed '/^Case /d' >out$j/terminal || true
		[ $j = 1 ] || diff -r out1 out$j
	done
	[ -s out1/report.json ] && [ -s out1/report.html ] && [ -s out1/tables/fields.csv ]
}

@test "reports of a police sample" {
	police 20000 s
	same_for_all s 3 --sample 0
}

@test "reports and sample of a police sample" {
	police 20000 s
	same_for_all s 3 --seed 9 --sample 40
	[ -s out1/sample/nb_theme_address_case_dwd.csv ]
}

@test "reports and sample of a table of people" {
	"$SYNTH" people-csv --bytes 6M --seed 4 --out people.csv
	same_for_all people.csv 0 --seed 9
	[ -s out1/sample/people.csv ]
}

@test "another seed draws another sample, the same seed the same" {
	"$SYNTH" people-csv --bytes 2M --seed 4 --out people.csv
	exits 0 "$GLOVEBOX" triage people.csv --case c.gbx --out a --seed 1 --quiet
	exits 0 "$GLOVEBOX" redact c.gbx --out b --seed 1 --quiet
	exits 0 "$GLOVEBOX" redact c.gbx --out d --seed 2 --quiet
	cmp a/sample/people.csv b/sample/people.csv
	! cmp -s a/sample/people.csv d/sample/people.csv
}

@test "counting again from the vault gives the same figures" {
	police 20000 s
	exits 3 "$GLOVEBOX" triage s --case c.gbx --out before --reproducible --sample 0 --quiet
	exits 3 "$GLOVEBOX" profile c.gbx -j 2 --quiet
	exits 3 "$GLOVEBOX" report c.gbx --out after --reproducible --quiet
	# The plan is made from all values now, not from the first ones: it may be surer of itself.
	local figures='del(.relations[].recounted, (.relations[].fields[] | .confidence, .reason, .runners_up))'
	diff <(jq "$figures" before/report.json) <(jq "$figures" after/report.json)
}
