package io.berth.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.spec.Autoscale;
import io.berth.api.spec.Deploy;
import io.berth.api.spec.DeployMode;
import io.berth.api.spec.Healthcheck;
import io.berth.api.spec.Placement;
import io.berth.api.spec.Placement.Constraint;
import io.berth.api.spec.Resources;
import io.berth.api.spec.Resources.Amount;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code deploy} part of a spec. */
final class DeployReader {
  private static final Pattern CONSTRAINT =
      Pattern.compile(
          "\\s*(host\\.name|host\\.labels\\.[A-Za-z0-9_.-]{1,63})\\s*(==|!=)\\s*([A-Za-z0-9_.-]{1,128})\\s*");
  private static final Pattern SPREAD =
      Pattern.compile("host\\.name|host\\.labels\\.[A-Za-z0-9_.-]{1,63}");
  private static final Pattern CPUS = Pattern.compile("\\d{1,4}(?:\\.\\d{1,3})?");

  private DeployReader() {}

  /** Reads it; how long an update may take depends on the health check. */
  static Deploy read(Fields fields, Optional<Healthcheck> healthcheck) {
    Deploy deploy =
        new Deploy(
            fields.choice("mode", DeployMode.REPLICATED, Choices.of(DeployMode.class)),
            fields.integer("replicas", 1, 0, 1000),
            resources(fields.nested("resources")),
            placement(fields.nested("placement")),
            UpdateReader.read(fields.nested("update"), healthcheck),
            fields.integer("keep_revisions", 5, 1, 50),
            autoscale(fields));
    fields.close();
    return deploy;
  }

  private static Resources resources(Fields fields) {
    Amount limits = amount(fields.nested("limits"));
    Amount reservations = amount(fields.nested("reservations"));
    if (limits.memory() != 0 && reservations.memory() > limits.memory()) {
      fields.fault("reservations.memory", "must not be more than limits.memory");
    }
    if (limits.cpus() != 0 && reservations.cpus() > limits.cpus()) {
      fields.fault("reservations.cpus", "must not be more than limits.cpus");
    }
    fields.close();
    return new Resources(limits, reservations);
  }

  private static Amount amount(Fields fields) {
    long cpus =
        fields.item(
            "cpus",
            0L,
            DeployReader::cpus,
            "must be a number of cores such as \"0.5\" or \"2\", up to 3 decimals");
    long memory = fields.size("memory", 0);
    if (memory != 0 && memory < 6L << 20) {
      fields.fault("memory", "must be at least 6M, which is the least that Docker takes");
    }
    fields.close();
    return new Amount(cpus, memory);
  }

  private static Long cpus(JsonNode value) {
    boolean scalar = value.isNumber() || value.isTextual();
    String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    return scalar && CPUS.matcher(text).matches()
        ? new BigDecimal(text).movePointRight(3).longValueExact()
        : null;
  }

  private static Placement placement(Fields fields) {
    Placement placement =
        new Placement(
            fields.items("constraints", (at, value) -> constraint(at, value, fields)),
            fields.items("spread", (at, value) -> spread(at, value, fields)),
            fields.integer("max_replicas_per_host", 0, 0, 1000));
    fields.close();
    return placement;
  }

  private static Constraint constraint(String at, JsonNode value, Fields fields) {
    Matcher matcher = CONSTRAINT.matcher(value.asText());
    if (!value.isTextual() || !matcher.matches()) {
      return fields.wrong(
          at,
          "must read like \"host.labels.zone == a\" or \"host.name != h1\", not "
              + Fields.shown(value));
    }
    return new Constraint(matcher.group(1), matcher.group(2).equals("=="), matcher.group(3));
  }

  private static String spread(String at, JsonNode value, Fields fields) {
    return value.isTextual() && SPREAD.matcher(value.textValue()).matches()
        ? value.textValue()
        : fields.wrong(at, "must read like \"host.labels.zone\", not " + Fields.shown(value));
  }

  private static Optional<Autoscale> autoscale(Fields deploy) {
    if (!deploy.has("autoscale")) {
      return Optional.empty();
    }
    Fields fields = deploy.nested("autoscale");
    Autoscale autoscale =
        new Autoscale(
            fields.integer("min", 1, 1, 1000),
            fields.integer("max", 10, 1, 1000),
            fields.text("metric", "cpu"),
            fields.integer("target", 70, 1, 100),
            fields.duration("cooldown", Duration.ofSeconds(60), Duration.ofSeconds(1)));
    if (autoscale.min() > autoscale.max()) {
      fields.fault("min", "must not be more than max");
    }
    if (!autoscale.metric().equals("cpu") && !autoscale.metric().equals("memory")) {
      fields.fault("metric", "must be one of cpu, memory");
    }
    fields.close();
    return Optional.of(autoscale);
  }
}
