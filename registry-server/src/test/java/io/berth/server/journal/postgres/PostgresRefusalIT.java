package io.berth.server.journal.postgres;

import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalRefused;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says when its journal must not be opened, and that it changes nothing then. */
class PostgresRefusalIT {
  private static final String TABLES =
      "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";
  private static final String SECRET = "s3cr3t&%25";

  private TestDatabase database;

  @BeforeEach
  void createDatabase() throws Exception {
    database = TestDatabase.create();
  }

  @AfterEach
  void dropDatabase() throws Exception {
    database.close();
  }

  @Test
  void aWrongPassword() throws SQLException {
    refused(without("password") + "&password=s3cr3t%26%2525", "does not let user");
    refused(without("password"), Map.of("BERTH_JOURNAL_PASSWORD", SECRET), "does not let user");
    refused(without("password"), Map.of("PGPASSWORD", SECRET), "does not let user");
    refused(without("password"), Map.of(), "password");
    assertThat(database.number(TABLES)).isZero();
  }

  @Test
  void aPasswordInTheEnvironmentIsUsedWhereTheUrlHasNone() {
    String password = database.url().replaceFirst(".*password=([^&]*).*", "$1");
    try (Journal journal =
        PostgresJournal.open(
            without("password"),
            Map.of("BERTH_JOURNAL_PASSWORD", password, "PGPASSWORD", SECRET))) {
      journal.commit(write(service("default/web", 1, "web:v1")));
    }
    PostgresJournal.open(database.url(), Map.of("BERTH_JOURNAL_PASSWORD", SECRET)).close();
  }

  @Test
  void anUnknownRole() {
    refused(without("user") + "&user=nobody_here", "does not let user nobody_here in");
    refused(without("user"), "does not let user " + System.getProperty("user.name") + " in");
  }

  @Test
  void anUnknownDatabase() {
    refused(database.url("none_such"), "create the database first");
  }

  @Test
  void aSchemaThatIsNotThere() {
    refused(database.url() + "&currentSchema=none_such", "has no schema to hold it");
  }

  @Test
  void aNewerSchema() throws Exception {
    PostgresJournal.open(database.url()).close();
    database.run("UPDATE berth_schema SET version = 2");

    refused(database.url(), "is of schema version 2, this server knows only 1");
    assertThat(database.number("SELECT version FROM berth_schema")).isEqualTo(2);
  }

  @Test
  void tablesOfAnotherProgram() throws Exception {
    database.run("CREATE TABLE journal (entry TEXT)");

    refused(database.url(), "holds the tables of another program in its schema public");
    assertThat(database.number(TABLES)).isEqualTo(1);
  }

  @Test
  void aDatabaseThatCannotKeepEveryText() throws Exception {
    try (TestDatabase latin =
        TestDatabase.createLike("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")) {
      refused(latin.url(), "is a database in LATIN1");
    }
  }

  @Test
  void aSchemaThatTheRoleMayNotWriteTo() throws Exception {
    database.run("CREATE SCHEMA closed");
    database.run("REVOKE CREATE ON SCHEMA closed FROM CURRENT_USER");

    refused(database.url() + "&currentSchema=closed", "cannot be used by user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:",
        "jdbc:postgresql://127.0.0.1:1",
        "jdbc:postgresql://127.0.0.1:port/berth?password=" + SECRET,
        "jdbc:postgresql://berth:" + SECRET + "@127.0.0.1/berth",
        "jdbc:mysql://127.0.0.1/berth?password=" + SECRET
      })
  void aUrlThatIsNone(String url) {
    refused(url, "must be jdbc:postgresql://HOST");
  }

  private String without(String parameter) {
    return database.url().replaceFirst("&?" + parameter + "=[^&]*", "").replace("?&", "?");
  }

  private static void refused(String url, String why) {
    refused(url, Map.of(), why);
  }

  private static void refused(String url, Map<String, String> environment, String why) {
    assertThatThrownBy(() -> PostgresJournal.open(url, environment).close())
        .isInstanceOf(JournalRefused.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("s3cr3t");
  }
}
