# shellcheck shell=bash
# shellcheck disable=SC2154 # the command that sources this sets deploy and state
# A caller at a steady rate, over fresh and kept connections by turns. Sourced; wants say.sh and the build's tests.
#
#   calling_start RATE         one for all that is called, one after the other; it warms up but once
#   calling_begin HOST:PORT
#   calling_end                prints: REQUESTS FAILED LONGEST_GAP_MS VERSION=COUNT…
#   calling_stop

calling_start() {
  javac -d "$state/classes" -cp "$deploy/target/test-classes" "$deploy/bench/java/Calling.java"
  coproc calling { exec java -XX:+UseSerialGC -cp "$state/classes:$deploy/target/test-classes" Calling "$1"; }
}

calling_begin() {
  echo "$1" >&"${calling[1]}"
}

calling_end() {
  local figures
  echo >&"${calling[1]}"
  read -r -t 60 -u "${calling[0]}" figures || fail "the caller does not end"
  echo "$figures"
}

calling_stop() {
  [ -z "${calling_PID:-}" ] || kill "$calling_PID" 2>/dev/null || true
}
