#!/usr/bin/env bats
# Values that occur nowhere else must not come out anywhere: case file, journal, reports, sample,
# temporary files, messages.
load common

# Parts of the values below; each is long enough not to occur by chance.
canaries='qzxjkw|Qzxjkw|7539518524|987654320|vwqkzj'

dump() {
	mkdir dump
	{
		echo 'id,name,email,phone,card,note'
		local i
		for i in $(seq 40); do
			echo "$i,Qzxjkw Vwqkzj$i,qzxjkw.$i@example.org,+1 202-555-01$((i % 90 + 10)),4539 7539 5185 24$((i + 10)),\"wrote to vwqkzj$i@example.net about qzxjkw\""
		done
	} >dump/people.csv
	sed 1d dump/people.csv >dump/headerless.csv
	for i in $(seq 40); do
		echo "{\"_index\":\"users\",\"_source\":{\"mail\":\"qzxjkw$i@example.com\",\"pw\":\"vwqkzj!$i\",\"iban\":\"GB00TEST987654320$i\"}}"
	done >dump/hits.json
	echo '{"mail":"qzxjkw broken line' >>dump/hits.json
	printf 'qzxjkw \x00\x01 vwqkzj\n' >dump/noise.bin
	head -c 4000 /dev/urandom >>dump/noise.bin
	gzip -n <dump/people.csv | head -c 700 >dump/cut.csv.gz
}

nowhere() { # PATH...
	local hits
	hits=$(grep -rlaE "$canaries" "$@" 2>/dev/null) || return 0
	echo "found in: $hits"
	grep -raoE ".{0,40}($canaries).{0,40}" $hits | head -n 5 | cat -v
	return 1
}

@test "nothing raw in case, reports, messages or temporary files" {
	dump
	run bash -c '"$0" triage dump --case c.gbx --out out --sample 30 >printed 2>messages' "$GLOVEBOX"
	echo "exit code $status: $(cat messages)"
	[ "$status" -eq 3 ]
	nowhere c.gbx* out printed messages data tmp home
	run bash -c '"$0" report c.gbx --print html >html; "$0" report c.gbx --print json >json' "$GLOVEBOX"
	nowhere html json
}

@test "nothing raw without a vault" {
	dump
	run bash -c '"$0" triage dump --case c.gbx --out out --no-vault >printed 2>messages' "$GLOVEBOX"
	[ "$status" -eq 3 ]
	nowhere c.gbx* out printed messages data tmp home
}

@test "nothing raw in a case that was cut off" {
	dump
	cp -r dump more
	for i in $(seq 400); do sed 1d dump/people.csv; done >>more/people.csv
	"$GLOVEBOX" ingest more --case c.gbx --quiet 2>messages &
	sleep 0.05
	kill -9 $! || true
	wait $! || true
	sleep 0.5
	nowhere c.gbx* messages data tmp home
}

@test "values in a first row taken for column names by order are not printed" {
	dump
	local canaries='qzxjkw.1@|vwqkzj1@|Vwqkzj1@|4539 7539'
	run bash -c '"$0" triage dump/headerless.csv --header yes --case c.gbx --out out >printed 2>messages' "$GLOVEBOX"
	[ "$status" -eq 0 ] || [ "$status" -eq 3 ] || { cat messages; return 1; }
	nowhere c.gbx* out printed messages
}

@test "names of files are kept, values in them are not looked up elsewhere" {
	dump
	run "$GLOVEBOX" sql c.gbx "SELECT 'qzxjkw'"
	run "$GLOVEBOX" triage dump/people.csv --delimiter qzxjkwqzxjkw
	[ "$status" -eq 2 ]
	[[ $output != *qzxjkw* ]]
}

@test "the search itself can fail" {
	dump
	run nowhere dump
	[ "$status" -eq 1 ]
}
