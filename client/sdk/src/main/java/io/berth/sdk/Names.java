package io.berth.sdk;

import java.util.regex.Pattern;

/** The names a path may hold: checked here, so that nothing needs escaping in a URI or a file. */
final class Names {
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

  private Names() {}

  static String namespace(String name) {
    return checked("namespace", name, SERVICE);
  }

  static String service(String name) {
    return checked("service", name, SERVICE);
  }

  static String instance(String id) {
    return checked("instance id", id, INSTANCE);
  }

  private static String checked(String what, String name, Pattern pattern) {
    if (!pattern.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a " + what + " must match " + pattern + ", not \"" + name + "\"");
    }
    return name;
  }
}
