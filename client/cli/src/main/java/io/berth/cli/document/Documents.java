package io.berth.cli.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads documents of specs, {@code {"web": spec, …}}, from files or the standard input. */
public final class Documents {
  private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");

  private Documents() {}

  /**
   * Reads and joins them; {@code -} is the standard input.
   *
   * @throws Mistake naming file, line and column
   */
  public static ObjectNode read(List<String> files, InputStream stdin) {
    ObjectNode all = null;
    for (String file : files) {
      ObjectNode one = document(file, text(file, stdin));
      if (all == null) {
        all = one;
        continue;
      }
      for (Map.Entry<String, JsonNode> entry : one.properties()) {
        if (all.has(entry.getKey())) {
          throw new Mistake(file + ": " + entry.getKey() + " is in another file already");
        }
        all.set(entry.getKey(), entry.getValue());
      }
    }
    return all;
  }

  private static ObjectNode document(String file, String text) {
    String name = file.equals("-") ? "standard input" : file;
    JsonNode json = parse(name, file, text);
    if (!(json instanceof ObjectNode document) || document.isEmpty()) {
      throw new Mistake(name + ": must be a document such as {\"web\": {\"image\": \"web:v1\"}}");
    }
    if (document.path("image").isTextual()) {
      throw new Mistake(
          name + ": is a spec without its service; put it under a name: {\"web\": {…}}");
    }
    return document;
  }

  private static JsonNode parse(String name, String file, String text) {
    try {
      return (isJson(file, text) ? json() : Yaml.mapper()).readTree(text);
    } catch (JsonProcessingException e) {
      throw new Mistake(name + where(e) + ": " + reason(e));
    }
  }

  private static ObjectMapper json() {
    return JsonMapper.builder()
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  private static boolean isJson(String file, String text) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return false;
    }
    String start = text.stripLeading();
    return name.endsWith(".json") || start.startsWith("{") || start.startsWith("[");
  }

  private static String text(String file, InputStream stdin) {
    try {
      byte[] bytes = file.equals("-") ? stdin.readAllBytes() : Files.readAllBytes(Path.of(file));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new Mistake(file + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw new Mistake(file + ": may not be read");
    } catch (CharacterCodingException e) {
      throw new Mistake(file + ": is not UTF-8");
    } catch (IOException e) {
      throw new Mistake(file + ": " + e.getMessage());
    }
  }

  /**
   * A YAML parser's own place is where it was reading; its message says last where the fault is.
   */
  private static String where(JsonProcessingException e) {
    String place = "";
    Matcher said = PLACE.matcher(e.getOriginalMessage());
    while (said.find()) {
      place = ":" + said.group(1) + ":" + said.group(2);
    }
    JsonLocation at = e.getLocation();
    return place.isEmpty() && at != null ? ":" + at.getLineNr() + ":" + at.getColumnNr() : place;
  }

  /** The parser's own sentences, without the places and the snippets between them. */
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .collect(Collectors.joining(": "));
  }
}
