# shellcheck shell=bash
# shellcheck disable=SC2154 # the command that sources this sets deploy: its own folder
# Berth's own processes, from the bin scripts. Sourced; wants say.sh, process.sh, port.sh.
#
#   berth_start DIR PROGRAM HEALTH_URL FLAG…   starts berth-server or berth-agent, waits until it says that it is ready
#   berth_launch DIR PROGRAM FLAG…             starts it without waiting
#   berth_stop DIR PROGRAM
#
# The array berth_inside holds what a program is prefixed with, to start it somewhere else.

berth_inside=()

berth_launch() {
  local dir=$1 program=$2
  shift 2
  process_stop "$dir" "$program"
  rm -f "$dir/$program.log"
  # What a JVM unpacks it leaves behind when it is killed: let that be here.
  mkdir -p "$dir/tmp"
  BERTH_JAVA_OPTS="${BERTH_JAVA_OPTS:-} -Djava.io.tmpdir=$dir/tmp" process_start "$dir" "$program" \
    "${berth_inside[@]}" "$deploy/bin/$program" "$@"
}

berth_start() {
  local dir=$1 program=$2 health=$3
  berth_launch "$dir" "$program" "${@:4}"
  if ! wait_until 90 berth_settled "$dir" "$program" "$health" || ! process_alive "$dir" "$program"; then
    tail -n 20 "$dir/$program.log" >&2
    fail "$program did not get ready (its log: $dir/$program.log)"
  fi
}

berth_settled() {
  curl -fsS -m 2 -o /dev/null "$3" || ! process_alive "$1" "$2"
}

berth_stop() {
  process_stop "$1" "$2" 20
}
