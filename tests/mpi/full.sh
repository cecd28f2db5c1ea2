#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A disk that is full while ranks keep a state (of rows that go to the file one by one): one message, exit code 5, and what was kept before is not lost. With
# more room the run goes on, on another number of ranks, to the bytes of a run alone. Code 77 where this user cannot
# make a small disk.
# usage: full.sh COMMAND PROBLEM WORK_FOLDER LAUNCHER...
set -u
command=$1 problem=$2 work=$3
shift 3
launcher=("$@")

if [ -z "${FOKKER_FULL_INSIDE:-}" ]; then
  unshare -m true 2> /dev/null || { echo "skipped: a small disk takes root" && exit 77; }
  FOKKER_FULL_INSIDE=1 exec unshare -m "$0" "$command" "$problem" "$work" "${launcher[@]}"
fi

rm -rf "$work" && mkdir -p "$work/disk" && cd "$work" || exit 1
mount -t tmpfs -o size=1g none disk || { echo "skipped: no tmpfs" && exit 77; }
fail() {
  echo "$*"
  tail -n 5 run.log
  exit 1
}
run=(run "$problem" --quiet --set axis.x.cells=512 --set axis.y.cells=512 --checkpoint-every 0.05)
"$command" "${run[@]}" -o alone.h5 > run.log 2>&1 || fail "the run alone failed"
"${launcher[@]}" -n 3 "$command" "${run[@]}" -o disk/shared.h5 > run.log 2>&1 &
launched=$!
until grep -qs '"stage"' disk/shared.h5.run/manifest.jsonl; do kill -0 "$launched" || fail "nothing was kept"; done
cat /dev/zero > disk/other 2> /dev/null # until the disk is full
wait "$launched"
code=$?
[ "$code" = 5 ] || fail "code $code"
[ "$(grep -c "error: " run.log)" = 1 ] || fail "not one message"
grep -q "No space left on device" run.log || fail "another message"
[ "$(grep -c '"stage"' disk/shared.h5.run/manifest.jsonl)" -gt 0 ] || fail "nothing was kept"
sed -n "s/^error: /message: /p" run.log
[ -z "$(find disk -name '*.tmp')" ] || fail "a part of a file was left"
rm disk/other
"${launcher[@]}" -n 2 "$command" "${run[@]}" --resume -o disk/shared.h5 > run.log 2>&1 || fail "not resumed"
cmp alone.h5 disk/shared.h5 || fail "another file"
echo "a full disk: code 5, one message, resumed to the bytes of one program"
