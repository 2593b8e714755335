# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # what is set here is the bench's; it sets deploy and state
# What is measured, each fresh in a folder of $state and durable on the same disk. Sourced; wants say.sh, process.sh,
# port.sh, berth.sh, postgres.sh.
#
#   one_server [FLAG…]         Berth on SQLite; sets server to its HOST:PORT
#   three_servers [FLAG…]      Berth on PostgreSQL; sets servers, one HOST:PORT each
#   server_of_three N [FLAG…]  one of them, again
#   etcd_start · zookeeper_start · eureka_start    set etcd, zookeeper, eureka to HOST:PORT
#   subjects_stop              all of them
#   bench_java CLASS ARG…      runs a program of bench/java, which are compiled before

zookeeper_classpath=/usr/share/java/zookeeper.jar

one_server() {
  server=127.0.0.1:$(free_port 7600)
  berth_start "$state/server" berth-server "http://$server/health/ready" \
    --listen "$server" --cluster bench --cluster-listen 127.0.0.1:0 --data-dir "$state/server/data" "$@"
}

three_servers() {
  local n port=7700
  postgres_start "$state/postgres" 5533
  servers=() servers_join=()
  for n in 0 1 2; do
    port=$(free_port "$port")
    servers+=("127.0.0.1:$port")
    port=$(free_port $((port + 1)))
    servers_join+=("127.0.0.1:$port")
    port=$((port + 1))
  done
  for n in 0 1 2; do
    server_of_three "$n" "$@"
  done
}

server_of_three() {
  local n=$1
  shift
  berth_start "$state/s$n" berth-server "http://${servers[n]}/health/ready" --name "s$n" --listen "${servers[n]}" \
    --cluster bench --cluster-listen "${servers_join[n]}" --join "$(IFS=, && echo "${servers_join[*]}")" \
    --journal "$(postgres_url "$state/postgres")" "$@"
}

etcd_start() {
  local peer
  etcd=127.0.0.1:$(free_port 7640)
  peer=127.0.0.1:$(free_port 7660)
  process_start "$state" etcd etcd --data-dir "$state/etcd-data" --log-level error \
    --listen-client-urls "http://$etcd" --advertise-client-urls "http://$etcd" \
    --listen-peer-urls "http://$peer" --initial-advertise-peer-urls "http://$peer" --initial-cluster "default=http://$peer"
  wait_until 30 curl -fsS "http://$etcd/health" || fail "etcd does not start: $(tail -n 5 "$state/etcd.log")"
}

zookeeper_start() {
  zookeeper=127.0.0.1:$(free_port 7670)
  mkdir -p "$state/zookeeper-data"
  # It allows a client's address 60 connections unless told otherwise.
  cat >"$state/zookeeper.cfg" <<CFG
dataDir=$state/zookeeper-data
clientPort=${zookeeper#*:}
clientPortAddress=127.0.0.1
tickTime=2000
maxClientCnxns=0
admin.enableServer=false
CFG
  process_start "$state" zookeeper java -Xmx512m -cp "$zookeeper_classpath" \
    org.apache.zookeeper.server.ZooKeeperServerMain "$state/zookeeper.cfg"
  wait_until 30 listens "$zookeeper" || fail "ZooKeeper does not start: $(tail -n 5 "$state/zookeeper.log")"
}

# The answers of its own configuration are as they come, but that it knows no others and waits for none.
eureka_start() {
  eureka=127.0.0.1:$(free_port 7680)
  quietly "$state/eureka-parts.log" mvn -q -B -ntp -f "$deploy/bench/eureka/pom.xml" -Deureka.dir="$state/eureka" generate-resources
  cp "$deploy/bench/eureka/web.xml" "$state/eureka/webapp/WEB-INF/"
  process_start "$state" eureka java -XX:+UseSerialGC -Xmx512m \
    --add-opens java.base/java.util=ALL-UNNAMED --add-opens java.base/java.lang=ALL-UNNAMED \
    --add-opens java.base/java.lang.reflect=ALL-UNNAMED --add-opens java.base/java.text=ALL-UNNAMED \
    --add-opens java.desktop/java.awt.font=ALL-UNNAMED \
    -Deureka.registration.enabled=false -Deureka.shouldFetchRegistry=false -Deureka.serviceUrl.default= \
    -Deureka.waitTimeInMsWhenSyncEmpty=0 -Deureka.numberRegistrySyncRetries=0 -Deureka.region=default \
    -jar "$state/eureka/jetty-runner.jar" --host 127.0.0.1 --port "${eureka#*:}" --path / "$state/eureka/webapp"
  wait_until 60 curl -fsS "http://$eureka/v2/apps" || fail "Eureka does not start: $(tail -n 5 "$state/eureka.log")"
}

# eureka_register COUNT: so many instances of WEB.
eureka_register() {
  local n
  for ((n = 0; n < $1; n++)); do
    [ "$n" -eq 0 ] || echo next
    cat <<CURL
url = http://$eureka/v2/apps/WEB
header = "Content-Type: application/json"
data = {"instance":{"instanceId":"web-$n","hostName":"host-$n","app":"WEB","ipAddr":"10.0.0.1","vipAddress":"web","status":"UP","port":{"$":8080,"@enabled":"true"},"leaseInfo":{"durationInSecs":3600},"dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo\$DefaultDataCenterInfo","name":"MyOwn"}}}
CURL
  done | curl -fsS -K -
}

listens() {
  ! port_free "${1#*:}"
}

subjects_stop() {
  local subject
  for subject in "$state"/*/berth-server.pid; do
    [ ! -e "$subject" ] || berth_stop "${subject%/*}" berth-server
  done
  for subject in bare etcd zookeeper eureka; do
    process_stop "$state" "$subject"
  done
  postgres_remove "$state/postgres"
}

bench_java() {
  local classpath=$deploy/../registry-server/target/berth-server.jar:$zookeeper_classpath:/usr/share/java/zookeeper-jute.jar
  if [ ! -d "$state/classes" ]; then
    javac -d "$state/classes" -cp "$classpath" "$deploy"/bench/java/*.java
  fi
  java -XX:+UseSerialGC -cp "$state/classes:$classpath" "$@"
}
