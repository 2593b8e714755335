# shellcheck shell=bash
# Class archives (AppCDS): the JVM maps what an earlier run loaded and starts in half the time. Sourced by java.sh.
#
#   cds_archive PROGRAM JAR JVM_FLAG…   sets archive to the archive of this jar on this Java, or to nothing
#
# Where there is none yet, one is made in the background for the starts to come (cds-make); no start waits for it or fails
# by it. BERTH_CDS=wait waits (to prepare an installation: "BERTH_CDS=wait berth version"), BERTH_CDS=off goes without.
# Archives lie in BERTH_CDS_DIR, in $home/cds when that can be written, else in the user's cache folder.

# shellcheck disable=SC2154 # java.sh found Java, the command its home
cds_archive() {
  local program=$1 jar=$2 folder key make
  archive=
  [ "${BERTH_CDS:-on}" != off ] || return 0
  folder=$(cds_folder) || return 0
  key=$(cksum <<<"$java $java_version $jar $(stat -c '%s %y' "$jar")")
  archive=$folder/$program-${key%% *}.jsa
  if [ ! -e "$archive" ]; then
    make=("$home/lib/cds-make" "$archive" "$program" "$jar" "$java" "${@:3}")
    if [ "${BERTH_CDS:-on}" = wait ]; then
      "${make[@]}" </dev/null >/dev/null 2>&1 || true
    else
      setsid nice "${make[@]}" </dev/null >/dev/null 2>&1 &
    fi
  fi
  # An empty one stands for a try that failed, and is not made again and again.
  [ -s "$archive" ] || archive=
}

cds_folder() {
  local folder
  for folder in "${BERTH_CDS_DIR:-$home/cds}" "${XDG_CACHE_HOME:-${HOME:-/nowhere}/.cache}/berth"; do
    if mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ]; then
      echo "$folder"
      return
    fi
  done
  return 1
}
