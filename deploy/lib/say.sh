# shellcheck shell=bash
# How the commands talk: numbered steps with the time since the start, quiet logs, one-line failures. Sourced.
#
#   step TEXT…            the next numbered step
#   say TEXT…             a line under it
#   fail TEXT…            a line on stderr, then exit 1
#   quietly LOG CMD…      runs CMD with its output in LOG; when it fails, prints LOG's tail and fails

say_number=0

elapsed() {
  printf '%d:%02d' $((SECONDS / 60)) $((SECONDS % 60))
}

step() {
  say_number=$((say_number + 1))
  local on='' off=''
  if [ -t 1 ]; then
    on=$'\e[1m' off=$'\e[0m'
  fi
  printf '\n%s%2d  %s%s  [%s]\n' "$on" "$say_number" "$*" "$off" "$(elapsed)"
}

say() {
  printf '    %s\n' "$*"
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

quietly() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 </dev/null && return
  {
    printf '\n--- the end of %s\n' "$log"
    tail -n 40 "$log"
    printf -- '---\n'
  } >&2
  fail "this failed: $*"
}
