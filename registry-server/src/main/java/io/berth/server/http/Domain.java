package io.berth.server.http;

import io.berth.api.Server;
import io.berth.server.catalog.Catalog;
import io.berth.server.catalog.Summaries;
import io.berth.server.host.Hosts;
import io.berth.server.host.Reports;
import io.berth.server.instance.Lookup;
import io.berth.server.instance.Records;
import io.berth.server.instance.Registrations;
import io.berth.server.instance.SettingsReader;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.berth.server.rollout.Rollouts;
import io.berth.server.rollout.Steering;
import java.util.List;
import java.util.function.Supplier;

/** All that the routes delegate to. */
public record Domain(
    Journal journal,
    Heads heads,
    Reports reports,
    Catalog catalog,
    Summaries summaries,
    Rollouts rollouts,
    Steering steering,
    Hosts hosts,
    Lookup lookup,
    Registrations registrations,
    SettingsReader settings,
    Records records,
    Supplier<List<Server>> servers) {}
