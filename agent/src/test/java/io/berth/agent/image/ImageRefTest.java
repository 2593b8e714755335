package io.berth.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageRefTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "web,               web,              latest, -",
        "web:v1,            web,              v1,     -",
        "team/web:v1,       team/web,         v1,     -",
        "127.0.0.1:5000/web,        127.0.0.1:5000/web, latest, -",
        "127.0.0.1:5000/web:v1,     127.0.0.1:5000/web, v1,     -",
        "localhost/web:v1,          localhost/web,      v1,     -",
        "web@sha256:ab,             web,                -,      sha256:ab",
        "web:v1@sha256:ab,          web,                -,      sha256:ab",
        "h.example:1/a/b@sha256:ab, h.example:1/a/b,    -,      sha256:ab",
        "sha256:ab,                 -,                  -,      sha256:ab",
      })
  void isReadAsDockerReadsIt(String text, String name, String tag, String digest) {
    ImageRef ref = ImageRef.parse(text);
    assertThat(ref.name()).isEqualTo(name == null ? "" : name);
    assertThat(ref.tag()).isEqualTo(tag == null ? "" : tag);
    assertThat(ref.digest()).isEqualTo(digest == null ? "" : digest);
  }

  @ParameterizedTest
  @CsvSource({
    "web:v1,                r:5000/web:v1",
    "web,                   r:5000/web:latest",
    "team/web:v1,           r:5000/team/web:v1",
    "web@sha256:ab,         r:5000/web@sha256:ab",
    "localhost/web:v1,      localhost/web:v1",
    "127.0.0.1:1/web:v1,    127.0.0.1:1/web:v1",
    "ghcr.io/web:v1,        ghcr.io/web:v1",
    "sha256:ab,             sha256:ab",
  })
  void comesFromTheGivenRegistryUnlessItNamesOne(String text, String whole) {
    assertThat(ImageRef.parse(text).from("r:5000")).hasToString(whole);
  }

  @ParameterizedTest
  @CsvSource({"web, web:latest", "web:v1, web:v1", "ghcr.io/web:v1, ghcr.io/web:v1"})
  void staysAsItIsWithoutAGivenRegistry(String text, String whole) {
    assertThat(ImageRef.parse(text).from("")).hasToString(whole);
  }
}
