# shellcheck shell=bash
# shellcheck disable=SC2154 # deploy, state and run are the command's and house.sh's, the ports come from a file
# The parts of deploy/cluster that are its own. Sourced by it alone, after house.sh.

cluster=local

# Ports are chosen once; on the next run they are taken, by us.
cluster_ports() {
  if [ ! -s "$state/ports" ]; then
    {
      echo "listen=($(cluster_addresses 7411))"
      echo "cluster_listen=($(cluster_addresses 7511))"
      echo "agent_port=$(house_port 7401)"
      echo "web_port=$(house_port 80 8080)"
      echo "db_port=$(house_port 3306 13306)"
    } >"$state/ports"
  fi
  # shellcheck source=/dev/null
  . "$state/ports"
  BERTH_SERVER=$(printf ',http://%s' "${listen[@]}")
  export BERTH_SERVER=${BERTH_SERVER:1}
}

# Three, on the first free ports from $1 on.
cluster_addresses() {
  local port=$1
  for _ in 1 2 3; do
    port=$(free_port "$port")
    echo "127.0.0.1:$port"
    port=$((port + 1))
  done
}

cluster_servers() {
  local server
  for server in 1 2 3; do
    cluster_server "$server"
  done
}

# cluster_server N: starts the server sN, again if it runs.
cluster_server() {
  local url=http://${listen[$1 - 1]} join
  join=$(IFS=, && echo "${cluster_listen[*]}")
  berth_start "$run/s$1" berth-server "$url/health/ready" --name "s$1" --listen "${listen[$1 - 1]}" \
    --cluster "$cluster" --cluster-listen "${cluster_listen[$1 - 1]}" --join "$join" \
    --journal "$(postgres_url "$state/postgres")"
  say "server s$1:  $url"
}

cluster_kill() {
  process_alive "$run/s$1" berth-server || fail "s$1 does not run"
  process_signal "$run/s$1" berth-server KILL
  wait_until 10 process_gone "$run/s$1" berth-server
  say "s$1 is gone, without a word to the others (deploy/cluster start $1 starts it again)"
}

# What the README's tour applies; its image names and ports are right for this machine.
cluster_documents() {
  house_document web:v1 db:v1
  house_document web:v2
  house_document web:v3
}

cluster_status() {
  show berth servers
  show berth hosts
}

cluster_where() {
  cat <<EOT
    servers      s1, s2, s3  $BERTH_SERVER
    between them ${cluster_listen[*]}
    journal      $(postgres_url "$state/postgres")
    the agent    http://127.0.0.1:$agent_port/health/ready
    logs         $run
    try          export BERTH_SERVER=$BERTH_SERVER
                 export PATH="$deploy/bin:\$PATH" DOCKER_HOST=$DOCKER_HOST
                 berth apply -f $(cluster_document web-v1) -m 'the first web and db' --wait
                 berth servers
                 deploy/cluster kill 1
                 berth apply -f $(cluster_document web-v2) -m 'a better web' --wait
                 deploy/cluster start 1
                 berth apply -f $(cluster_document web-v3) -m 'an even better web' --wait
                 berth history web
                 deploy/parts/postgres kill deploy/${state##*/}/postgres    # "start" brings it back
    end it       deploy/cluster down
EOT
}

cluster_document() {
  echo "deploy/${state##*/}/$1.json"
}

cluster_down() {
  if [ ! -d "$state" ]; then
    say "there is nothing to remove"
    return
  fi
  house_end_berth "$run/s1" "$run/s2" "$run/s3"
  postgres_remove "$state/postgres"
  house_remove
  say "all that the cluster started is gone"
}
