#!/usr/bin/env bash
# Builds and runs the tests, without a display: ./tests/run.sh [lint|unit|ui|stress|cli|asan|tsan|bench …]
# Without an argument all of them but the benchmarks; --quick makes those short. The last line is "N passed, N failed".
set -euo pipefail
# shellcheck source=app/packages.sh
source "$(dirname "${BASH_SOURCE[0]}")/../app/packages.sh"

everything=(lint unit ui stress cli asan tsan)
passed=0
failed=0
summary=()

add_result() { # NAME PASSED FAILED [REMARK]
    passed=$((passed + $2))
    failed=$((failed + $3))
    summary+=("$(printf '%-6s %4d passed, %d failed%s' "$1" "$2" "$3" "${4:+ ($4)}")")
}

# Builds a preset once; what could not be built is not tried again.
declare -A built=()
build_preset() { # PRESET
    if [[ -z ${built[$1]-} ]]; then
        built[$1]=no
        build "$root/build/$1" all --preset "$1" && built[$1]=yes
    fi
    [[ ${built[$1]} == yes ]]
}

# Directories of the tests' own, so that they neither see nor change the user's settings.
in_clean_home() { # COMMAND…
    env QT_QPA_PLATFORM=offscreen HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" \
        XDG_STATE_HOME="$home/state" XDG_CACHE_HOME="$home/cache" XDG_RUNTIME_DIR="$home/runtime" \
        "${same_addresses[@]}" "$@"
}

run_tests() { # NAME PRESET JOBS CTEST-OPTION…
    local name=$1 preset=$2 jobs=$3 log=$home/$1.log counts
    shift 3
    if ! build_preset "$preset"; then
        add_result "$name" 0 1 "not built"
        return
    fi
    say "Running $name"
    in_clean_home ctest --test-dir "$root/build/$preset" --output-on-failure --no-tests=error \
        -j "$jobs" "$@" 2>&1 | tee "$log" || true
    counts=$(sed -nE 's/.* ([0-9]+) tests? failed out of ([0-9]+)$/\1 \2/p' "$log")
    if [[ -z $counts ]]; then
        add_result "$name" 0 1 "no test ran"
    else
        add_result "$name" $((${counts#* } - ${counts% *})) "${counts% *}"
    fi
}

# Each row of the benchmarks' table counts as a test: passed where its goal is met.
run_benchmarks() {
    local log=$home/bench.log counts
    need_packages "${bench_packages[@]}"
    if ! build_preset release; then
        add_result bench 0 1 "not built"
        return
    fi
    say "Running bench"
    in_clean_home python3 "$root/tests/bench/assemble.py" "$root/build/release" "${bench_options[@]}" 2>&1 \
        | tee "$log" || true
    counts=$(sed -nE 's/^([0-9]+) of ([0-9]+) rows met.*/\1 \2/p' "$log")
    if [[ -z $counts ]]; then
        add_result bench 0 1 "no table"
    else
        add_result bench "${counts% *}" $((${counts#* } - ${counts% *})) "goals met, or not"
    fi
}

names=()
bench_options=()
for argument; do
    if [[ $argument == --quick ]]; then
        bench_options+=("$argument")
    elif [[ " ${everything[*]} bench " == *" $argument "* ]]; then
        names+=("$argument")
    else
        say "$argument is none of: ${everything[*]} bench"
        exit 2
    fi
done
if ((${#names[@]} == 0)); then
    names=("${everything[@]}")
fi

need_packages "${program_packages[@]}" "${test_packages[@]}"
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 0700 "$home/runtime"
# GCC 12's sanitizers cannot always place their shadow memory when a newer kernel randomises
# addresses more widely; a container may refuse to switch that off.
same_addresses=()
if setarch --addr-no-randomize true 2>/dev/null; then
    same_addresses=(setarch --addr-no-randomize)
fi
export UBSAN_OPTIONS=print_stacktrace=1

for name in "${names[@]}"; do
    case $name in
    lint | unit | ui | cli) run_tests "$name" dev "$(nproc)" -L "^$name\$" ;;
    stress) run_tests stress dev 1 -L "^stress\$" ;;
    asan) run_tests asan asan "$(nproc)" -L '^(unit|ui|stress)$' ;;
    tsan) run_tests tsan tsan "$(nproc)" ;;
    bench) run_benchmarks ;;
    esac
done

printf '\n'
printf '%s\n' "${summary[@]}"
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0 && passed > 0))
