package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.e2e.kit.Api;
import io.berth.e2e.kit.Cluster;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Program;
import io.berth.e2e.kit.Readme;
import io.berth.e2e.kit.Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The commands of README that back a journal up, and put it back. */
class BackupIT {
  private static final int SOME = 30;
  private static final String URL = "postgresql://berth@10.0.0.9/berth";
  private static final String DATA = "/var/lib/berth";

  @Test
  void aDumpOfPostgresWhileThreeServersWriteIsOneMomentAndPutsAllOfThemBackThere() {
    try (Cluster cluster = Cluster.open("backup")) {
      Map<String, String> instead =
          Map.of(URL, cluster.database().url().substring("jdbc:".length()));
      List<Moment> moments;
      List<Twins> twins =
          cluster.servers().stream().map(server -> new Twins(server.api(), "" + server)).toList();
      try {
        twins.forEach(pair -> pair.awaitMore(SOME));
        moments = Moment.during(twins, () -> Readme.run(cluster.folder(), "pg_dump ", instead));
      } finally {
        twins.forEach(Twins::close);
      }

      cluster.servers().forEach(server -> assertThat(server.program().stop()).isZero());
      Readme.run(cluster.folder(), "pg_restore ", instead);
      cluster.servers().forEach(server -> server.program().launch());
      cluster.servers().forEach(server -> server.program().awaitReady());
      cluster.awaitWhole();

      for (Server server : cluster.servers()) {
        moments.forEach(moment -> moment.checkAt(server.api()));
      }
      moments.forEach(moment -> moment.twins().goOn(cluster.server(0).api()));
      assertThat(cluster.database().query("SELECT max(seq) - count(*) FROM journal").strip())
          .as("the journal has no gap")
          .isEqualTo("0");
    }
  }

  @Test
  void aBackupOfSqliteWhileTheServerWritesIsOneMomentAndPutsItBackThere() {
    Path folder = Ground.folder("backup");
    int port = Ground.freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    Api api = new Api(url);
    Path data = folder.resolve("server");
    List<String> arguments =
        List.of(
            "--listen",
            "127.0.0.1:" + port,
            "--data-dir",
            data.toString(),
            "--cluster",
            folder.getFileName().toString().toLowerCase(Locale.ROOT),
            "--cluster-listen",
            "127.0.0.1:0");
    Map<String, String> instead = Map.of(DATA, data.toString());
    try (Program server =
        new Program(
            "berth-server", arguments, url.resolve("/health/ready"), folder.resolve("log"))) {
      server.start();
      List<Moment> moments;
      try (Twins twins = new Twins(api, "web")) {
        twins.awaitMore(SOME);
        moments = Moment.during(List.of(twins), () -> Readme.run(folder, "sqlite3 ", instead));
      }

      assertThat(server.stop()).isZero();
      Readme.run(folder, "rm -f /var/lib/berth/journal.db", instead);
      server.start();

      moments.forEach(moment -> moment.checkAt(api));
      moments.forEach(moment -> moment.twins().goOn(api));
    }
  }

  /**
   * What a backup must and may hold of some twins.
   *
   * @param least what was acknowledged before it began
   * @param most what may have been on its way when it ended
   */
  private record Moment(Twins twins, long least, long most) {
    static List<Moment> during(List<Twins> all, Runnable backup) {
      List<Long> least = all.stream().map(Twins::acknowledged).toList();
      backup.run();
      List<Long> most = all.stream().map(twins -> twins.acknowledged() + 1).toList();
      all.forEach(twins -> twins.awaitMore(SOME));
      return java.util.stream.IntStream.range(0, all.size())
          .mapToObj(i -> new Moment(all.get(i), least.get(i), most.get(i)))
          .toList();
    }

    void checkAt(Api api) {
      assertThat(twins.held(api)).isBetween(least, most).isLessThan(twins.acknowledged());
    }
  }
}
