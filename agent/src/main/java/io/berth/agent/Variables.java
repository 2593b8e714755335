package io.berth.agent;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The environment, where each flag that is not given may be said: {@code --data-dir} as {@code
 * BERTH_DATA_DIR}. A variable that is empty counts as not set, as one in a Compose file may be.
 */
record Variables(Map<String, String> environment) implements IDefaultValueProvider {
  @Override
  public String defaultValue(ArgSpec arg) {
    String value = arg.isOption() ? environment.get(of(((OptionSpec) arg).longestName())) : null;
    return value == null || value.isEmpty() ? null : value;
  }

  /** The variable that stands for a flag. */
  static String of(String flag) {
    return flag.equals("--docker")
        ? "DOCKER_HOST" // As all that speak to an engine read it.
        : "BERTH_" + flag.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
