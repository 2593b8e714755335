package io.berth.cli.view;

import io.berth.api.Server;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The servers of the registry. */
public final class ServerTable {
  private ServerTable() {}

  /** One line a server. */
  public static List<String> lines(List<Server> servers, Instant now, Style style) {
    Table table = new Table("NAME", "URL", "STATE", "ROLE", "SEQ", "VERSION", "UP", "REASON");
    for (Server server : servers) {
      table.row(
          Text.line(server.name()),
          Text.orDash(server.url()),
          style.state(Text.word(server.state())),
          server.controller() ? "controller" : "-",
          server.seq() == 0 ? "-" : Long.toString(server.seq()),
          Text.orDash(server.version()),
          Amounts.age(server.startedAt(), now),
          server.reasons().stream().map(Text::line).collect(Collectors.joining("; ")));
    }
    return table.lines();
  }
}
