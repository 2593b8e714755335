package io.berth.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Fault;
import io.berth.api.spec.Healthcheck;
import io.berth.api.spec.Port;
import io.berth.api.spec.PortMode;
import io.berth.api.spec.Protocol;
import io.berth.api.spec.Restart;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one place that knows what a valid spec is: reads the document, fills in the defaults, and
 * says of everything wrong in it where it is and what would be right. Keys are named as in the
 * Compose specification.
 */
public final class SpecReader {
  /**
   * {@code [registry[:port]/]path[:tag][@digest]}, the grammar of the distribution project's
   * reference package.
   */
  private static final Pattern IMAGE =
      Pattern.compile(
          "(?:(?:[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)(?:\\.[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)*(?::[0-9]{1,5})?/)?"
              + "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
              + "(?::[A-Za-z0-9_][-A-Za-z0-9_.]{0,127})?(?:@sha256:[a-f0-9]{64})?");

  private static final Pattern VOLUME_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");
  private static final Pattern SIGNAL = Pattern.compile("(?:SIG)?[A-Z][A-Z0-9+]{1,11}|[1-9][0-9]?");
  private static final Pattern VARIABLE = Pattern.compile("[^=\\s]{1,256}");
  private static final int HTTP = 80;
  private static final Duration NOTHING = Duration.ZERO;
  private static final Duration INSTANT = Duration.ofMillis(100);

  private SpecReader() {}

  /**
   * Reads a document that somebody puts as a whole spec.
   *
   * @throws InvalidSpec with every fault that was found
   */
  public static Spec accept(JsonNode document) {
    List<Fault> faults = new ArrayList<>();
    return faultless(accept(document, "", faults), faults);
  }

  /**
   * The same for a spec found at a path of a larger document; what it answers may be used only if
   * there are no faults.
   */
  static Spec accept(JsonNode document, String path, List<Fault> faults) {
    Spec spec = read(document, path, faults);
    if (document.isObject()) {
      Contradictions.refuse(Fields.of(document, path, faults), document, spec);
    }
    return spec;
  }

  /**
   * Reads a document that was accepted once, by this version or an earlier one.
   *
   * @throws InvalidSpec with every fault that was found
   */
  public static Spec read(JsonNode document) {
    List<Fault> faults = new ArrayList<>();
    return faultless(read(document, "", faults), faults);
  }

  private static Spec faultless(Spec spec, List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw new InvalidSpec(faults);
    }
    return spec;
  }

  /**
   * Reads a spec found at a path of a larger document; what it answers may be used only if there
   * are no faults.
   */
  private static Spec read(JsonNode document, String path, List<Fault> faults) {
    Fields fields = Fields.of(document, path, faults);
    Optional<Healthcheck> healthcheck = healthcheck(fields);
    List<Port> ports =
        fields.items("ports", (at, value) -> port(at, value, healthcheck, fields, faults));
    refuseDoubledPorts(fields, ports);
    Spec spec =
        new Spec(
            image(fields),
            ports,
            environment(fields),
            fields.object("settings"),
            fields.texts("command"),
            fields.texts("entrypoint"),
            fields.text("user", ""),
            workingDir(fields),
            fields.items("volumes", (at, value) -> volume(at, value, faults)),
            healthcheck,
            stopSignal(fields),
            fields.duration("stop_grace_period", Duration.ofSeconds(30), NOTHING),
            fields.choice("restart", Restart.UNLESS_STOPPED, Choices.of(Restart.class)),
            labels(fields),
            credentials(fields),
            DeployReader.read(fields.nested("deploy"), healthcheck),
            fields.extensions());
    fields.close();
    return spec;
  }

  private static String image(Fields fields) {
    String image = fields.text("image", "");
    if (!image.isEmpty() && (image.length() > 512 || !IMAGE.matcher(image).matches())) {
      fields.fault(
          "image",
          "must be an image such as \"web:v2\" or \"127.0.0.1:5000/team/web:v2\", in lower case, not \""
              + shorten(image)
              + "\"");
    }
    return image;
  }

  private static Port port(
      String at,
      JsonNode value,
      Optional<Healthcheck> healthcheck,
      Fields fields,
      List<Fault> faults) {
    if (!value.isObject()) {
      Integer both = fields.asInteger(at, value, 1, 65535);
      return both == null
          ? null
          : new Port(both, both, unsaid(both, healthcheck), PortMode.PROXY, false);
    }
    Fields port = Fields.of(value, at, faults);
    int target = port.integer("target", 0, 1, 65535);
    if (!port.has("target")) {
      port.fault("target", "is needed: the port inside the container");
    }
    Port read =
        new Port(
            target,
            port.integer("published", 0, 1, 65535),
            port.choice("protocol", unsaid(target, healthcheck), Choices.of(Protocol.class)),
            port.choice("mode", PortMode.PROXY, Choices.of(PortMode.class)),
            port.flag("sticky", false));
    if (read.sticky() && !(read.isProxied() && read.protocol() == Protocol.HTTP)) {
      port.fault("sticky", "is for a published port in mode proxy on which http is spoken");
    }
    port.close();
    return read;
  }

  /** What is spoken on a port: HTTP where it is probed by that, and on HTTP's own port. */
  private static Protocol unsaid(int target, Optional<Healthcheck> healthcheck) {
    boolean probed =
        healthcheck.flatMap(Healthcheck::http).filter(probe -> probe.port() == target).isPresent();
    return probed || target == HTTP ? Protocol.HTTP : Protocol.TCP;
  }

  private static void refuseDoubledPorts(Fields fields, List<Port> ports) {
    Set<String> taken = new HashSet<>();
    for (Port port : ports) {
      String transport = port.protocol() == Protocol.UDP ? "udp" : "tcp";
      if (port.published() != 0 && !taken.add(port.published() + "/" + transport)) {
        fields.fault("ports", "must not publish " + port.published() + "/" + transport + " twice");
      } else if (port.published() == 0 && !taken.add("target " + port.target() + "/" + transport)) {
        fields.fault("ports", "must not name " + port.target() + "/" + transport + " twice");
      }
    }
  }

  private static Map<String, String> environment(Fields fields) {
    Map<String, String> environment = fields.textMap("environment");
    environment.keySet().stream()
        .filter(name -> !VARIABLE.matcher(name).matches())
        .forEach(
            name ->
                fields.fault(
                    "environment",
                    "must have names without '=' and spaces, not \"" + shorten(name) + "\""));
    return environment;
  }

  private static Map<String, String> labels(Fields fields) {
    Map<String, String> labels = fields.textMap("labels");
    labels.keySet().stream()
        .filter(name -> name.startsWith("berth."))
        .forEach(
            name ->
                fields.fault(
                    "labels." + name, "must not start with \"berth.\", which is Berth's own"));
    return labels;
  }

  private static String workingDir(Fields fields) {
    String folder = fields.text("working_dir", "");
    if (!folder.isEmpty() && !folder.startsWith("/")) {
      fields.fault("working_dir", "must be an absolute path, not \"" + shorten(folder) + "\"");
    }
    return folder;
  }

  private static String stopSignal(Fields fields) {
    String signal = fields.text("stop_signal", "SIGTERM");
    if (!SIGNAL.matcher(signal).matches()) {
      fields.fault(
          "stop_signal", "must be a signal such as \"SIGTERM\", not \"" + shorten(signal) + "\"");
    }
    return signal;
  }

  private static String credentials(Fields fields) {
    String name = fields.text("registry_auth", "");
    if (!name.isEmpty() && !ServiceName.isName(name)) {
      fields.fault("registry_auth", ServiceName.rule());
    }
    return name;
  }

  private static Volume volume(String at, JsonNode value, List<Fault> faults) {
    Fields volume = Fields.of(value, at, faults);
    String source = volume.text("source", "");
    String target = volume.text("target", "");
    if (!isPath(source) && !VOLUME_NAME.matcher(source).matches()) {
      volume.fault(
          "source",
          "must be a volume's name or an absolute path without \"..\", not \""
              + shorten(source)
              + "\"");
    }
    if (!isPath(target) || target.equals("/")) {
      volume.fault(
          "target",
          "must be an absolute path without \"..\" and ':', not \"" + shorten(target) + "\"");
    }
    Volume read = new Volume(source, target, volume.flag("exclusive", false));
    volume.close();
    return read;
  }

  private static boolean isPath(String text) {
    return text.startsWith("/")
        && text.length() <= 4096
        && text.indexOf(':') < 0
        && !List.of(text.split("/")).contains("..");
  }

  private static Optional<Healthcheck> healthcheck(Fields spec) {
    Fields check = spec.nested("healthcheck");
    Optional<Healthcheck.HttpProbe> http = Optional.empty();
    if (check.has("http")) {
      Fields probe = check.nested("http");
      http = Optional.of(new Healthcheck.HttpProbe(probe.text("path", "/"), probePort(probe)));
      if (!http.get().path().startsWith("/")) {
        probe.fault("path", "must start with \"/\"");
      }
      probe.close();
    }
    Optional<Healthcheck.TcpProbe> tcp = Optional.empty();
    if (check.has("tcp")) {
      Fields probe = check.nested("tcp");
      tcp = Optional.of(new Healthcheck.TcpProbe(probePort(probe)));
      probe.close();
    }
    Healthcheck read =
        new Healthcheck(
            http,
            tcp,
            check.duration("interval", Duration.ofSeconds(1), INSTANT),
            check.duration("timeout", Duration.ofSeconds(5), INSTANT),
            check.integer("retries", 3, 1, 100),
            check.duration("start_period", Duration.ofSeconds(30), NOTHING));
    check.close();
    if (!spec.has("healthcheck")) {
      return Optional.empty();
    }
    if (http.isPresent() == tcp.isPresent()) {
      spec.fault(
          "healthcheck",
          "must have one of http and tcp; leave healthcheck out to use the image's own");
    }
    return Optional.of(read);
  }

  private static int probePort(Fields probe) {
    if (!probe.has("port")) {
      probe.fault("port", "is needed: the port inside the container");
    }
    return probe.integer("port", 0, 1, 65535);
  }

  private static String shorten(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
