# shellcheck shell=bash
# Finds Java and starts a program of Berth on it. Sourced by the commands in bin, wants $home; part of the archive.
#
#   java_start PROGRAM MODULE JVM_FLAG… -- ARG…   becomes the program: $home/lib/PROGRAM.jar, or what MODULE's build made
#
# JAVA_HOME says which Java (else the one on PATH), BERTH_JAVA_OPTS adds flags of the JVM, BERTH_CDS=off goes without
# class archives (cds.sh).

# shellcheck source=deploy/lib/cds.sh disable=SC2154
. "$home/lib/cds.sh"

java_start() {
  # The quick compiler, unless a flag says otherwise: a start counts for more than the last of speed.
  local program=$1 jar flags=(-XX:TieredStopAtLevel=1)
  jar=$(java_jar "$1" "$2")
  shift 2
  while [ "$1" != -- ]; do
    flags+=("$1")
    shift
  done
  shift
  java_find
  if [ "$java_major" -ge 22 ]; then
    flags+=(--enable-native-access=ALL-UNNAMED)
  fi
  flags+=(-XX:+UseSerialGC -Xlog:disable -Xlog:all=error:stderr)
  cds_archive "$program" "$jar" "${flags[@]}"
  if [ -n "$archive" ]; then
    flags+=("-XX:SharedArchiveFile=$archive" -Xshare:auto)
  fi
  # Flags in one string, as everywhere in the world of Java.
  # shellcheck disable=SC2206
  local more=(${BERTH_JAVA_OPTS:-})
  exec "$java" "${flags[@]}" "${more[@]}" -jar "$jar" "$@"
}

java_jar() {
  local jar
  for jar in "$home/lib/$1.jar" "$home/../$2/target/$1.jar"; do
    if [ -f "$jar" ]; then
      echo "$jar"
      return
    fi
  done
  echo "$1: there is no $1.jar in $home/lib (in a source tree: mvn package makes it)" >&2
  return 2
}

# Sets java, java_version and java_major.
java_find() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || java_refuse "JAVA_HOME is $JAVA_HOME, and there is no bin/java in it"
  else
    java=$(command -v java) || java_refuse "there is no java on PATH, and JAVA_HOME is not set"
  fi
  java=$(readlink -f "$java")
  java_version=$(java_release "${java%/bin/java}/release")
  if [ -z "$java_version" ]; then
    java_version=$("$java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')
  fi
  java_major=${java_version%%[.+-]*}
  [ "$java_major" -ge 17 ] || java_refuse "$java is Java $java_version"
}

java_refuse() {
  echo "${0##*/}: Berth needs Java 17 or newer: $1" >&2
  exit 2
}

# Every JDK carries a file that names its version; reading it is far quicker than asking it.
java_release() {
  local line
  [ -r "$1" ] || return 0
  while read -r line; do
    case $line in
      JAVA_VERSION=*)
        line=${line#*\"}
        echo "${line%\"*}"
        ;;
    esac
  done <"$1"
}
