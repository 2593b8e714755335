# shellcheck shell=bash
# shellcheck disable=SC2154 # the command that sources this sets state and seconds
# Load over HTTP, and what it is answered. Sourced; wants say.sh, figures.sh.
#
#   load NAME WRK_ARG…         $connections (64) for $seconds; adds requests a second to $state/NAME, and wrk's share of all
#                              cores in percent to $state/NAME.share; $state/NAME.log is what wrk says
#   percentile LOG P            of the latencies that wrk --latency says, in milliseconds
#   discard_warm_up NAME…      the first of each
#   rate_row TITLE NAME REFERENCE   median, least–most, ratio to REFERENCE's median, wrk's share

load() {
  local name=$1 TIMEFORMAT='%U %S'
  shift
  { time wrk -t1 -c"${connections:-64}" -d"${seconds}s" "$@" >"$state/$name.log" 2>&1; } 2>"$state/$name.time"
  load_is_sound "$name"
  awk '/^Requests\/sec:/ { print $2 }' "$state/$name.log" >>"$state/$name"
  awk -v seconds="$seconds" -v cores="$(nproc)" '{ print ($1 + $2) * 100 / seconds / cores }' "$state/$name.time" >>"$state/$name.share"
}

# One in a hundred may be refused: a report that another of its host has overtaken on the way is.
load_is_sound() {
  awk '/Socket errors/ { bad = 1 } / requests in / { all = $1 } /Non-2xx/ { refused = $NF }
    END { exit bad || all == 0 || refused > all / 100 }' "$state/$1.log" ||
    fail "$1: not everything was answered well: $(tail -n 8 "$state/$1.log")"
}

percentile() {
  awk -v percent="$2%" '$1 == percent { n = $2 + 0; print $2 ~ /us$/ ? n / 1000 : $2 ~ /ms$/ ? n : n * 1000 }' "$1"
}

discard_warm_up() {
  local name
  for name; do
    sed -i 1d "$state/$name" "$state/$name.share"
  done
}

rate_row() {
  printf '| %s | %s | %s | %s | %s %% |\n' "$1" "$(median "$state/$2")" "$(spread "$state/$2")" \
    "$(ratio "$(median "$state/$2")" "$(median "$state/$3")")" "$(median "$state/$2.share")"
}
