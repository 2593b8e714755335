package io.berth.cli.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.cli.fixture.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
  @TempDir Path folder;

  @Test
  void yamlBecomesTheSameAsJson() throws IOException {
    String yaml = file("web.yaml", "web:\n  image: web:v2\n  ports: [80]\n  settings: {x: true}\n");
    String json =
        file(
            "web.json",
            "{\"web\":{\"image\":\"web:v2\",\"ports\":[80],\"settings\":{\"x\":true}}}");

    assertThat(read(yaml)).isEqualTo(read(json));
  }

  @Test
  void theStandardInputMayBeEither() {
    assertThat(piped("{\"web\":{}}")).isEqualTo(Samples.json("{\"web\":{}}"));
    assertThat(piped("web: {}\n")).isEqualTo(Samples.json("{\"web\":{}}"));
  }

  @Test
  void whatIsWrittenIsReadBackTheSame() {
    var json =
        Samples.json(
            "{\"web\":{\"image\":\"web:v2\",\"ports\":[80,{\"target\":8080}],\"user\":\"\","
                + "\"environment\":{\"A\":\"no\",\"B\":\"080\",\"C\":\"a: b # c\",\"D\":\"x\\ny\"}}}");

    assertThat(piped(String.join("\n", Yaml.lines(json)))).isEqualTo(json);
  }

  @Test
  void filesAreJoinedAndAServiceMayBeInOneOnly() throws IOException {
    String one = file("1.yaml", "web: {image: web:v1}");
    String two = file("2.yaml", "db: {image: db:v1}");

    assertThat(read(one, two))
        .isEqualTo(Samples.json("{\"web\":{\"image\":\"web:v1\"},\"db\":{\"image\":\"db:v1\"}}"));
    assertThatThrownBy(() -> read(one, one)).hasMessageEndingWith("web is in another file already");
  }

  @Test
  void aFaultIsNamedByFileLineAndColumn() throws IOException {
    String json = file("bad.json", "{\n  \"web\": {\"image\": }\n}");
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(Mistake.class)
        .message()
        .startsWith(json + ":2:")
        .doesNotContain("\n");

    String yaml = file("bad.yaml", "web:\n  image: web:v1\n ports: [80]\n");
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(Mistake.class)
        .message()
        .startsWith(yaml + ":3:")
        .doesNotContain("\n");
  }

  @Test
  void aYamlFaultIsWhereItIsAndNotWhereTheParserBegan() throws IOException {
    String tab = file("tab.yaml", "web:\n\timage: web:v1\n");
    assertThatThrownBy(() -> read(tab))
        .hasMessageStartingWith(tab + ":2:1: while scanning for the next token: found character");

    String open = file("open.yaml", "web:\n  image: \"web:v1\n");
    assertThatThrownBy(() -> read(open))
        .hasMessage(open + ":3:1: while scanning a quoted scalar: found unexpected end of stream");
  }

  @Test
  void aKeyGivenTwiceIsAFault() throws IOException {
    String json = file("twice.json", "{\"web\":{},\n\"web\":{}}");
    assertThatThrownBy(() -> read(json)).hasMessageContaining("twice.json:2:");

    String yaml = file("twice.yaml", "web: {}\nweb: {}\n");
    assertThatThrownBy(() -> read(yaml)).hasMessageContaining("twice.yaml:2:");
  }

  @Test
  void aSpecWithoutItsServiceIsExplained() {
    assertThatThrownBy(() -> piped("image: web:v1"))
        .hasMessage(
            "standard input: is a spec without its service; put it under a name: {\"web\": {…}}");
  }

  @Test
  void whatIsNoDocumentIsRefused() {
    assertThatThrownBy(() -> piped(""))
        .hasMessageStartingWith("standard input: must be a document");
    assertThatThrownBy(() -> piped("[1]")).hasMessageStartingWith("standard input: must be");
    assertThatThrownBy(() -> piped("a: {}\n---\nb: {}\n")).isInstanceOf(Mistake.class);
    assertThatThrownBy(() -> read(folder.resolve("none.json").toString()))
        .hasMessageEndingWith("none.json: there is no such file");
    assertThatThrownBy(() -> read(folder.toString())).isInstanceOf(Mistake.class);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Object read(String... files) {
    return Documents.read(List.of(files), InputStream.nullInputStream());
  }

  private static Object piped(String text) {
    return Documents.read(List.of("-"), new ByteArrayInputStream(text.getBytes(UTF_8)));
  }
}
