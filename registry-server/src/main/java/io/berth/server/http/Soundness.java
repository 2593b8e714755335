package io.berth.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Fault;
import io.berth.server.catalog.InvalidSpec;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Refuses what JSON can say, but cannot be kept and given back as it was. */
final class Soundness {
  private final boolean nul;

  private Soundness(boolean nul) {
    this.nul = nul;
  }

  /**
   * Looks through a document that programs are to be given as arguments, environment or settings.
   *
   * @throws InvalidSpec at the first place that is not sound
   */
  static void check(JsonNode tree) {
    new Soundness(false).check(tree, "");
  }

  /**
   * Looks through a report, which shows what programs wrote, whatever it was.
   *
   * @throws InvalidSpec at the first place that is not sound
   */
  static void checkReport(JsonNode tree) {
    new Soundness(true).check(tree, "");
  }

  private void check(JsonNode node, String path) {
    if (node.isTextual()) {
      text(node.textValue(), path);
    } else if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
      throw fault(path, "is a number that is too large");
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), path + "[" + i + "]");
      }
    } else if (node.isObject()) {
      Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        text(field.getKey(), path);
        check(field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey());
      }
    }
  }

  private void text(String text, String path) {
    if (!nul && text.indexOf(0) >= 0) {
      throw fault(path, "has a NUL character in it, which no program can be given");
    }
    if (!hasWholeCharacters(text)) {
      throw fault(path, "has half a character in it (an unpaired surrogate)");
    }
  }

  /** Whether each surrogate in a text is one of a pair. */
  static boolean hasWholeCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static InvalidSpec fault(String path, String message) {
    return new InvalidSpec(List.of(new Fault(path, message)));
  }
}
