# shellcheck shell=bash
# shellcheck disable=SC2154 # deploy, state, run and cluster are the command's, the ports come from its file
# What the commands that put a whole house on this machine have in common. Sourced by deploy/quickstart and deploy/cluster:
# $deploy is this folder's parent, $state what the command keeps, $run its logs, $cluster the name of its cluster.

house_build() {
  quietly "$run/build.log" mvn -B -ntp -T 1C -Dmaven.test.skip=true package -pl client/cli,registry-server,agent -am
}

# The engine that answers, or one of our own; once there is one of our own, it stays the one.
house_engine() {
  if [ -d "$state/engine" ] || ! DOCKER_HOST=$(engine_answering); then
    install_missing dockerd apparmor_parser
    engine_start "$state/engine"
    DOCKER_HOST=$(engine_host "$state/engine")
    say "no engine answered here, so this one has its own: $DOCKER_HOST"
  else
    say "the Docker engine that runs here: $DOCKER_HOST"
  fi
  export DOCKER_HOST
  echo "$DOCKER_HOST" >"$state/docker-host"
}

house_image_registry() {
  image_registry_start "$state/images" 5000
  say "the image registry: $(image_registry_address "$state/images")"
}

house_images() {
  quietly "$run/images.log" "$deploy/images/build" "$(image_registry_address "$state/images")" "$DOCKER_HOST" \
    web:v1 web:v2 web:v3 web:v4 db:v1
}

# house_port PORT [FROM]: PORT if it is free, else the first that is from FROM on.
house_port() {
  local port=$1
  if ! port_free "$port"; then
    port=$(free_port "${2:-$((port + 10))}")
    say "port $1 is taken on this machine, so $port stands in for it" >&2
  fi
  echo "$port"
}

# Of the servers in $BERTH_SERVER. The agent is ready when its proxy is.
house_agent() {
  berth_launch "$run" berth-proxy --data-dir "$state/agent"
  berth_start "$run" berth-agent "http://127.0.0.1:$agent_port/health/ready" --listen "127.0.0.1:$agent_port" \
    --cluster "$cluster" --server "$BERTH_SERVER" --docker "$DOCKER_HOST" --data-dir "$state/agent" \
    --image-registry "$(image_registry_address "$state/images")"
  say "the agent:  http://127.0.0.1:$agent_port/health/ready, and its proxy"
}

# house_document WEB_IMAGE [DB_IMAGE [MIN_HEALTHY_TIME MONITOR]]: writes the document to apply. The first one is as short as
# can be; the later ones shorten the time that a new version is watched for (60 s), for this is a show.
house_document() {
  document=deploy/${state##*/}/${1/:/-}.json
  jq -n --arg web "$1" --arg db "${2:-}" --argjson web_port "$web_port" --argjson db_port "$db_port" \
    --arg healthy "${3:-2s}" --arg monitor "${4:-5s}" '
    def port($target; $published): if $published == $target then $target else {target: $target, published: $published} end;
    if $db != "" then
      {web: {image: $web, ports: [port(80; $web_port)]}, db: {image: $db, ports: [port(3306; $db_port)]}}
    else
      {web: {image: $web, ports: [port(80; $web_port)], deploy: {update: {min_healthy_time: $healthy, monitor: $monitor}}}}
    end' --compact-output >"$document"
}

# A command as you would type it, and what it prints.
show() {
  local word line=''
  for word; do
    [[ $word != *' '* ]] || word="'$word'"
    line+=" $word"
  done
  printf '\n    $%s\n' "$line"
  "$deploy/bin/$1" "${@:2}" 2>&1 | sed 's/^/    /'
}

# house_end_berth RUN…: the agent and its proxy, and the servers that have their logs in each RUN.
house_end_berth() {
  local server
  berth_stop "$run" berth-agent
  berth_stop "$run" berth-proxy
  for server; do
    berth_stop "$server" berth-server
  done
}

# All that is left then.
house_remove() {
  if [ -d "$state/engine" ]; then
    engine_remove "$state/engine"
  elif [ -s "$state/docker-host" ]; then
    DOCKER_HOST=$(cat "$state/docker-host")
    export DOCKER_HOST
    house_clean_engine
  fi
  image_registry_remove "$state/images"
  rm -rf "$state"
}

# From somebody's engine only what this cluster brought: its containers, and the images of its registry.
house_clean_engine() {
  if ! docker ps -aq --filter "label=berth.cluster=$cluster" | xargs -r docker rm -f >/dev/null; then
    fail "$DOCKER_HOST does not answer, so its containers with the label berth.cluster=$cluster could not be removed"
  fi
  if [ -s "$state/images/address" ]; then
    docker images -q "$(image_registry_address "$state/images")/*" | sort -u | xargs -r docker rmi -f >/dev/null 2>&1 || true
  fi
}
