# shellcheck shell=bash
# Times and what is made of them. Sourced.
#
#   now_ms                     milliseconds, as a decimal number
#   since START_MS             milliseconds since then
#   median FILE                of the numbers in FILE, one a line
#   spread FILE                the smallest and the largest of them
#   ratio A B                  A / B
#   rss_mb PID                 resident memory

now_ms() {
  local micros=${EPOCHREALTIME/[.,]/}
  echo "${micros%???}.${micros: -3}"
}

since() {
  awk -v now="$(now_ms)" -v start="$1" 'BEGIN { printf "%.1f\n", now - start }'
}

median() {
  sort -n "$1" | awk '{ n[NR] = $1 } END { printf "%.0f", NR % 2 ? n[(NR + 1) / 2] : (n[NR / 2] + n[NR / 2 + 1]) / 2 }'
}

spread() {
  sort -n "$1" | awk 'NR == 1 { least = $1 } END { printf "%.0f–%.0f", least, $1 }'
}

ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

rss_mb() {
  awk '/^VmRSS:/ { printf "%.1f\n", $2 / 1024 }' "/proc/$1/status"
}
