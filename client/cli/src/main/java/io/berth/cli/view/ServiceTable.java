package io.berth.cli.view;

import io.berth.api.ServiceSummary;
import java.time.Instant;
import java.util.List;

/** The services of a namespace. */
public final class ServiceTable {
  private ServiceTable() {}

  /** One line a service. */
  public static List<String> lines(
      String namespace, List<ServiceSummary> services, Instant now, Style style) {
    Table table = new Table("SERVICE", "REVISION", "STABLE", "ROLLOUT", "PASSING", "AGE", "IMAGE");
    for (ServiceSummary service : services) {
      table.row(
          service.service(),
          Long.toString(service.revision()),
          service.stable() == 0 ? "-" : Long.toString(service.stable()),
          style.state(Text.word(service.rollout())),
          passing(service, style),
          Amounts.age(service.updatedAt(), now),
          service.image() == null || service.image().isEmpty()
              ? style.faint("(settings only)")
              : Text.image(service.image()));
    }
    return table.linesOr("no services in namespace " + namespace);
  }

  private static String passing(ServiceSummary service, Style style) {
    String text = service.passing() + "/" + service.desired();
    return service.passing() < service.desired() ? style.bad(text) : text;
  }
}
