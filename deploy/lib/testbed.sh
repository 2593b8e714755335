# shellcheck shell=bash
# shellcheck disable=SC2154 # deploy, state and run are the command's
# The parts of deploy/testbed that are its own. Sourced by it alone, after house.sh.

cluster=testbed

testbed_hosts() {
  cat "$state/hosts" 2>/dev/null || echo 0
}

testbed_addresses() {
  export BERTH_SERVER
  BERTH_SERVER=http://$(net_address "$state/net" 0):7400
}

# testbed_each CMD…: CMD… I for every host.
testbed_each() {
  local host
  for ((host = 1; host <= $(testbed_hosts); host++)); do
    "$@" "$host"
  done
}

testbed_engine() {
  engine_start "$state/h$1/engine" --netns "$(net_namespace "$state/net" "$1")" \
    --insecure-registry "$(image_registry_address "$state/images")"
  say "h$1: $(engine_host "$state/h$1/engine")"
}

testbed_images() {
  quietly "$run/images.log" "$deploy/images/build" "$(image_registry_address "$state/images")" \
    "$(engine_host "$state/h1/engine")" web:v1 web:v2 web:v3 web:v4
}

testbed_server() {
  berth_start "$run" berth-server "$BERTH_SERVER/health/ready" --listen "${BERTH_SERVER#http://}" \
    --cluster "$cluster" --cluster-listen "$(net_address "$state/net" 0):7500" --data-dir "$state/server"
  say "the server: $BERTH_SERVER"
}

# testbed_agent I: in the namespace of host I, as the user that runs this.
testbed_agent() {
  local host=h$1 ip
  ip=$(net_address "$state/net" "$1")
  testbed_enter "$1"
  berth_launch "$run/$host" berth-proxy --data-dir "$state/$host/agent"
  berth_start "$run/$host" berth-agent "http://$ip:7401/health/ready" --host "$host" --labels "rack=$(($1 % 2))" \
    --listen "$ip:7401" --address "$ip" --publish-address "$ip" --cluster "$cluster" --server "$BERTH_SERVER" \
    --docker "$(engine_host "$state/$host/engine")" --data-dir "$state/$host/agent" \
    --image-registry "$(image_registry_address "$state/images")"
  berth_inside=()
  say "the agent of $host: http://$ip:7401/health/ready, and its proxy"
}

# What is started from now on is started on host I.
testbed_enter() {
  berth_inside=(nsenter "--net=/run/netns/$(net_namespace "$state/net" "$1")")
  if [ "$EUID" -ne 0 ]; then
    berth_inside=(sudo "--preserve-env=BERTH_JAVA_OPTS,BERTH_CDS_DIR,JAVA_HOME,PATH"
      "${berth_inside[@]}" "--setuid=$(id -u)" "--setgid=$(id -g)")
  fi
}

# What one may apply: a web on all hosts, and its next versions.
testbed_documents() {
  local version
  for version in v1 v2 v3 v4; do
    jq -n --arg web "web:$version" --argjson replicas "$(testbed_hosts)" '
      {web: {image: $web, ports: [80], deploy: {replicas: $replicas,
        update: {min_healthy_time: "2s", monitor: "10s"}}}}' --compact-output >"$state/web-$version.json"
  done
}

testbed_status() {
  show berth hosts
  show berth get
}

testbed_cable() {
  [ "$2" -le "$(testbed_hosts)" ] || fail "there is no host $2: there are $(testbed_hosts)"
  "net_$1" "$state/net" "$2"
  case $1 in
    cut) say "h$2 is cut off: deploy/testbed heal $2 plugs it in again" ;;
    heal) say "h$2 is back" ;;
  esac
}

testbed_where() {
  local last
  last=$(testbed_hosts)
  cat <<EOT
    server       $BERTH_SERVER
    web          http://$(net_address "$state/net" 1)/ to http://$(net_address "$state/net" "$last")/, once it is applied
    logs         $run, and h1 to h$last in it
    try          export BERTH_SERVER=$BERTH_SERVER PATH="$deploy/bin:\$PATH"
                 berth apply -f deploy/.testbed/web-v1.json --wait
                 berth apply -f deploy/.testbed/web-v2.json --wait
                 berth apply -f deploy/.testbed/web-v3.json --wait    # it crashes, and is taken back
                 curl http://$(net_address "$state/net" "$last")/
                 deploy/testbed cut $last
    end it       deploy/testbed down
EOT
}

testbed_down() {
  if [ ! -d "$state" ]; then
    say "there is nothing to remove"
    return
  fi
  testbed_each testbed_end_host
  berth_stop "$run" berth-server
  image_registry_remove "$state/images"
  net_remove "$state/net"
  rm -rf "$state"
  say "all that the testbed started is gone"
}

testbed_end_host() {
  berth_stop "$run/h$1" berth-agent
  berth_stop "$run/h$1" berth-proxy
  engine_remove "$state/h$1/engine"
}
