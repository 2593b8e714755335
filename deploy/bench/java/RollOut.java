import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Assignment;
import io.berth.api.HostAssignments;
import io.berth.api.HostStatus;
import io.berth.api.ImageOrder;
import io.berth.api.Json;
import io.berth.api.Status;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rolls services out to hosts that exist on paper only, as their agents would, until each host runs
 * an instance of every service; then writes what those agents report from then on.
 */
final class RollOut {
  private static final int ROUNDS = 200;

  private final Api api;
  private final int hosts;
  private final int services;
  private final Map<String, Set<ImageOrder>> orders = new HashMap<>();
  private long number;

  private RollOut(Api api, int hosts, int services) {
    this.api = api;
    this.hosts = hosts;
    this.services = services;
  }

  /**
   * SERVER HOSTS SERVICES FILE. The file has two lines a host: its name, a tab, and the report's JSON
   * after the number that it begins with; all hosts once, and once more with other measurements.
   */
  public static void main(String[] args) throws Exception {
    int hosts = Integer.parseInt(args[1]);
    RollOut rollOut = new RollOut(new Api(args[0]), hosts, Integer.parseInt(args[2]));
    rollOut.report(Map.of());
    rollOut.put();
    rollOut.follow();
    rollOut.write(Path.of(args[3]));
  }

  private void put() throws IOException, InterruptedException {
    JsonNode spec =
        Json.mapper()
            .readTree(
                """
                {"image": "web:v1", "ports": [80], "deploy": {"mode": "global", "update": {
                  "parallelism": 1000, "min_healthy_time": "0s", "monitor": "0s"}}}
                """);
    for (int service = 0; service < services; service++) {
      api.send("PUT", "/v1/namespaces/default/services/web-" + service, spec);
    }
  }

  private void follow() throws IOException, InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, List<Assignment>> assigned = new HashMap<>();
      for (int host = 0; host < hosts; host++) {
        String name = Agents.host(host);
        HostAssignments now =
            api.get("/v1/hosts/" + name + "/assignments", HostAssignments.class);
        orders.computeIfAbsent(name, first -> new HashSet<>()).addAll(now.images());
        assigned.put(name, now.assignments());
      }
      report(assigned);
      if (assigned.values().stream().flatMap(List::stream).filter(Assignment::settled).count()
          == (long) hosts * services) {
        return;
      }
    }
    throw new IllegalStateException("the rollouts do not end");
  }

  private void report(Map<String, List<Assignment>> assigned)
      throws IOException, InterruptedException {
    number++;
    for (int host = 0; host < hosts; host++) {
      HostStatus status = status(Agents.host(host), assigned);
      api.send("PUT", "/v1/hosts/" + status.host() + "/status", status);
    }
  }

  private HostStatus status(String host, Map<String, List<Assignment>> assigned) {
    List<Status> statuses =
        assigned.getOrDefault(host, List.of()).stream()
            .map(assignment -> Agents.running(number, assignment))
            .toList();
    return Agents.report(
        number, host, statuses, new ArrayList<>(orders.getOrDefault(host, Set.of())));
  }

  private void write(Path file) throws IOException, InterruptedException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      orders.clear();
      for (int variant = 0; variant < 2; variant++) {
        number++;
        for (int host = 0; host < hosts; host++) {
          String name = Agents.host(host);
          HostAssignments now =
              api.get("/v1/hosts/" + name + "/assignments", HostAssignments.class);
          String json = Json.mapper().writeValueAsString(status(name, Map.of(name, now.assignments())));
          String begins = "{\"number\":" + number;
          if (!json.startsWith(begins)) {
            throw new IllegalStateException("a report does not begin with its number: " + json);
          }
          out.write(name + "\t" + json.substring(begins.length()) + "\n");
        }
      }
    }
  }
}
