# shellcheck shell=bash
# A PostgreSQL on the loopback address, with all it stores in one directory. Sourced; wants process.sh, port.sh, say.sh.
#
#   postgres_start DIR [PORT]   PORT (5433) or the next free one; role, password and database are "berth"
#   postgres_url DIR            its JDBC URL; the port stays when it is started again
#   postgres_stop DIR           a fast shutdown: open transactions are rolled back, the data stays
#   postgres_kill DIR           SIGKILL of all its processes, an outage: the next start recovers from the write-ahead log
#   postgres_remove DIR
#   postgres_bin                where its programs are; false when there are none
#   postgres_as DIR CMD…        runs CMD as the user that the data in DIR belongs to
#
# It has no Unix socket (their paths may not be longer than 107 characters), and nobody but the role can log in.

# The newest of those that Debian keeps side by side, or what is on PATH.
postgres_bin() {
  local bin
  bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  [ -x "$bin/initdb" ] || bin=$(dirname "$(command -v initdb)") || return 1
  [ -x "$bin/initdb" ] && echo "$bin"
}

postgres_url() {
  echo "jdbc:postgresql://127.0.0.1:$(cat "$1/port")/berth?user=berth&password=berth"
}

postgres_start() {
  local dir=$1 port=${2:-5433} last bin
  if process_alive "$dir" postgres; then
    return
  fi
  bin=$(postgres_bin)
  mkdir -p "$dir"
  [ -d "$dir/data" ] || postgres_make "$dir" "$bin"
  wait_until 30 postgres_deserted "$dir" || fail "an earlier PostgreSQL still runs in $dir/data"
  # It names a killed one that init has not reaped yet, and that looks alive to the next.
  rm -f "$dir/data/postmaster.pid"
  last=$((port + 100))
  if [ -s "$dir/port" ]; then
    port=$(cat "$dir/port") last=$port
  fi
  for (( ; port <= last; port++)); do
    port_free "$port" || continue
    rm -f "$dir/postgres.log"
    postgres_owner "$dir"
    process_start "$dir" postgres "${owner[@]}" "$bin/postgres" -D "$dir/data" -p "$port" \
      -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c dynamic_shared_memory_type=mmap
    wait_until 60 postgres_settled "$dir" || break
    if process_alive "$dir" postgres; then
      echo "$port" >"$dir/port"
      return
    fi
    # Another took the port in between: the next one, then.
    grep -q 'Address already in use' "$dir/postgres.log" || break
  done
  tail -n 20 "$dir/postgres.log" >&2 || true
  fail "PostgreSQL did not start on a port up to $last (its log: $dir/postgres.log)"
}

postgres_settled() {
  grep -q 'database system is ready to accept connections' "$1/postgres.log" || ! process_alive "$1" postgres
}

postgres_deserted() {
  [ -z "$(postgres_processes "$1")" ]
}

# Each of them works in the data directory.
postgres_processes() {
  local process
  for process in /proc/[0-9]*; do
    [ ! "$process/cwd" -ef "$1/data" ] || echo "${process#/proc/}"
  done
}

# Made beside, and then moved: a half-made one is never started. Who drops a database WITH (FORCE) ends whatever vacuums it, too.
postgres_make() {
  local dir=$1 bin=$2 new=$1/new
  rm -rf "$new"
  mkdir "$new"
  [ "$EUID" -ne 0 ] || chown postgres: "$new"
  quietly "$dir/initdb.log" postgres_as "$dir" "$bin/initdb" -D "$new" -U postgres --auth=reject --locale=C.UTF-8 --encoding=UTF8
  echo 'host all berth 127.0.0.1/32 scram-sha-256' >"$new/pg_hba.conf"
  postgres_as "$dir" "$bin/postgres" --single -D "$new" -c exit_on_error=on -c password_encryption=scram-sha-256 postgres \
    >>"$dir/initdb.log" 2>&1 <<'SQL' || fail "the role and the database could not be made (see $dir/initdb.log)"
CREATE ROLE berth LOGIN CREATEDB IN ROLE pg_signal_backend PASSWORD 'berth'
CREATE DATABASE berth OWNER berth
SQL
  mv "$new" "$dir/data"
}

postgres_as() {
  local owner
  postgres_owner "$1"
  "${owner[@]}" "${@:2}"
}

# Sets owner to the command that becomes that user. PostgreSQL refuses root; its own user may not be let into a folder above
# DIR (/root, a mktemp -d), and gets the one capability that lets it pass.
postgres_owner() {
  owner=()
  [ "$EUID" -eq 0 ] || return 0
  owner=(setpriv --reuid=postgres --regid=postgres --init-groups)
  "${owner[@]}" test -x "$1" || owner+=(--inh-caps=+dac_read_search --ambient-caps=+dac_read_search)
}

postgres_stop() {
  process_stop "$1" postgres 30 INT
}

# The postmaster first, which would take the end of another for a crash to recover from.
postgres_kill() {
  process_signal "$1" postgres KILL
  postgres_processes "$1" | xargs -r kill -s KILL 2>/dev/null || true
  wait_until 10 postgres_deserted "$1"
}

postgres_remove() {
  [ -d "$1" ] || return 0
  postgres_stop "$1"
  rm -rf --one-file-system "$1"
}
