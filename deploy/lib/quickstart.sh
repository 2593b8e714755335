# shellcheck shell=bash
# shellcheck disable=SC2154 # deploy, state and run are the command's, the ports come from a file
# The parts of deploy/quickstart. Sourced by it alone: $deploy is this folder's parent, $state what it keeps, $run its logs.

cluster=quickstart

quickstart_build() {
  quietly "$run/build.log" mvn -B -ntp -T 1C -Dmaven.test.skip=true package -pl client/cli,registry-server,agent -am
}

# The engine that answers, or one of our own; once there is one of our own, it stays the one.
quickstart_engine() {
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

quickstart_image_registry() {
  image_registry_start "$state/images" 5000
  say "the image registry: $(image_registry_address "$state/images")"
}

# Ports are chosen once; on the next run they are taken, by us.
quickstart_ports() {
  if [ ! -s "$state/ports" ]; then
    {
      echo "server_port=$(quickstart_port 7400)"
      echo "agent_port=$(quickstart_port 7401)"
      echo "cluster_port=$(quickstart_port 7500)"
      echo "web_port=$(quickstart_port 80 8080)"
      echo "db_port=$(quickstart_port 3306 13306)"
    } >"$state/ports"
  fi
  # shellcheck source=/dev/null
  . "$state/ports"
  export BERTH_SERVER=http://127.0.0.1:$server_port
  web_url=http://127.0.0.1:$web_port/
  web_url=${web_url/:80\//\/}
}

quickstart_port() {
  local port=$1
  if ! port_free "$port"; then
    port=$(free_port "${2:-$((port + 10))}")
    say "port $1 is taken on this machine, so $port stands in for it" >&2
  fi
  echo "$port"
}

quickstart_berth() {
  berth_start "$run" berth-server "$BERTH_SERVER/health/ready" --listen "127.0.0.1:$server_port" \
    --cluster "$cluster" --cluster-port "$cluster_port" --data-dir "$state/server"
  say "the server: $BERTH_SERVER"
  berth_start "$run" berth-agent "http://127.0.0.1:$agent_port/health/ready" --listen "127.0.0.1:$agent_port" \
    --cluster "$cluster" --server "$BERTH_SERVER" --docker "$DOCKER_HOST" --data-dir "$state/agent" \
    --image-registry "$(image_registry_address "$state/images")"
  say "the agent:  http://127.0.0.1:$agent_port/health/ready"
}

# quickstart_document WEB_IMAGE [DB_IMAGE]: writes the document to apply. The first one is as short as can be; the later ones
# shorten the time that a new version is watched for (60 s), for this is a show.
quickstart_document() {
  document=deploy/.quickstart/${1/:/-}.json
  jq -n --arg web "$1" --arg db "${2:-}" --argjson web_port "$web_port" --argjson db_port "$db_port" '
    def port($target; $published): if $published == $target then $target else {target: $target, published: $published} end;
    if $db != "" then
      {web: {image: $web, ports: [port(80; $web_port)]}, db: {image: $db, ports: [port(3306; $db_port)]}}
    else
      {web: {image: $web, ports: [port(80; $web_port)], deploy: {update: {min_healthy_time: "2s", monitor: "5s"}}}}
    end' --compact-output >"$document"
}

quickstart_apply() {
  say "$(cat "$document")"
  show berth apply -f "$document" -m "$1" --wait
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

quickstart_where() {
  cat <<EOT
    web          $web_url  ·  db  127.0.0.1:$db_port
    server       $BERTH_SERVER  ·  its API: $BERTH_SERVER/openapi.yaml
    logs         $run
    try          export BERTH_SERVER=$BERTH_SERVER PATH="$deploy/bin:\$PATH" DOCKER_HOST=$DOCKER_HOST
                 berth get · berth history web · berth records web · berth rollback web · docker ps
    end it       deploy/quickstart down
EOT
}

quickstart_down() {
  if [ ! -d "$state" ]; then
    say "there is nothing to remove"
    return
  fi
  berth_stop "$run" berth-agent
  berth_stop "$run" berth-server
  if [ -d "$state/engine" ]; then
    engine_remove "$state/engine"
  elif [ -s "$state/docker-host" ]; then
    DOCKER_HOST=$(cat "$state/docker-host")
    export DOCKER_HOST
    quickstart_clean_engine
  fi
  image_registry_remove "$state/images"
  rm -rf "$state"
  say "all that the quickstart started is gone"
}

# From somebody's engine only what this quickstart's cluster brought: its containers, and the images of its registry.
quickstart_clean_engine() {
  if ! docker ps -aq --filter "label=berth.cluster=$cluster" | xargs -r docker rm -f >/dev/null; then
    fail "$DOCKER_HOST does not answer, so its containers with the label berth.cluster=$cluster could not be removed"
  fi
  if [ -s "$state/images/address" ]; then
    docker images -q "$(image_registry_address "$state/images")/*" | sort -u | xargs -r docker rmi -f >/dev/null 2>&1 || true
  fi
}
