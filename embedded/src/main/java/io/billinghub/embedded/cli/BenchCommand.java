package io.billinghub.embedded.cli;

import io.billinghub.embedded.bench.Bench;
import io.billinghub.embedded.bench.BenchResult;
import io.billinghub.embedded.bench.BenchSize;
import io.billinghub.embedded.bench.RatingBench;
import io.billinghub.embedded.bench.ReadBench;
import io.billinghub.embedded.bench.UsageBench;
import io.billinghub.embedded.bench.UsageSize;
import io.billinghub.embedded.demo.HubClient;
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
import java.util.Set;

/**
 * Measures a bill run in a hub of its own: embedded services, a fresh database {@value #DATABASE}, a port of its own. What
 * another hub of the same data folder holds is not touched.
 */
final class BenchCommand implements Command {
    static final String DATABASE = "hub_bench";
    private static final String TOPIC_PREFIX = "bench.";
    private static final String READS = "--reads";
    private static final String USAGE = "--usage";
    private static final String RATING = "--rating";
    private static final Set<String> KINDS = Set.of(READS, USAGE, RATING);
    private static final int SECONDS_OF_A_READ = 15;

    private final HubSettings settings;

    BenchCommand(HubSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public String parameters() {
        return "[--accounts N] [--lines M] [--reads | --usage | --rating]";
    }

    @Override
    public String summary() {
        return "Measure a bill run of N accounts (10000) with M partner lines each (20) beside a bare COPY of its rows; "
                + "with --reads, reading N bills of M lines by wrk; with --usage, taking in usage (--records, --stored, "
                + "--batch, --clients, --random-ids, --plain); with --rating, rating --records N of a cycle";
    }

    @Override
    public int run(List<String> arguments) throws InterruptedException {
        Measurement measurement = measurement(arguments);
        Path folder = settings.data().resolve("bench");
        Path collections = folder.resolve("gc.log");
        HubSettings own = ofBench(folder, collections);
        HubApplication.check(own);
        System.err.println("Starting PostgreSQL, Kafka, Keycloak in " + settings.data());
        EmbeddedServices services = EmbeddedServices.attach(settings.data(), ProcessHandle.current());
        Database database = services.freshDatabase(DATABASE);
        prepare(folder, collections);
        HubApplication application = HubApplication.start(own, backing(services, database, own));
        try (Connection app = services.connect(database);
                Connection administrator = services.connectAsAdministrator(database)) {
            DemoTokens tokens = new DemoTokens(services.realmUrl());
            HubClient hub = new HubClient(own.baseUrl(), tokens);
            Bench.Subject subject = new Bench.Subject(
                    hub, own.baseUrl(), tokens, application.pid(), services.pid(Service.POSTGRES), collections, folder);
            return measurement.run(subject, app, administrator) ? 0 : 1;
        } catch (SQLException e) {
            throw new EmbeddedServicesException("Cannot connect to " + DATABASE + ": " + e.getMessage(), e);
        } finally {
            application.stop();
        }
    }

    /** Measures, prints, and tells whether what was measured is also right. */
    private interface Measurement {
        boolean run(Bench.Subject subject, Connection app, Connection administrator) throws InterruptedException;
    }

    private static Measurement measurement(List<String> arguments) {
        String kind = arguments.stream().filter(KINDS::contains).findFirst().orElse("");
        List<String> others =
                arguments.stream().filter(argument -> !argument.equals(kind)).toList();
        return switch (kind) {
            case USAGE -> {
                UsageSize size = usage(others);
                yield (subject, app, administrator) -> {
                    new UsageBench(size, subject, System.out).run(app, administrator);
                    return true;
                };
            }
            case RATING -> {
                int records = rated(others);
                yield (subject, app, administrator) -> {
                    new RatingBench(records, subject.hub(), System.out).run(app, administrator);
                    return true;
                };
            }
            case READS -> {
                BenchSize size = size(others);
                yield (subject, app, administrator) -> {
                    ReadBench reads = new ReadBench(
                            size, subject.folder(), subject.baseUrl(), subject.tokens(), SECONDS_OF_A_READ);
                    System.out.print(reads.run(app, administrator));
                    return true;
                };
            }
            default -> {
                BenchSize size = size(others);
                yield (subject, app, administrator) -> {
                    BenchResult result = new Bench(size, subject).run(app, administrator);
                    System.out.print(result.text());
                    return result.holds();
                };
            }
        };
    }

    static int rated(List<String> arguments) {
        if (arguments.isEmpty()) {
            return 1_000_000;
        }
        if (arguments.size() != 2 || !arguments.get(0).equals("--records")) {
            throw new UsageException("bench --rating takes --records N, not " + arguments);
        }
        int records = number(arguments, 0);
        if (records < 1) {
            throw new UsageException("--records takes 1 or more, not " + records);
        }
        return records;
    }

    static UsageSize usage(List<String> arguments) {
        int records = 2_000_000;
        int stored = 0;
        int batch = 5_000;
        int clients = 4;
        boolean random = false;
        boolean packed = true;
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--random-ids" -> random = true;
                case "--plain" -> packed = false;
                case "--records" -> records = number(arguments, i++);
                case "--stored" -> stored = number(arguments, i++);
                case "--batch" -> batch = number(arguments, i++);
                case "--clients" -> clients = number(arguments, i++);
                default ->
                    throw new UsageException("bench --usage takes --records N, --stored N, --batch N, --clients N, "
                            + "--random-ids and --plain, not '" + arguments.get(i) + "'");
            }
        }
        try {
            return new UsageSize(records, stored, batch, clients, random, packed);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    static BenchSize size(List<String> arguments) {
        int accounts = 10_000;
        int lines = 20;
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (option.equals("--accounts")) {
                accounts = number(arguments, i);
            } else if (option.equals("--lines")) {
                lines = number(arguments, i);
            } else {
                throw new UsageException("bench takes --accounts N, --lines M and --reads, not '" + option + "'");
            }
        }
        try {
            return new BenchSize(accounts, lines);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static int number(List<String> arguments, int option) {
        String value = option + 1 < arguments.size() ? arguments.get(option + 1) : "";
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new UsageException(arguments.get(option) + " takes a whole number, not '" + value + "'");
        }
    }

    private HubSettings ofBench(Path folder, Path collections) {
        List<String> options = new ArrayList<>(settings.javaOptions());
        options.add("-Xlog:gc:file=" + collections);
        int port = Ports.choose("QUARKUS_HTTP_PORT", OptionalInt.empty(), 0);
        return new HubSettings(settings.root(), folder, port, options, settings.environment());
    }

    private static Backing backing(EmbeddedServices services, Database database, HubSettings own) {
        Map<String, String> environment = new HashMap<>(services.environment(database, TOPIC_PREFIX));
        environment.put("HUB_DATA", own.data().toString());
        environment.put("HUB_DOCUMENTS_DIR", own.data().resolve("documents").toString());
        environment.put("HUB_DOCUMENTS_WRITE", "false");
        environment.put("HUB_ADAPTERS_INBOX", own.data().resolve("inbox").toString());
        environment.put("HUB_RATE_LIMIT_ENABLED", "false"); // one client asks as much as the hub can answer
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(own.httpPort()));
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
