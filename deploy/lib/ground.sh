# shellcheck shell=bash
# What the end-to-end tests stand on: a Docker engine, an image registry with the images of deploy/images/list, and a
# PostgreSQL, all of their own. Sourced; wants $deploy, say.sh, root.sh, process.sh, port.sh, engine.sh, image-registry.sh and
# postgres.sh.
#
#   ground_start DIR       starts it, and tells the tests of it:
#                            BERTH_TEST_DOCKER_HOST      the engine, unix://…
#                            BERTH_TEST_IMAGE_REGISTRY   HOST:PORT of the image registry
#                            BERTH_TEST_POSTGRES         the JDBC URL of a PostgreSQL, with password; its role may make databases
#   ground_maven ARG…      Maven on the whole tree; it ends with ground_remove
#   ground_remove DIR      removes all of it

ground_maven_pid=
ground_migrate=/proc/sys/net/ipv4/tcp_migrate_req

ground_start() {
  local dir=$1
  engine_start "$dir/engine"
  image_registry_start "$dir/images" 5050
  BERTH_TEST_DOCKER_HOST=$(engine_host "$dir/engine")
  BERTH_TEST_IMAGE_REGISTRY=$(image_registry_address "$dir/images")
  postgres_start "$dir/postgres"
  BERTH_TEST_POSTGRES=$(postgres_url "$dir/postgres")
  export BERTH_TEST_DOCKER_HOST BERTH_TEST_IMAGE_REGISTRY BERTH_TEST_POSTGRES
  ground_hand_on "$dir"
  # No test may meet an engine that is somebody's.
  unset DOCKER_HOST
  # shellcheck disable=SC2154
  quietly "$dir/images.log" "$deploy/images/build" "$BERTH_TEST_IMAGE_REGISTRY" "$BERTH_TEST_DOCKER_HOST"
  say "$BERTH_TEST_DOCKER_HOST, $BERTH_TEST_IMAGE_REGISTRY, ${BERTH_TEST_POSTGRES%%\?*}"
}

# One module after the other: what is tested against the clock has the machine to itself. A test that is named is in one
# module, and not missed in the others.
ground_maven() {
  local outcome=0
  mvn -T1 -B -ntp -fae -f "$deploy/../pom.xml" \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false "$@" </dev/null &
  ground_maven_pid=$!
  wait "$ground_maven_pid" || outcome=$?
  ground_maven_pid=
  return "$outcome"
}

# So that a proxy loses no connection that the kernel took for the one before it.
ground_hand_on() {
  if [ -e "$ground_migrate" ]; then
    cat "$ground_migrate" >"$1/tcp_migrate_req"
    ground_set_migrate 1
  else
    say "this kernel does not hand connections on"
  fi
}

ground_set_migrate() {
  as_root sh -c "echo $1 >$ground_migrate"
}

ground_remove() {
  local dir=$1 engine
  if [ -n "$ground_maven_pid" ]; then
    kill "$ground_maven_pid" 2>/dev/null || true
    wait "$ground_maven_pid" || true
  fi
  # Engines of their own that tests had when they were broken off.
  for engine in "$deploy"/target/e2e/*/engine "$deploy"/target/e2e/*/*/engine; do
    engine_remove "$engine"
  done
  postgres_remove "$dir/postgres"
  image_registry_remove "$dir/images"
  engine_remove "$dir/engine"
  if [ -s "$dir/tcp_migrate_req" ]; then
    ground_set_migrate "$(cat "$dir/tcp_migrate_req")"
  fi
  rm -rf "$dir"
}
