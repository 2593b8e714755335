# shellcheck shell=bash
# shellcheck disable=SC2154 # deploy, state, run and document are the command's and house.sh's, the ports come from a file
# The parts of deploy/quickstart that are its own. Sourced by it alone, after house.sh.

cluster=quickstart

# Ports are chosen once; on the next run they are taken, by us.
quickstart_ports() {
  if [ ! -s "$state/ports" ]; then
    {
      echo "server_port=$(house_port 7400)"
      echo "agent_port=$(house_port 7401)"
      echo "cluster_port=$(house_port 7500)"
      echo "web_port=$(house_port 80 8080)"
      echo "db_port=$(house_port 3306 13306)"
    } >"$state/ports"
  fi
  # shellcheck source=/dev/null
  . "$state/ports"
  export BERTH_SERVER=http://127.0.0.1:$server_port
  web_url=http://127.0.0.1:$web_port/
  web_url=${web_url/:80\//\/}
}

quickstart_server() {
  berth_start "$run" berth-server "$BERTH_SERVER/health/ready" --listen "127.0.0.1:$server_port" \
    --cluster "$cluster" --cluster-listen "127.0.0.1:$cluster_port" --data-dir "$state/server"
  say "the server: $BERTH_SERVER"
}

quickstart_apply() {
  say "$(cat "$document")"
  show berth apply -f "$document" -m "$1" --wait
}

quickstart_where() {
  cat <<EOT
    web          $web_url  ·  db  127.0.0.1:$db_port
    server       $BERTH_SERVER  ·  its API: $BERTH_SERVER/openapi.yaml
    logs         $run
    try          export BERTH_SERVER=$BERTH_SERVER PATH="$deploy/bin:\$PATH" DOCKER_HOST=$DOCKER_HOST
                 berth get · berth logs web -f · berth history web · berth records web · berth rollback web · docker ps
    end it       deploy/quickstart down
EOT
}

quickstart_down() {
  if [ ! -d "$state" ]; then
    say "there is nothing to remove"
    return
  fi
  house_end_berth "$run"
  house_remove
  say "all that the quickstart started is gone"
}
