# shellcheck shell=bash
# An image registry, on the loopback address unless told otherwise, with all it stores in one directory. Sourced; wants process.sh, port.sh, say.sh.
#
#   image_registry_start DIR [[IP:]PORT [USER PASSWORD]]   PORT (5000) or the next free one; asks for the password if there is one
#   image_registry_address DIR                             IP:PORT; the port stays when it is started again
#   image_registry_stop DIR                                what was pushed stays
#   image_registry_remove DIR

image_registry_address() {
  cat "$1/address"
}

image_registry_start() {
  local dir=$1 port=${2:-5000} ip=127.0.0.1 last
  if [[ $port == *:* ]]; then
    ip=${port%:*} port=${port##*:}
  fi
  if process_alive "$dir" docker-registry; then
    return
  fi
  mkdir -p "$dir/data"
  last=$((port + 100))
  if [ -s "$dir/address" ]; then
    IFS=: read -r ip port <"$dir/address"
    last=$port
  fi
  for (( ; port <= last; port++)); do
    port_free "$port" "$ip" || continue
    image_registry_configure "$dir" "$ip:$port" "${@:3}"
    rm -f "$dir/docker-registry.log"
    process_start "$dir" docker-registry docker-registry serve "$dir/config.yml"
    wait_until 20 image_registry_settled "$dir" || break
    if process_alive "$dir" docker-registry; then
      echo "$ip:$port" >"$dir/address"
      return
    fi
    # Another took the port in between: the next one, then.
    grep -q 'address already in use' "$dir/docker-registry.log" || break
  done
  tail -n 20 "$dir/docker-registry.log" >&2 || true
  fail "the image registry did not start on a port up to $last (its log: $dir/docker-registry.log)"
}

image_registry_settled() {
  grep -q 'listening on' "$1/docker-registry.log" || ! process_alive "$1" docker-registry
}

image_registry_configure() {
  local dir=$1 address=$2 user=${3:-} password=${4:-}
  {
    printf 'version: 0.1\n'
    printf 'log: {level: info, accesslog: {disabled: true}}\n'
    printf 'storage: {filesystem: {rootdirectory: "%s"}, delete: {enabled: true}}\n' "$dir/data"
    printf 'http: {addr: "%s"}\n' "$address"
    if [ -n "$user" ]; then
      printf '%s:%s\n' "$user" "$(bcrypt "$password")" >"$dir/htpasswd"
      printf 'auth: {htpasswd: {realm: berth, path: "%s"}}\n' "$dir/htpasswd"
    fi
  } >"$dir/config.yml"
}

# The only hash the image registry reads; its salt is fixed, for these passwords guard nothing. Perl is part of every Debian.
bcrypt() {
  # shellcheck disable=SC2016 # the dollars are bcrypt's
  PASSWORD=$1 perl -e 'print crypt($ENV{PASSWORD}, q($2y$05$) . "berthberthberthberthbe")'
}

image_registry_stop() {
  process_stop "$1" docker-registry
}

image_registry_remove() {
  [ -d "$1" ] || return 0
  image_registry_stop "$1"
  rm -rf --one-file-system "$1"
}
