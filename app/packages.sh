# What app/run.sh and tests/run.sh share: Debian packages and a quiet build. Sourced, never run.
# Everything is said on stderr, so that stdout belongs to the program that is run.
# shellcheck shell=bash disable=SC2034

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

program_packages=(g++ cmake ninja-build qt6-base-dev qt6-svg-dev qt6-charts-dev libqt6opengl6-dev qcoro-qt6-dev
    libgl-dev libfmt-dev nlohmann-json3-dev zlib1g-dev libhiredis-dev redis-server fonts-dejavu-core)
test_packages=(openssl iproute2 python3 python3-aiohttp python3-aiofiles python3-numpy python3-pandas xvfb xauth)
bench_packages=(libbenchmark-dev)

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

missing_packages() { # PACKAGE…: prints those that are not installed
    local installed package
    installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
    for package; do
        grep -qxF "installed $package" <<<"$installed" || printf '%s\n' "$package"
    done
}

# Runs a command with its output in a file, which is shown when the command fails.
quietly() { # LOG COMMAND…
    local log=$1
    shift
    "$@" >"$log" 2>&1 </dev/null && return
    tail -n 40 "$log" >&2
    return 1
}

# Packages such as redis-server bring a service that would start at once. We start what we need
# ourselves, so while we install nothing is started; a policy of the system's own is left alone.
without_services() { # COMMAND…
    local policy=/usr/sbin/policy-rc.d status=0
    if [[ -e $policy ]]; then
        "$@"
        return
    fi
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
    "$@" || status=$?
    rm -f "$policy"
    return "$status"
}

need_packages() { # PACKAGE…
    command -v dpkg-query >/dev/null \
        || fail "This script installs Debian packages, and this system has no dpkg: see README.md for building by hand."
    local missing log
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]} == 0)); then
        return
    fi
    local install=(apt-get install -y --no-install-recommends "${missing[@]}")
    if ((EUID != 0)); then
        say "Packages are missing. Install them with this line, then start this script again:"
        fail "sudo apt-get update && sudo ${install[*]}"
    fi
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    say "Installing ${#missing[@]} packages: ${missing[*]}"
    quietly "$log" apt-get -o DPkg::Lock::Timeout=300 update \
        || say "apt-get update failed; going on with the package lists that are here."
    without_services quietly "$log" "${install[@]}" -o DPkg::Lock::Timeout=300 \
        || fail "apt-get could not install the packages (whole log: $log)."
    rm -f "$log"
}

# Configures a build directory and builds targets in it, silently when there is nothing to do.
build() { # DIRECTORY "TARGET…" CMAKE-OPTION…
    local directory=$1 targets=$2
    shift 2
    if ! mkdir -p "$directory" 2>/dev/null || [[ ! -w $directory ]]; then
        say "Cannot write into $directory: it belongs to another user."
        return 1
    fi
    # A directory that was copied or moved here cannot be configured again.
    if [[ -f $directory/CMakeCache.txt ]] \
        && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$directory/CMakeCache.txt"; then
        rm -rf "$directory/CMakeCache.txt" "$directory/CMakeFiles"
    fi
    quietly "$directory/configure.log" cmake -S "$root" -B "$directory" -G Ninja "$@" \
        || { say "CMake could not configure $directory."; return 1; }
    # Ninja itself is asked every time; only what is said depends on this.
    if [[ ! -f $directory/built ]] || [[ -n $(find "$root" \
        \( -path "$root/build" -o -path "$root/.git" \) -prune -o -newer "$directory/built" -print -quit) ]]; then
        say "Building in ${directory#"$root"/}, which takes minutes the first time"
    fi
    # shellcheck disable=SC2086 # several targets
    quietly "$directory/build.log" ninja -C "$directory" -j "$(nproc)" $targets \
        || { say "The build failed (whole log: $directory/build.log)."; return 1; }
    touch "$directory/built"
}
