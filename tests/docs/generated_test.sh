#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: tests/docs/generated_test.sh SCRIPT FILE      (both as seen from the top of the repository)
#
# Fails when FILE is not what SCRIPT makes of the sources as they are now.

set -eu
cd "$(dirname "$0")/../.."
"$1" | diff -u "$2" - || { echo "make it again: $1 >$2"; exit 1; }
