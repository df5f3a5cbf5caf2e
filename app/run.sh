#!/usr/bin/env bash
# Builds Interleave if need be and runs it: ./app/run.sh [ARGUMENT…], the arguments of the program.
# Installs the Debian packages that are missing when run as root, and names them otherwise.
set -euo pipefail
# shellcheck source=app/packages.sh
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

opens_window() { # ARGUMENT…: whether the program would open a window
    case ${1-} in
    list | run | export | stats | check | explain | compare | sweep | worker | -h | --help | -v | --version) return 1 ;;
    *) return 0 ;;
    esac
}

need_packages "${program_packages[@]}"
build "$root/build/run" interleave -DCMAKE_BUILD_TYPE=Release -DINTERLEAVE_TESTS=OFF -DINTERLEAVE_BENCH=OFF \
    || exit 1

if [[ -z ${DISPLAY-}${WAYLAND_DISPLAY-}${QT_QPA_PLATFORM-} ]] && opens_window "$@"; then
    say "There is no display for the window (DISPLAY and WAYLAND_DISPLAY are empty); without one, try: ./app/run.sh run async.count --png timeline.png"
    exit 3
fi
exec "$root/build/run/interleave" "$@"
