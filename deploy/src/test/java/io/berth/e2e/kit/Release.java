package io.berth.e2e.kit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A build of the programs. */
public final class Release {
  private final Path bin;

  private Release(Path bin) {
    this.bin = bin;
  }

  /** The one of this tree. */
  public static Release current() {
    return new Release(Ground.deploy().resolve("bin"));
  }

  /** One to come, so many steps on; made where it is not yet. */
  public static Release next(int steps) {
    String script = Ground.deploy().resolve("parts/release").toString();
    String folder = Ground.deploy().resolve("target/release-" + steps).toString();
    String made = Ground.run(Map.of(), List.of(script, folder, Integer.toString(steps)));
    return new Release(Path.of(made.strip()));
  }

  /** Its version. */
  public String version() {
    String answer =
        Ground.run(Map.of(), List.of(bin.resolve("berth-server").toString(), "--version"));
    return answer.strip().replace("berth-server ", "");
  }

  /** Makes it that of a server, from the server's next start on. */
  public void installAt(Server server) {
    server.program().become(bin);
  }

  /** Makes it that of a host's programs, each from its next start on. */
  public void installAt(Host host) {
    host.agent().become(bin);
    host.proxy().become(bin);
  }
}
