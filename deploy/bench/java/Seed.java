import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Fills a server: services, and hosts of 20 instances that report them. No rollout placed them, which
 * a lookup does not ask about.
 */
final class Seed {
  private static final int A_HOST = 20;
  private static final int AN_APPLY = 1000;
  private static final long POLL_NANOS = 100_000_000;

  private Seed() {}

  /** SERVER SERVICES INSTANCES: so many instances of each of so many services, web-0 and on. */
  public static void main(String[] args) throws Exception {
    Api api = new Api(args[0]);
    int services = Integer.parseInt(args[1]);
    int each = Integer.parseInt(args[2]);
    for (int first = 0; first < services; first += AN_APPLY) {
      Map<String, Object> specs = new HashMap<>();
      for (int service = first; service < Math.min(services, first + AN_APPLY); service++) {
        specs.put("web-" + service, Map.of("settings", Map.of("limit", service)));
      }
      api.send("POST", "/v1/namespaces/default/apply", specs);
    }
    int instances = services * each;
    for (int first = 0; first < instances; first += A_HOST) {
      String host = Agents.host(first / A_HOST);
      List<Status> statuses = new ArrayList<>();
      for (int n = first; n < Math.min(instances, first + A_HOST); n++) {
        // The copies of one service are on as many hosts as there are.
        statuses.add(Agents.running(1, "web-" + n % services, n / services, host, 1));
      }
      api.send("PUT", "/v1/hosts/" + host + "/status", Agents.report(1, host, statuses, List.of()));
    }
    // Each new service has a rollout, if only of its settings: the server is to be at rest.
    while (!api.get("/v1/rollouts?active=true&limit=1", JsonNode.class).get("items").isEmpty()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
