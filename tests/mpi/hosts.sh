#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A run on two hosts that talk over TCP must write the bytes of a run alone. The hosts are network namespaces behind a
# bridge; mpirun starts its daemon on each as if by ssh. Code 77 where this user or system cannot make them.
# usage: hosts.sh COMMAND PROBLEM WORK_FOLDER MPIRUN
set -u
command=$1 problem=$2 work=$3 mpirun=$4

skip() {
  echo "skipped: $*"
  exit 77
}

if [ -z "${FOKKER_HOSTS_INSIDE:-}" ]; then
  [ "$(id -u)" = 0 ] || skip "two hosts on one machine take root"
  for tool in ip unshare mount; do type "$tool" > /dev/null 2>&1 || skip "no $tool"; done
  unshare -n -m -u true 2> /dev/null || skip "no network namespaces here"
  FOKKER_HOSTS_INSIDE=1 exec unshare -n -m -u "$0" "$@"
fi

rm -rf "$work" && mkdir -p "$work" && cd "$work" || exit 1
mount -t tmpfs none /run && mkdir -p /run/netns || skip "no private /run"
{ ip link set lo up && ip link add br0 type bridge && ip addr add 10.77.0.1/24 dev br0 && ip link set br0 up; } ||
  skip "no bridge"
for host in 2 3; do
  inside=(ip netns exec "host$host")
  { ip netns add "host$host" && ip link add "v$host" type veth peer name eth0 netns "host$host" &&
    ip link set "v$host" master br0 up && "${inside[@]}" ip addr add "10.77.0.$host/24" dev eth0 &&
    "${inside[@]}" ip link set eth0 up && "${inside[@]}" ip link set lo up; } || skip "no virtual interfaces"
done
cat > agent << 'END'
#!/bin/sh
address=$1
shift
host=${address##*.}
exec ip netns exec "host$host" unshare -u sh -c "hostname host$host; $*"
END
chmod +x agent

fail() {
  echo "$*"
  tail -n 5 run.log
  exit 1
}
"$command" run "$problem" --quiet -o alone.h5 > run.log 2>&1 || fail "the run alone failed"
launch=("$mpirun" --allow-run-as-root --oversubscribe --bind-to none --mca mpi_yield_when_idle 1
  --mca plm_rsh_agent ./agent --mca btl tcp,self --mca btl_tcp_if_include 10.77.0.0/24
  --mca oob_tcp_if_include 10.77.0.0/24 --host 10.77.0.2:2,10.77.0.3:2)
"${launch[@]}" -n 4 hostname > hosts.log 2>> run.log || fail "mpirun does not start on two hosts"
[ "$(sort -u hosts.log | paste -s -d ' ')" = "host2 host3" ] || fail "not two hosts: $(cat hosts.log)"
"${launch[@]}" -n 4 "$command" run "$problem" --quiet -o shared.h5 >> run.log 2>&1 || fail "the run on two hosts failed"
"${launch[@]}" -n 4 "$command" check "$problem" > check.log 2>&1 || fail "check on two hosts failed"
grep -q "4, 2 of them on this machine" check.log || fail "check does not see two machines: $(grep ranks check.log)"
cmp alone.h5 shared.h5 || fail "another file"
echo "two hosts, 4 ranks: the bytes of one program"
