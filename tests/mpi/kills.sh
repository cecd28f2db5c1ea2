#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Kills a random rank of a run again and again. Each time mpirun must end within 10 s with a code other than 0, and the
# run resumed on another number of ranks must write the bytes of a run that was left alone.
# usage: kills.sh TIMES COMMAND PROBLEM WORK_FOLDER LAUNCHER...
set -u
times=$1 command=$2 problem=$3 work=$4
shift 4
launcher=("$@")
run=(run "$problem" --quiet --set time.steps=200 --set particles.steps=300 --set particles.count=40000)
RANDOM=31
rm -rf "$work" && mkdir -p "$work" && cd "$work" || exit 1

ranks_of() { # process ids of the ranks below a launcher
  ps -e -o pid=,ppid=,args= | awk -v parent="$1" -v command="$command" '$2 == parent && index($0, command) { print $1 }'
}
fail() {
  echo "$*"
  tail -n 5 run.log
  exit 1
}

begin=$(date +%s%N)
"$command" "${run[@]}" -o alone.h5 > run.log 2>&1 || fail "the run alone failed"
alone=$((($(date +%s%N) - begin) / 1000000))
echo "alone: $alone ms"
counts=(2 3 4)
for attempt in $(seq 1 "$times"); do
  ranks=${counts[RANDOM % 3]} pause=$((400 + RANDOM % alone / 2)) resumed=$((1 + RANDOM % 4))
  [ "$resumed" = "$ranks" ] && resumed=$((ranks % 4 + 1))
  while :; do # until a run is still at work then
    "${launcher[@]}" -n "$ranks" "$command" "${run[@]}" --checkpoint-every 0.3 -o shared.h5 > run.log 2>&1 &
    launched=$!
    sleep "$((pause / 1000)).$(printf %03d $((pause % 1000)))"
    mapfile -t all < <(ranks_of "$launched")
    [ "${#all[@]}" -gt 0 ] && break
    wait "$launched" || fail "attempt $attempt: the run failed"
    rm -f shared.h5
    pause=$((pause / 2))
    [ "$pause" -gt 0 ] || fail "attempt $attempt: no rank was seen at work"
  done
  victim=$((RANDOM % ${#all[@]}))
  begin=$(date +%s%N)
  kill -9 "${all[victim]}"
  wait "$launched"
  code=$? took=$((($(date +%s%N) - begin) / 1000000))
  [ "$code" != 0 ] && [ "$took" -lt 10000 ] || fail "attempt $attempt: code $code after $took ms"
  states=$(ls shared.h5.run 2> /dev/null | wc -l)
  if [ "$resumed" = 1 ]; then resume=("$command"); else resume=("${launcher[@]}" -n "$resumed" "$command"); fi
  "${resume[@]}" "${run[@]}" --resume -o shared.h5 > run.log 2>&1 || fail "attempt $attempt: not resumed"
  cmp alone.h5 shared.h5 || fail "attempt $attempt: another file"
  echo "$attempt: rank $victim of $ranks killed after $pause ms, code $code after $took ms, $states files left," \
    "resumed on $resumed"
  rm -rf shared.h5 shared.h5.run
done
