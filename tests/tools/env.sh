# shellcheck shell=sh
# Sourced from the root by every test script: the same world for every run, whoever runs it.
BUILD=${BUILD:-build}
ROOT=$PWD
PATH=$ROOT/$BUILD/bin:$PATH
LC_ALL=C
TZ=UTC
SOURCE_DATE_EPOCH=1795305600 # 2026-11-22, the Sunday of 2026-W47
# Memory that nobody wrote to, or that was freed, holds nothing by chance.
MALLOC_PERTURB_=165
# A status that no tool uses, so that a report is never taken for an honest failure.
ASAN_OPTIONS=exitcode=99:detect_stack_use_after_return=1
UBSAN_OPTIONS=print_stacktrace=1:exitcode=99
# Their Python finds what it shares, and leaves nothing behind.
PYTHONPATH=$ROOT/tests/tools
PYTHONDONTWRITEBYTECODE=1
export PYTHONPATH PYTHONDONTWRITEBYTECODE
export BUILD ROOT PATH LC_ALL TZ SOURCE_DATE_EPOCH MALLOC_PERTURB_ ASAN_OPTIONS UBSAN_OPTIONS
unset LANG LANGUAGE LC_MESSAGES LC_CTYPE LC_NUMERIC LC_COLLATE LC_TIME CDPATH
