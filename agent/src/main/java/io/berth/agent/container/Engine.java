package io.berth.agent.container;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A container engine, as far as one cluster's containers on one host go. Calls block until the
 * engine answered or a deadline passed, and may be made from any thread; every failure is an {@link
 * EngineException}. Asking for what is so already is no failure.
 */
public interface Engine extends Closeable {

  /** What engine it is. */
  Facts facts();

  /**
   * The containers of this cluster and host, in any state; never a part of them.
   *
   * @param known by name, those that need not be asked about: where they are still there, they are
   *     given back as they are
   */
  List<Container> containers(Map<String, Container> known);

  /**
   * Makes a container without starting it.
   *
   * @return the engine's id of it
   * @throws EngineException of kind {@link EngineException.Kind#NOT_FOUND} when its image is not
   *     here
   */
  String create(Blueprint blueprint);

  /** Starts a container; the error of a host port that is taken names it. */
  void start(String name);

  /** Asks a container to end, ends it by force after the grace, and returns when it ended. */
  void stop(String name, Duration grace);

  /** Removes a container that does not run; its named volumes stay. */
  void remove(String name);

  /** The last lines that a container wrote, oldest first. */
  List<String> log(String name, int lines);

  /** What a running container uses now. */
  Usage usage(String name);

  /**
   * Calls back at every change of such a container, on a thread of its own, until closed. Changes
   * may be lost, and whoever needs to know compares.
   *
   * @param changed told of the name of a container that changed
   * @param ended the engine hung up: nothing more will come
   */
  Closeable follow(Consumer<String> changed, Runnable ended);

  @Override
  void close();

  /**
   * What engine it is.
   *
   * @param version its version
   * @param cpus thousandths of a core that it has
   * @param memory bytes that it has
   */
  record Facts(String version, long cpus, long memory) {}

  /**
   * What a container uses.
   *
   * @param cpuNanos time on the processors since it was started, in nanoseconds
   * @param memory bytes, without the page cache
   */
  record Usage(long cpuNanos, long memory) {}
}
