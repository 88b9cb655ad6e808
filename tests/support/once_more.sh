#!/usr/bin/env bash
# once_more.sh PROGRAM ...: runs a test program, and once more when LeakSanitizer itself crashed.
#
# The tracer of LLVM 14 sometimes reads the thread-local storage of a thread that is just ending.
# That says nothing about the program; a leak or an error that was found is never run again.
set -u
output=$(mktemp)
trap 'rm -f "$output"' EXIT
"$@" >"$output" 2>&1
status=$?
cat "$output"
if [ $status != 0 ] && grep -q 'LeakSanitizer has encountered a fatal error' "$output" &&
    ! grep -qE 'SUMMARY: (Address|Leak|UndefinedBehavior)Sanitizer' "$output"; then
    echo "LeakSanitizer crashed; once more"
    "$@"
    status=$?
fi
exit $status
