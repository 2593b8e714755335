# shellcheck shell=bash
# Root where root is needed, and only there. Sourced.
#
#   as_root CMD…          runs CMD as root, through sudo for everybody else

# A plain user's PATH on Debian has no sbin, and that is where dockerd and ip live.
export PATH="$PATH:/usr/sbin:/sbin"

as_root() {
  if [ "$EUID" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    printf '%s: this needs root, and there is no sudo: %s\n' "${0##*/}" "$*" >&2
    return 1
  fi
}
