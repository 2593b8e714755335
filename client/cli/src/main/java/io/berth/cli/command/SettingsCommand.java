package io.berth.cli.command;

import picocli.CommandLine.Command;

/** Groups what reads and writes settings. */
@Command(
    name = "settings",
    description = "Read and change the part of a spec that running programs read live.")
final class SettingsCommand extends Group {}
