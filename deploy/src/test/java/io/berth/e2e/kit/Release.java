package io.berth.e2e.kit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A build of the server. */
public final class Release {
  private final Path program;

  private Release(Path program) {
    this.program = program;
  }

  /** The one of this tree. */
  public static Release current() {
    return new Release(Ground.deploy().resolve("bin/berth-server"));
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
    String answer = Ground.run(Map.of(), List.of(program.toString(), "--version"));
    return answer.strip().replace("berth-server ", "");
  }

  /** Makes it that of a server, from the server's next start on. */
  public void installAt(Server server) {
    server.program().become(program);
  }
}
