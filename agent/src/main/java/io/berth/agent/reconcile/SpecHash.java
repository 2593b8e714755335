package io.berth.agent.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.api.Json;
import io.berth.api.spec.Healthcheck;
import io.berth.api.spec.Port;
import io.berth.api.spec.Protocol;
import io.berth.api.spec.Resources;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Volume;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A hash of that part of a spec which takes a new container to change.
 *
 * <p>Its keys are written out here, not taken from the wire records: a record that gains a key must
 * not replace every container when agents are upgraded. A key added here later has to be left out
 * at its default.
 */
public final class SpecHash {
  private static final int LENGTH = 16;

  private SpecHash() {}

  /** The first 16 hex digits of a SHA-256. */
  public static String of(Spec spec) {
    try {
      byte[] json = Json.mapper().writeValueAsBytes(parts(spec));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> parts(Spec spec) {
    Map<String, Object> parts = new TreeMap<>();
    parts.put("image", spec.image());
    parts.put("command", spec.command());
    parts.put("entrypoint", spec.entrypoint());
    parts.put("user", spec.user());
    parts.put("working_dir", spec.workingDir());
    parts.put("environment", new TreeMap<>(spec.environment()));
    parts.put("ports", spec.ports().stream().map(SpecHash::port).toList());
    parts.put("volumes", spec.volumes().stream().map(SpecHash::volume).toList());
    spec.healthcheck().ifPresent(check -> parts.put("healthcheck", healthcheck(check)));
    parts.put("stop_signal", spec.stopSignal());
    parts.put("stop_grace_period", spec.stopGracePeriod());
    parts.put("restart", spec.restart());
    parts.put("labels", new TreeMap<>(spec.labels()));
    Resources.Amount limits = spec.deploy().resources().limits();
    parts.put("limits", List.of(limits.cpus(), limits.memory()));
    return parts;
  }

  /** What is spoken over TCP is no matter of the container's. */
  private static List<Object> port(Port port) {
    Protocol transport = port.protocol() == Protocol.UDP ? Protocol.UDP : Protocol.TCP;
    return List.of(port.target(), port.published(), transport, port.mode());
  }

  private static List<Object> volume(Volume volume) {
    return List.of(volume.source(), volume.target(), volume.exclusive());
  }

  private static Map<String, Object> healthcheck(Healthcheck check) {
    Map<String, Object> parts = new TreeMap<>();
    check.http().ifPresent(http -> parts.put("http", List.of(http.path(), http.port())));
    check.tcp().ifPresent(tcp -> parts.put("tcp", tcp.port()));
    parts.put("interval", check.interval());
    parts.put("timeout", check.timeout());
    parts.put("retries", check.retries());
    parts.put("start_period", check.startPeriod());
    return parts;
  }
}
