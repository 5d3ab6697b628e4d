#!/usr/bin/env bats
# Every byte and every record is accounted for: in every fixture, whole and cut.
load common

# Entries whose sums do not meet, and whatever else does not add up. Prints nothing when all is well.
check='
def sum: add // 0;
(.sources[].entries[]
  | select(.bytes != ([.bytes_in[]] | sum)
    or .records.read != .records.kept + .records.quarantined
    or .records.quarantined != ([.quarantine[].records] | sum)
    or .bytes_in.quarantined != ([.quarantine[].bytes] | sum)
    or .bytes_in.skipped != ([.skipped[].bytes] | sum)
    or (.accounted | not))
  | "entry \(.path): \(.bytes) bytes, \(.bytes_in), \(.records), \(.quarantine), \(.skipped)"),
((.relations[], .totals)
  | select(.records.read != .records.stored + .records.quarantined + .records.duplicates.value)
  | "relation \(.name): \(.records)"),
(select(.accounted | not) | "not accounted"),
(select(([.relations[].records | .stored + .duplicates.value] | sum)
    != ([.sources[].entries[].records.kept] | sum)) | "records kept are not those of the relations"),
(select(.totals.records.quarantined != ([.sources[].entries[].records.quarantined] | sum))
  | "records quarantined are not those of the entries")'

account() { # NAME FILE...: ingests, checks the account
	local name=$1 code=0 out
	shift
	rm -f c.gbx c.gbx-journal
	"$GLOVEBOX" ingest "$@" --case c.gbx --quiet 2>err || code=$?
	case $code in 0 | 3 | 4) ;; *) echo "$name: ingest ended with $code: $(cat err)"; return 1 ;; esac
	code=0
	"$GLOVEBOX" coverage c.gbx --json >account.json 2>err || code=$?
	case $code in 0 | 3 | 4) ;; *) echo "$name: coverage ended with $code: $(cat err)"; cat account.json; return 1 ;; esac
	out=$(jq -r "$check" account.json)
	[ -z "$out" ] || { echo "$name: $out"; return 1; }
}

@test "the check can fail" {
	account ok "$cases/csv-header/people.csv"
	jq '.sources[0].entries[0].bytes += 1' account.json >wrong.json
	[ -n "$(jq -r "$check" wrong.json)" ]
	jq '.relations[0].records.stored += 1' account.json >wrong.json
	[ -n "$(jq -r "$check" wrong.json)" ]
}

# gather FILE...: each in a folder of its own under in/, read as one source.
gather() {
	local f n=0
	for f; do
		n=$((n + 1))
		mkdir -p "in/$n"
		cp "$f" "in/$n"
	done
}

@test "every input of the golden cases" {
	local files
	mapfile -t files < <(find "$cases" -type f ! -name cmd ! -name stdout ! -name stderr ! -name exit | sort)
	[ "${#files[@]}" -gt 100 ]
	gather "${files[@]}"
	account "golden cases" in
	[ "$(jq '[.sources[].entries[]] | length' account.json)" -ge "${#files[@]}" ]
}

@test "every file of the golden cases, cut in the middle and before its end" {
	local f at size n=0
	while IFS= read -r f; do
		size=$(stat -c %s "$f")
		for at in $((size / 2)) $((size - 1)); do
			[ "$at" -gt 0 ] || continue
			n=$((n + 1))
			mkdir -p "cut/$n"
			head -c "$at" "$f" >"cut/$n/${f##*/}"
		done
	done < <(find "$cases" -type f ! -name cmd ! -name stdout ! -name stderr ! -name exit)
	[ "$n" -gt 100 ]
	account "cut files" cut
}

@test "every input, packed and damaged" {
	tar -cf all.tar -C "$cases" folder-mixed/dump broken-lines csv-ragged elastic-bulk json-nested
	gzip -k all.tar
	account tar all.tar
	account tar.gz all.tar.gz
	head -c "$(($(stat -c %s all.tar) / 2))" all.tar >cut.tar
	account "cut tar" cut.tar
	head -c "$(($(stat -c %s all.tar.gz) / 2))" all.tar.gz >cut.tar.gz
	account "cut tar.gz" cut.tar.gz
}

@test "the public corpora" {
	local corpora=$root/../shared/corpora files
	[ -d "$corpora" ] || skip "no corpora beside the checkout"
	mapfile -t files < <(find "$corpora" -type f -size -4M ! -path '*/archives/*' | sort | awk 'NR % 3 == 1' | head -n 250)
	gather "${files[@]}"
	account corpora in
}

@test "without a vault, on one thread and on many the account is the same" {
	police 3000 s
	printf '{"broken\n{"also": \n' >>"$(find s -name '*.json' | sort | head -n 1)"
	account one s -j 1
	cp account.json one.json
	account many s -j 5
	cmp one.json account.json
	account without s --no-vault
	cmp one.json account.json
}
