# shellcheck shell=bash
# Installs what is missing, through apt, and nothing that is there. Sourced; wants root.sh and say.sh.
#
#   install_missing NEED…   NEED is java (a JDK, 17 or newer), gcc (with what -static wants), postgres, zookeeper or the
#                           name of a command
#
# Where there is no apt it says what to install and exits 2.

have() {
  case $1 in
    java) have_jdk ;;
    gcc) command -v gcc >/dev/null && [ -f "$(gcc -print-file-name=libc.a)" ] ;;
    # Debian keeps its programs off PATH.
    postgres) compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || command -v postgres >/dev/null ;;
    # A library, with the server in it.
    zookeeper) [ -f /usr/share/java/zookeeper.jar ] ;;
    # Wanted by dockerd where the kernel enforces AppArmor, and by nobody else.
    apparmor_parser) ! grep -qs Y /sys/module/apparmor/parameters/enabled || command -v apparmor_parser >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

have_jdk() {
  local version
  version=$("${JAVA_HOME:+$JAVA_HOME/bin/}javac" -version 2>/dev/null) || return 1
  version=${version#javac }
  [ "${version%%.*}" -ge 17 ]
}

# The Debian packages that bring a need.
packages_of() {
  case $1 in
    java) first_known openjdk-17-jdk-headless openjdk-21-jdk-headless default-jdk-headless ;;
    mvn) echo maven ;;
    docker) first_known docker-cli docker.io ;;
    dockerd) echo docker.io ;;
    gcc) echo gcc libc6-dev ;;
    ip) echo iproute2 ;;
    apparmor_parser) echo apparmor ;;
    postgres) echo postgresql ;;
    etcd) echo etcd-server ;;
    zookeeper) echo libzookeeper-java ;;
    gnuplot) echo gnuplot-nox ;;
    setsid | setpriv | flock | findmnt | nsenter) echo util-linux ;;
    *) echo "$1" ;;
  esac
}

first_known() {
  local package
  for package; do
    if apt-cache show "$package" >/dev/null 2>&1; then
      echo "$package"
      return
    fi
  done
  echo "$1"
}

install_missing() {
  local need missing=() packages=()
  for need; do
    have "$need" || missing+=("$need")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    printf '%s: please install first: %s\n' "${0##*/}" "$(wanted_by_hand "${missing[@]}")" >&2
    exit 2
  fi
  apt_get update
  mapfile -t packages < <(for need in "${missing[@]}"; do packages_of "$need"; done | tr ' ' '\n' | sort -u)
  say "installing ${packages[*]}"
  keep_main_cluster_off "${packages[@]}"
  apt_get install -y --no-install-recommends "${packages[@]}"
  keep_services_off "${packages[@]}"
  for need in "${missing[@]}"; do
    have "$need" || fail "$(packages_of "$need") is installed, and yet there is no $need"
  done
}

# RUNLEVEL=1 keeps packages from starting their services where no systemd runs them.
apt_get() {
  local log
  log=$(mktemp)
  quietly "$log" as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 RUNLEVEL=1 \
    apt-get -o DPkg::Lock::Timeout=120 -q "$@"
  rm -f "$log"
}

# The packages' programs are wanted, not services open to the network that they start at every boot.
keep_services_off() {
  local package
  [ -d /run/systemd/system ] || return 0
  for package; do
    case $package in
      docker-registry | nginx | haproxy) as_root systemctl disable --now "$package" >/dev/null 2>&1 || true ;;
    esac
  done
}

# PostgreSQL's programs are wanted, not the "main" database that its package makes and starts, on port 5432, at every boot.
# Who has decided that already is not overruled.
keep_main_cluster_off() {
  case " $* " in
    *" postgresql "*)
      apt_get install -y --no-install-recommends postgresql-common
      as_root sed -i 's/^#create_main_cluster = true/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
      ;;
  esac
}

wanted_by_hand() {
  local need words=()
  for need; do
    case $need in
      java) words+=("a JDK, 17 or newer") ;;
      mvn) words+=("Maven (mvn), 3.8 or newer") ;;
      docker | dockerd) words+=("Docker Engine ($need), 20.10 or newer") ;;
      docker-registry) words+=("docker-registry (the Distribution registry, 2.8)") ;;
      postgres) words+=("PostgreSQL (the server)") ;;
      zookeeper) words+=("ZooKeeper 3.8, as /usr/share/java/zookeeper.jar") ;;
      gcc) words+=("gcc with a static C library") ;;
      *) words+=("$need") ;;
    esac
  done
  printf '%s' "${words[0]}"
  printf '; %s' "${words[@]:1}"
}
