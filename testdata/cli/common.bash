# What the bats files share. GLOVEBOX and SYNTH name the programs (build/release).
root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
GLOVEBOX=$(realpath "${GLOVEBOX:-$root/build/release/glovebox}")
SYNTH=$(realpath "${SYNTH:-$(dirname "$GLOVEBOX")/glovebox-synth}")
cases=$root/testdata/cases

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export XDG_DATA_HOME=$PWD/data TMPDIR=$PWD/tmp HOME=$PWD/home LC_ALL=C.UTF-8
	mkdir tmp home
}

# Sanitizers make a program slower and larger: what is measured is left out there.
sanitized() { grep -qaE '__(asan|tsan)_init' "$GLOVEBOX"; }

# exits WANT COMMAND...: output in $output, must end with that exit code.
exits() {
	local want=$1
	shift
	run "$@"
	[ "$status" -eq "$want" ] || { echo "exit code $status, expected $want: $*"; echo "$output"; return 1; }
}

police() { # RECORDS DIR
	"$SYNTH" police --records "$1" --seed 5 --out "$2" --archive none
	mv "$2/manifest.json" "$2.manifest.json"
}

# The first word of every report of DIR, and of the terminal report of CASE.
first_words() { # CASE DIR
	head -n 1 "$2/report.md" | grep -oE '[A-Za-z]+' | head -n 1
	sed -e '1,/<body[^>]*>/d' "$2/report.html" | sed -e 's/<[^>]*>//g' | grep -oE '[A-Za-z]+' | head -n 1
	"$GLOVEBOX" report "$1" --print terminal | head -n 1 | grep -oE '[A-Za-z]+' | head -n 1
	jq -r .status "$2/report.json"
}
