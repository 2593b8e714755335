# shellcheck shell=bash
# Hosts on this machine, as far as the network goes: a namespace each, all on one bridge, this machine too. Sourced; wants
# root.sh and say.sh.
#
#   net_create DIR N         makes N of them, or those that are missing
#   net_address DIR I        the address of host I; of this machine for 0
#   net_namespace DIR I      the name of its namespace
#   net_cut DIR I            pulls its cable
#   net_heal DIR I           plugs it in again
#   net_remove DIR           removes all of it
#
# The addresses are 10.214.B.0/24, the first of them (B from 0 on) that nobody has.

net_address() {
  local bridge
  bridge=$(cat "$1/bridge")
  echo "10.214.${bridge#berthnet}.$(($2 == 0 ? 254 : $2))"
}

net_namespace() {
  echo "$(cat "$1/bridge")-h$2"
}

net_create() {
  local dir=$1 hosts=$2 host
  mkdir -p "$dir"
  net_bridge "$dir"
  for ((host = 1; host <= hosts; host++)); do
    ip netns list | grep -q "^$(net_namespace "$dir" "$host")\b" || net_host "$dir" "$host"
  done
}

net_bridge() {
  local dir=$1 number bridge
  if [ -s "$dir/bridge" ] && ip link show "$(cat "$dir/bridge")" >/dev/null 2>&1; then
    return
  fi
  for number in {0..255}; do
    bridge=berthnet$number
    if as_root ip link add name "$bridge" type bridge 2>/dev/null; then
      echo "$bridge" >"$dir/bridge"
      as_root ip addr add "$(net_address "$dir" 0)/24" dev "$bridge"
      as_root ip link set "$bridge" up
      # Where an engine has had the machine refuse to forward, the bridge would stop to be one.
      net_forward "$bridge" -I
      return
    fi
  done
  fail "no network bridge could be made (ip link add … type bridge)"
}

net_forward() {
  as_root iptables -w "$2" FORWARD -i "$1" -o "$1" -j ACCEPT 2>/dev/null || true
}

# The cable's end on the bridge has the namespace's name.
net_host() {
  local dir=$1 name
  name=$(net_namespace "$dir" "$2")
  as_root ip netns add "$name"
  as_root ip link add name "$name" type veth peer name eth0 netns "$name"
  as_root ip link set "$name" master "$(cat "$dir/bridge")" up
  as_root ip -n "$name" addr add "$(net_address "$dir" "$2")/24" dev eth0
  as_root ip -n "$name" link set eth0 up
  as_root ip -n "$name" link set lo up
}

net_cut() {
  as_root ip link set "$(net_namespace "$1" "$2")" down
}

net_heal() {
  as_root ip link set "$(net_namespace "$1" "$2")" up
}

net_remove() {
  local dir=$1 bridge name
  [ -s "$dir/bridge" ] || return 0
  bridge=$(cat "$dir/bridge")
  for name in $(ip netns list | grep -o "^$bridge-h[0-9]*"); do
    as_root ip link delete "$name" 2>/dev/null || true
    as_root ip netns delete "$name"
  done
  net_forward "$bridge" -D
  as_root ip link delete "$bridge" 2>/dev/null || true
  rm -rf "$dir"
}
