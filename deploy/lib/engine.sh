# shellcheck shell=bash
# Docker engines: the one that answers, or one of our own with everything it has in one directory.
# Sourced; wants root.sh, process.sh and say.sh.
#
#   engine_answering                the unix:// address of the engine that answers here; false when none does
#   engine_start DIR [--netns NAME] [DOCKERD_ARG…]
#                                   starts a private engine, in a network namespace or not, or leaves the one that runs alone
#   engine_host DIR                 its address, for DOCKER_HOST
#   engine_stop DIR                 ends it; images and stopped containers stay in DIR
#   engine_remove DIR               ends it and removes all it had
#
# A private engine has its own bridge and touches no iptables rule, so any number of them, and the machine's own,
# go side by side. Its containers have no way out to the network; ports are published by docker-proxy.

engine_answering() {
  local host=${DOCKER_HOST:-}
  command -v docker >/dev/null || return 1
  [ -n "$host" ] || host=$(docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null) || return 1
  # An engine on another machine cannot publish ports on this one.
  [[ $host == unix://* ]] || return 1
  docker -H "$host" version >/dev/null 2>&1 || return 1
  echo "$host"
}

engine_host() {
  echo "unix://$(engine_run "$1")/docker.sock"
}

# Where sockets go: their paths may not be longer than 107 characters, and a clone may lie deep.
engine_run() {
  local sum
  if [ ${#1} -le 50 ]; then
    echo "$1/run"
  else
    sum=$(cksum <<<"$1")
    echo "/tmp/berth-engine-${sum%% *}"
  fi
}

engine_start() {
  local dir=$1 run inside
  shift
  run=$(engine_run "$dir")
  if process_alive "$dir" dockerd; then
    return
  fi
  mkdir -p "$dir" "$run"
  if [ "${1:-}" = --netns ]; then
    echo "$2" >"$dir/netns"
    shift 2
  fi
  engine_mount_cgroups
  engine_bridge "$dir"
  # What a killed engine leaves behind would make the next one refuse to start.
  as_root rm -f "$run/dockerd.pid" "$run/docker.sock" "$run/exec/containerd/containerd.pid"
  # Not "ip netns exec", which hides the cgroups.
  read -ra inside <<<"$(engine_inside "$dir")"
  process_start_as_root "$dir" dockerd "${inside[@]}" dockerd \
    --data-root "$dir/data" --exec-root "$run/exec" --pidfile "$run/dockerd.pid" \
    --host "unix://$run/docker.sock" --group "$(id -g)" \
    --containerd-namespace "$(cat "$dir/bridge")" --containerd-plugins-namespace "$(cat "$dir/bridge")-plugins" \
    --bridge "$(cat "$dir/bridge")" --iptables=false --ip6tables=false --ip-masq=false --ip-forward=false \
    --shutdown-timeout 5 "$@"
  if ! wait_until 60 engine_settled "$dir" || ! process_alive "$dir" dockerd; then
    tail -n 20 "$dir/dockerd.log" >&2
    fail "the Docker engine did not start (its log: $dir/dockerd.log)"
  fi
}

engine_settled() {
  docker -H "$(engine_host "$1")" version || ! process_alive "$1" dockerd
}

# What a command is prefixed with to see the engine's network.
engine_inside() {
  [ ! -s "$1/netns" ] || echo "nsenter --net=/run/netns/$(cat "$1/netns")"
}

# A minimal machine without systemd may have no cgroups mounted, and a container cannot be made without.
engine_mount_cgroups() {
  mountpoint -q /sys/fs/cgroup || as_root mount -t cgroup2 none /sys/fs/cgroup
}

# The first free name is ours: adding a link is atomic, so two engines started at once get two. It has a hardware address of
# its own: without one a bridge takes the lowest of its ports', which changes as containers come and go, and what others answer
# until they have noticed is lost.
engine_bridge() {
  local dir=$1 number inside
  read -ra inside <<<"$(engine_inside "$dir")"
  if [ -s "$dir/bridge" ] && as_root "${inside[@]}" ip link show "$(cat "$dir/bridge")" >/dev/null 2>&1; then
    return
  fi
  for number in {0..255}; do
    if as_root "${inside[@]}" ip link add name "berth$number" address "$(printf '02:42:0a:d5:%02x:01' "$number")" type bridge \
      2>/dev/null; then
      as_root "${inside[@]}" ip addr add "10.213.$number.1/24" dev "berth$number"
      as_root "${inside[@]}" ip link set "berth$number" up
      echo "berth$number" >"$dir/bridge"
      return
    fi
  done
  fail "no network bridge could be made (ip link add … type bridge)"
}

engine_stop() {
  process_stop "$1" dockerd 30
}

engine_remove() {
  local dir=$1 run host inside
  [ -d "$dir" ] || return 0
  run=$(engine_run "$dir")
  host=$(engine_host "$dir")
  if engine_left_containers "$run" && ! process_alive "$dir" dockerd; then
    # It was killed under its containers, and only it can end them tidily.
    engine_start "$dir"
  fi
  if process_alive "$dir" dockerd; then
    # Nobody waits for these any more.
    docker -H "$host" ps -q | xargs -r docker -H "$host" kill >/dev/null 2>&1 || true
    engine_stop "$dir"
  fi
  read -ra inside <<<"$(engine_inside "$dir")"
  if [ -s "$dir/bridge" ]; then
    as_root "${inside[@]}" ip link delete "$(cat "$dir/bridge")" 2>/dev/null || true
  fi
  engine_unmount_below "$dir"
  engine_unmount_below "$run"
  as_root rm -rf --one-file-system "$dir" "$run"
}

# Every container has a shim process that names the engine's sockets.
engine_left_containers() {
  grep -qsF "$1/exec/containerd/" /proc/[0-9]*/cmdline
}

engine_unmount_below() {
  local mount
  findmnt -rno TARGET | grep -F "$1/" | sort -r | while read -r mount; do
    [[ $mount == "$1"/* ]] && as_root umount -l "$mount"
  done || true
}
