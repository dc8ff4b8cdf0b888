package io.billinghub.embedded.cli;

import io.billinghub.embedded.bench.Bench;
import io.billinghub.embedded.demo.HubClient;
import io.billinghub.embedded.folder.DataFolder;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.folder.Ports;
import io.billinghub.embedded.keycloak.DemoTokens;
import io.billinghub.embedded.services.Database;
import io.billinghub.embedded.services.EmbeddedServices;
import io.billinghub.embedded.services.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A hub for one measurement: embedded services, a fresh database, a folder and a port of its own. What another hub of the same data
 * folder holds is not touched.
 */
final class FreshHub {
    private final HubSettings settings;
    private final String name;
    private final Map<String, String> configuration;
    private final int processes;

    /** @param name of the measurement: its folder, its database and its topics are called after it */
    FreshHub(HubSettings settings, String name) {
        this(settings, name, Map.of(), 1);
    }

    /**
     * @param configuration environment variables that the hub has besides
     * @param processes that do a run's work: the hub, and others beside it
     */
    FreshHub(HubSettings settings, String name, Map<String, String> configuration, int processes) {
        this.settings = settings;
        this.name = name;
        this.configuration = Map.copyOf(configuration);
        this.processes = processes;
    }

    /** What is done with the hub. */
    interface Work {
        /** Measures, prints, and tells whether what was measured is also right. */
        boolean on(Bench.Subject subject, Connection app, Connection administrator) throws InterruptedException;
    }

    /**
     * Starts the hub, does the work, stops the hub.
     *
     * @return the exit code
     */
    int run(Work work) throws InterruptedException {
        Path folder = settings.data().resolve(name);
        Path collections = folder.resolve("gc.log");
        HubSettings own = own(folder, List.of("-Xlog:gc:file=" + collections));
        HubApplication.check(own);
        System.err.println("Starting PostgreSQL, Kafka, Keycloak in " + settings.data());
        EmbeddedServices services = EmbeddedServices.attach(settings.data(), ProcessHandle.current());
        Database database = services.freshDatabase("hub_" + name);
        prepare(folder, collections);
        List<HubApplication> applications = new ArrayList<>();
        try {
            HubApplication application = HubApplication.start(own, backing(services, database, own));
            applications.add(application);
            for (int worker = 1; worker < processes; worker++) {
                HubSettings beside = own(folder.resolve("worker-" + worker), List.of());
                Backing backing = backing(services, database, beside).with(Map.of("HUB_ROLES", "billing"));
                applications.add(HubApplication.start(beside, backing));
            }
            return measured(work, services, database, own, applications, collections);
        } finally {
            applications.forEach(HubApplication::stop);
        }
    }

    private int measured(
            Work work,
            EmbeddedServices services,
            Database database,
            HubSettings own,
            List<HubApplication> applications,
            Path collections)
            throws InterruptedException {
        Path folder = own.data();
        try (Connection app = services.connect(database);
                Connection administrator = services.connectAsAdministrator(database)) {
            DemoTokens tokens = new DemoTokens(services.realmUrl());
            HubClient hub = new HubClient(own.baseUrl(), tokens);
            Bench.Subject subject = new Bench.Subject(
                    hub,
                    own.baseUrl(),
                    tokens,
                    applications.get(0).pid(),
                    applications.stream().skip(1).map(HubApplication::pid).toList(),
                    services.pid(Service.POSTGRES),
                    new DataFolder(folder).log("hub"),
                    collections,
                    folder);
            return work.on(subject, app, administrator) ? 0 : 1;
        } catch (SQLException e) {
            throw new EmbeddedServicesException("Cannot connect to hub_" + name + ": " + e.getMessage(), e);
        }
    }

    private HubSettings own(Path folder, List<String> more) {
        List<String> options = new ArrayList<>(settings.javaOptions());
        options.addAll(more);
        int port = Ports.choose("QUARKUS_HTTP_PORT", OptionalInt.empty(), 0);
        return new HubSettings(settings.root(), folder, port, options, settings.environment());
    }

    private Backing backing(EmbeddedServices services, Database database, HubSettings own) {
        Map<String, String> environment = new HashMap<>(services.environment(database, name + "."));
        environment.put("HUB_DATA", own.data().toString());
        environment.put("HUB_DOCUMENTS_DIR", own.data().resolve("documents").toString());
        environment.put("HUB_DOCUMENTS_WRITE", "false");
        environment.put("HUB_ADAPTERS_INBOX", own.data().resolve("inbox").toString());
        environment.put("HUB_RATE_LIMIT_ENABLED", "false"); // one client asks as much as the hub can answer
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(own.httpPort()));
        environment.putAll(configuration);
        return new Backing(Optional.of(services), environment);
    }

    private static void prepare(Path folder, Path collections) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(collections);
        } catch (IOException e) {
            throw new EmbeddedServicesException("Cannot use the folder " + folder + ": " + e.getMessage(), e);
        }
    }
}
