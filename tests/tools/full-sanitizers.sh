#!/bin/sh
# Unit and golden tests and the seeds of the fuzz targets once more under the sanitizers, built by make check-full in build-san.
set -u
cd "$(dirname "$0")/../.." || exit 1

skip() {
	echo "skipped: $1"
	echo '0 passed, 0 failed, 1 skipped'
	exit 0
}

[ "${BUILD-build}" != build-san ] || skip 'the sanitizers, which this run is under already'
[ -d build-san/bin ] || skip 'the sanitizers: nothing is built in build-san (make check-full builds it)'
BUILD=build-san exec tests/tools/check.sh --brief
