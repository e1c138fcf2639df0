#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/soak.sh [SECONDS [MODEL]]
#
# Row 27 of the fault table, for SECONDS each (60) under every model or one: guests come, flood, stall, half-close, die
# by a reset and go, as fast as the machine lets them, and chat_server's memory, descriptors and threads stay flat.
# Leaves build/soak/MODEL.csv, and build/soak/soak.svg drawn of all that lie there. docs/soak.md has what came out.

set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/soak
cmake --preset release >/dev/null
cmake --build --preset release --target test_soak --parallel "$(getconf _NPROCESSORS_ONLN)"
export PARLEY_SOAK_SECONDS=${1-60} PARLEY_SOAK_MODEL=${2-} PARLEY_SOAK_FOLDER=$PWD/build/soak
nice build/release/tests/test_soak --no-version
