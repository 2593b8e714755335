import io.berth.api.Assignment;
import io.berth.api.Health;
import io.berth.api.HostStatus;
import io.berth.api.ImageOrder;
import io.berth.api.ImageState;
import io.berth.api.ImageStatus;
import io.berth.api.Instance.InstancePort;
import io.berth.api.InstanceState;
import io.berth.api.Probe;
import io.berth.api.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What an agent would report whose containers all run and pass. */
final class Agents {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private Agents() {}

  static String host(int number) {
    return "host-" + number;
  }

  /** The full report of a host. */
  static HostStatus report(
      long number, String host, List<Status> statuses, List<ImageOrder> orders) {
    List<ImageStatus> images =
        orders.stream()
            .map(
                order ->
                    new ImageStatus(
                        order.image(), order.rollout(), ImageState.READY, "web@sha256:" + DIGEST, ""))
            .toList();
    return new HostStatus(
        number,
        "bench",
        host,
        "10.0.0.1",
        Map.of("zone", "a"),
        "0.1.0",
        "",
        new HostStatus.Engine(true, "20.10", "", 8000, 16L << 30),
        statuses,
        images,
        List.of(), List.of());
  }

  /** The container of an assignment, as report {@code number} sees it. */
  static Status running(long number, Assignment assignment) {
    return running(
        number,
        assignment.service(),
        assignment.replica(),
        assignment.host(),
        assignment.revision());
  }

  /** A container; what is measured of it differs from report to report. */
  static Status running(long number, String service, int replica, String host, long revision) {
    Instant probed = CREATED.plusSeconds(number);
    return new Status(
        "default",
        service,
        replica,
        host,
        service + "-" + replica + "-r" + revision + "-a06940",
        DIGEST.substring(0, 12),
        revision,
        DIGEST.substring(0, 16),
        true,
        "web@sha256:" + DIGEST,
        InstanceState.RUNNING,
        Health.PASSING,
        true,
        new Probe(probed, "http://172.17.0.2:80/", 200, ""),
        0,
        null,
        "",
        "10.0.0.1",
        List.of(new InstancePort(80, 32768 + replica % 20000, "http")),
        20 + number % 7,
        (64L << 20) + 4096 * (number % 101),
        CREATED,
        CREATED);
  }
}
