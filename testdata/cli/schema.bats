#!/usr/bin/env bats
# Every report.json is valid against schemas/report.schema.json.
load common

setup_file() {
	python3 -c 'import jsonschema' 2>/dev/null || skip "python3-jsonschema is missing"
}

valid() { # FILE...
	python3 - "$root/schemas/report.schema.json" "$@" <<-'END'
		import json, sys, jsonschema
		schema = json.load(open(sys.argv[1]))
		check = jsonschema.validators.validator_for(schema)
		check.check_schema(schema)
		bad = 0
		for name in sys.argv[2:]:
		    for e in list(check(schema).iter_errors(json.load(open(name))))[:5]:
		        print(name, "/".join(map(str, e.absolute_path)), e.message[:200])
		        bad = 1
		sys.exit(bad)
	END
}

[ -f "$BATS_TEST_DIRNAME/../../schemas/report.schema.json" ] || exit 1

@test "reports of the golden cases" {
	local f n=0
	for f in "$cases"/{csv-*,ndjson,json-*,elastic-*,list-of-emails,broken-lines,only-unknown}/*.*; do
		n=$((n + 1))
		"$GLOVEBOX" triage "$f" --case $n.gbx --out $n --sample 0 --quiet || true
	done
	"$GLOVEBOX" triage "$cases/folder-mixed/dump" --case m.gbx --out m --sample 0 --quiet || true
	: >empty.csv
	"$GLOVEBOX" triage empty.csv --case e.gbx --out e --quiet || true
	[ "$(ls -d ./*/report.json | wc -l)" -gt 15 ]
	valid ./*/report.json
}

@test "public, without vault, reproducible, of a police sample" {
	police 5000 s
	run "$GLOVEBOX" triage s --case a.gbx --out a --sample 0 --quiet
	run "$GLOVEBOX" report a.gbx --out b --public --quiet
	run "$GLOVEBOX" report a.gbx --out c --reproducible --quiet
	run "$GLOVEBOX" triage s --case d.gbx --out d --no-vault --quiet
	valid {a,b,c,d}/report.json
}

@test "the check can fail" {
	run "$GLOVEBOX" triage "$cases/csv-header/people.csv" --case a.gbx --out a --sample 0 --quiet
	jq '.relations[0].fields[0].records = "many"' a/report.json >wrong.json
	run valid wrong.json
	[ "$status" -eq 1 ]
	jq 'del(.status)' a/report.json >wrong.json
	run valid wrong.json
	[ "$status" -eq 1 ]
}
