# shellcheck shell=bash
# Times and what is made of them. Sourced.
#
#   now_ms                     milliseconds, as a decimal number
#   since START_MS             milliseconds since then
#   median FILE [DECIMALS]     of the numbers in FILE, one a line
#   spread FILE [DECIMALS]     the smallest and the largest of them
#   ratio A B                  A / B
#   rss_mb PID                 resident memory
#   cpu_seconds PID            processor time that it has used

now_ms() {
  local micros=${EPOCHREALTIME/[.,]/}
  echo "${micros%???}.${micros: -3}"
}

since() {
  awk -v now="$(now_ms)" -v start="$1" 'BEGIN { printf "%.1f\n", now - start }'
}

median() {
  sort -n "$1" | awk -v decimals="${2:-0}" '
    { n[NR] = $1 }
    END { printf "%.*f", decimals, NR % 2 ? n[(NR + 1) / 2] : (n[NR / 2] + n[NR / 2 + 1]) / 2 }'
}

spread() {
  sort -n "$1" | awk -v decimals="${2:-0}" 'NR == 1 { least = $1 } END { printf "%.*f–%.*f", decimals, least, decimals, $1 }'
}

ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

rss_mb() {
  awk '/^VmRSS:/ { printf "%.1f\n", $2 / 1024 }' "/proc/$1/status"
}

cpu_seconds() {
  awk -v hertz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); printf "%.2f\n", ($12 + $13) / hertz }' "/proc/$1/stat"
}
