# shellcheck shell=bash
# Processes that outlive the command that started them, and are ended by their id alone. Sourced; wants root.sh.
#
#   process_start DIR NAME CMD…     starts CMD in its own session: DIR/NAME.pid, DIR/NAME.log
#   process_start_as_root DIR NAME CMD…
#   process_alive DIR NAME
#   process_stop DIR NAME [SECONDS [SIGNAL]]   SIGNAL (TERM), then SIGKILL after SECONDS (10)
#   wait_until SECONDS CMD…         polls CMD; false when the time is up

process_start() {
  local dir=$1 name=$2
  shift 2
  mkdir -p "$dir"
  setsid "$@" </dev/null >>"$dir/$name.log" 2>&1 &
  process_remember "$!" "$dir/$name.pid"
}

process_start_as_root() {
  local dir=$1 name=$2
  shift 2
  if [ "$EUID" -eq 0 ]; then
    process_start "$dir" "$name" "$@"
  else
    process_start "$dir" "$name" sudo "$@"
  fi
}

# An id may have been given to another process since: the start time next to it tells.
process_remember() {
  printf '%s %s\n' "$1" "$(process_started "$1")" >"$2"
}

process_started() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  # The command in parentheses may hold spaces; the start time is the 20th field after it.
  awk '{print $20}' <<<"${stat##*) }"
}

process_alive() {
  local pid started
  [ -s "$1/$2.pid" ] || return 1
  read -r pid started <"$1/$2.pid"
  [ -n "$started" ] && [ "$(process_started "$pid")" = "$started" ] && ! process_is_zombie "$pid"
}

process_is_zombie() {
  grep -q '^State:.*Z' "/proc/$1/status" 2>/dev/null
}

process_stop() {
  local dir=$1 name=$2 grace=${3:-10} signal=${4:-TERM}
  if process_alive "$dir" "$name"; then
    process_signal "$dir" "$name" "$signal"
    wait_until "$grace" process_gone "$dir" "$name" || process_signal "$dir" "$name" KILL
    wait_until 5 process_gone "$dir" "$name" || return 1
  fi
  rm -f "$dir/$name.pid"
}

process_gone() {
  ! process_alive "$@"
}

process_signal() {
  local pid
  read -r pid _ <"$1/$2.pid"
  kill -s "$3" "$pid" 2>/dev/null || as_root kill -s "$3" "$pid" 2>/dev/null || true
}

wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}
