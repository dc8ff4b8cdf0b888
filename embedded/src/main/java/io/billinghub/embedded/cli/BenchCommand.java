package io.billinghub.embedded.cli;

import io.billinghub.embedded.bench.Bench;
import io.billinghub.embedded.bench.BenchResult;
import io.billinghub.embedded.bench.BenchSize;
import io.billinghub.embedded.bench.BillBench;
import io.billinghub.embedded.bench.BillSize;
import io.billinghub.embedded.bench.RatingBench;
import io.billinghub.embedded.bench.ReadBench;
import io.billinghub.embedded.bench.UsageBench;
import io.billinghub.embedded.bench.UsageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures speed: a bill run, reading, taking in usage, rating; in a hub of its own. */
final class BenchCommand implements Command {
    private static final String READS = "--reads";
    private static final String USAGE = "--usage";
    private static final String RATING = "--rating";
    private static final String BILL = "--bill";
    private static final String PROCESSES = "--processes";
    private static final int MOST_PROCESSES = 8;
    private static final Set<String> KINDS = Set.of(READS, USAGE, RATING, BILL);
    /** A bill of any size is taken; what the hub takes by default the operator's guide tells. */
    private static final Map<String, String> LARGE_DOCUMENTS = Map.of(
            "HUB_ADAPTERS_MAX_DOCUMENT_SIZE",
            Long.toString(1L << 40),
            "HUB_ADAPTERS_MAX_UNPACKED_SIZE",
            Long.toString(1L << 40),
            "QUARKUS_HTTP_IDLE_TIMEOUT",
            "PT2H",
            "QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE",
            "1024G");

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
        return "[--accounts N] [--lines M] [--dimensions D] [--processes P] [--reads | --usage | --rating | --bill]";
    }

    @Override
    public String summary() {
        return "Measure a bill run of N accounts (10000) with M partner lines each (20) beside a bare COPY of its rows, "
                + "the lines being usage of D dimensions of price where D is given, by P processes (1); "
                + "with --reads, reading N bills of M lines by wrk; with --usage, taking in usage (--records, --stored, "
                + "--batch, --clients, --random-ids, --plain); with --rating, rating --records N of a cycle; with --bill, taking in a partner's bill of --lines N (1000000), "
                + "--months N bills of as many lines before it (3), rows of --width N bytes";
    }

    @Override
    public int run(List<String> arguments) throws InterruptedException {
        List<String> others = new ArrayList<>(arguments);
        int processes = processes(others);
        return new FreshHub(settings, "bench", arguments.contains(BILL) ? LARGE_DOCUMENTS : Map.of(), processes)
                .run(measurement(others));
    }

    private static FreshHub.Work measurement(List<String> arguments) {
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
            case BILL -> {
                BillSize size = bill(others);
                yield (subject, app, administrator) -> {
                    new BillBench(size, subject, System.out).run(app, administrator);
                    return true;
                };
            }
            case READS -> {
                BenchSize size = size(others);
                if (size.dimensions() > 0) {
                    throw new UsageException("bench --reads takes --accounts N and --lines M");
                }
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

    /** Takes {@code --processes} out of the arguments. */
    static int processes(List<String> arguments) {
        int option = arguments.indexOf(PROCESSES);
        if (option < 0) {
            return 1;
        }
        int processes = number(arguments, option);
        if (processes < 1 || processes > MOST_PROCESSES || arguments.stream().anyMatch(KINDS::contains)) {
            throw new UsageException(
                    PROCESSES + " takes 1 to " + MOST_PROCESSES + ", for a bill run alone, not " + processes);
        }
        arguments.subList(option, option + 2).clear();
        return processes;
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

    static BillSize bill(List<String> arguments) {
        int lines = 1_000_000;
        int months = 3;
        int width = 0;
        for (int i = 0; i < arguments.size(); i += 2) {
            switch (arguments.get(i)) {
                case "--lines" -> lines = number(arguments, i);
                case "--months" -> months = number(arguments, i);
                case "--width" -> width = number(arguments, i);
                default ->
                    throw new UsageException(
                            "bench --bill takes --lines N, --months N and --width N, not '" + arguments.get(i) + "'");
            }
        }
        try {
            return new BillSize(lines, months, width);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
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
        int dimensions = 0;
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (option.equals("--accounts")) {
                accounts = number(arguments, i);
            } else if (option.equals("--lines")) {
                lines = number(arguments, i);
            } else if (option.equals("--dimensions")) {
                dimensions = number(arguments, i);
            } else {
                throw new UsageException("bench takes --accounts N, --lines M, --dimensions D, --processes P and "
                        + "one of --reads, --usage, --rating, --bill, not '" + option + "'");
            }
        }
        try {
            return new BenchSize(accounts, lines, dimensions);
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
}
