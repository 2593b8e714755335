# shellcheck shell=bash
# TCP ports of this machine. Sourced.
#
#   port_free PORT [IP]     nobody listens on it, on the loopback address if unsaid
#   free_port FROM          the first free port at or above FROM

port_free() {
  ! (exec 3<>"/dev/tcp/${2:-127.0.0.1}/$1") 2>/dev/null
}

free_port() {
  local port
  for ((port = $1; port < $1 + 1000; port++)); do
    if port_free "$port"; then
      echo "$port"
      return
    fi
  done
  return 1
}
