# shellcheck shell=bash
# A client that keeps calling, one request after the other, and remembers every answer. Sourced.
#
#   caller_start URL FILE     begins; a line of FILE is: MILLISECONDS STATUS BODY, with status 000 for no answer
#   caller_stop               ends it
#   caller_report FILE        requests, failures, who answered, the longest time without an answer

caller_pid=

caller_start() {
  : >"$2"
  caller_loop "$1" "$2" </dev/null >/dev/null 2>&1 &
  caller_pid=$!
}

caller_loop() {
  local answer
  while true; do
    answer=$(curl -s -m 2 -w '\n%{http_code}' "$1") || true
    printf '%s %s %s\n' "${EPOCHREALTIME/[.,]/}" "${answer##*$'\n'}" "${answer%%$'\n'*}" >>"$2"
    sleep 0.02
  done
}

caller_stop() {
  [ -n "$caller_pid" ] || return 0
  kill "$caller_pid" 2>/dev/null || true
  wait "$caller_pid" 2>/dev/null || true
  caller_pid=
}

caller_report() {
  awk '
    $2 == 200 { if (last && failed_since) { gap = ($1 - last) / 1e6; if (gap > longest) longest = gap }
                last = $1; failed_since = 0; by[$3]++; next }
    { failed++; failed_since = 1 }
    END {
      printf "%d requests, %d failed", NR, failed
      for (version in by) printf ", %s answered %d", version, by[version]
      if (failed) printf "; longest time without an answer %.1f s", longest
      print ""
    }' "$1"
}
