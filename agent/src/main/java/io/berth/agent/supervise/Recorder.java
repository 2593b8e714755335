package io.berth.agent.supervise;

import io.berth.agent.container.Container;
import io.berth.agent.container.Engine;
import io.berth.agent.container.EngineException;
import io.berth.agent.reconcile.Phase;
import io.berth.agent.reconcile.Step;
import io.berth.agent.site.Site;
import io.berth.agent.state.Life;
import io.berth.agent.state.RecordSpool;
import io.berth.api.ContainerRecord;
import io.berth.api.Instance.InstancePort;
import io.berth.api.Probe;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps records of containers; on the caller's thread, which the engine and the disk may block. */
final class Recorder {
  private static final Logger log = LoggerFactory.getLogger(Recorder.class);
  private static final int LINES = 100;

  private final Engine engine;
  private final RecordSpool spool;
  private final Runnable spooled;
  private final String host;

  /** {@code spooled} is told of every new record. */
  Recorder(Engine engine, RecordSpool spool, Runnable spooled, Site site) {
    this.engine = engine;
    this.spool = spool;
    this.spooled = spooled;
    this.host = site.host();
  }

  /** Returns once the record is safe on disk. */
  void keep(Container container, Life life, List<Probe> probes, Step.KeepRecord step) {
    ContainerRecord record = record(container, life, probes, step);
    try {
      spool.put(record);
    } catch (IOException e) {
      throw new EngineException(
          EngineException.Kind.REFUSED,
          "the record of " + container.name() + " cannot be spooled: " + e.getMessage());
    }
    log.info("{} recorded as {}: {}", container.name(), word(step), step.detail());
    spooled.run();
  }

  private ContainerRecord record(
      Container container, Life life, List<Probe> probes, Step.KeepRecord step) {
    Container.Run run = container.run();
    boolean ended = run.phase() == Phase.ENDED;
    return new ContainerRecord(
        container.name() + "." + life.ends(),
        container.labels().namespace(),
        container.labels().service(),
        container.labels().replica(),
        host,
        container.labels().revision(),
        container.labels().origin().image(),
        container.id(),
        step.reason(),
        step.detail(),
        ended ? run.exitCode() : null,
        run.oomKilled(),
        run.error(),
        container.createdAt(),
        run.startedAt(),
        ended ? run.endedAt() : null,
        life.restarts(),
        container.shape().command(),
        run.ports().stream().map(Recorder::port).toList(),
        container.shape().mounts(),
        probes,
        output(container.name()));
  }

  /** A record without output is better than none. */
  private List<String> output(String name) {
    try {
      return engine.log(name, LINES);
    } catch (EngineException e) {
      return List.of("(its output cannot be read: " + e.getMessage() + ")");
    }
  }

  private static String port(InstancePort port) {
    return port.published() + "->" + port.target() + "/" + port.protocol();
  }

  private static String word(Step.KeepRecord step) {
    return step.reason().name().toLowerCase(Locale.ROOT);
  }
}
