package io.billinghub.embedded.measure;

import io.billinghub.embedded.bench.Bench;
import io.billinghub.embedded.bench.ProcessUse;
import io.billinghub.embedded.demo.TextTable;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the measured month takes: touches of a person, CPU of hub and database, storage; each per 1,000 customers' bills. */
public final class OperatingCost {
    private static final String STORED = """
            select coalesce(sum(pg_total_relation_size(c.oid)), 0)
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
             where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
            """;
    private static final String BILLS =
            "select count(*) from customer_bill where bill_period = ? and state in ('sent', 'partiallyPaid', 'settled')";

    private final Bench.Subject subject;
    private final Connection administrator;
    private final Operator operator;
    private Duration hubBefore = Duration.ZERO;
    private Duration postgresBefore = Duration.ZERO;
    private Duration hubCpu = Duration.ZERO;
    private Duration postgresCpu = Duration.ZERO;
    private long rowsBefore;
    private long rows;
    private long filesBefore;
    private long files;

    /** @param administrator reads how much is stored */
    public OperatingCost(Bench.Subject subject, Connection administrator) {
        this.subject = subject;
        this.administrator = administrator;
        this.operator = new Operator(subject.hub());
    }

    /** Before the first document of the month. */
    void begin() {
        hubBefore = ProcessUse.cpu(subject.hubPid());
        postgresBefore = ProcessUse.cpu(subject.postgresPid());
        rowsBefore = number(STORED, null);
        filesBefore = size(subject.folder().resolve("documents"));
    }

    /**
     * When all documents of the month are there, before its bill run.
     *
     * @param right of each document, by its id, whether it is right
     */
    void work(Map<String, Boolean> right) throws InterruptedException {
        operator.work(right);
        operator.touched(Touch.RUN_STARTED, 1);
        operator.touched(Touch.RUN_REVIEWED, 1);
    }

    /** When the bills are published and shared. */
    void end() {
        hubCpu = ProcessUse.cpu(subject.hubPid()).minus(hubBefore);
        postgresCpu = ProcessUse.cpu(subject.postgresPid()).minus(postgresBefore);
        rows = number(STORED, null) - rowsBefore;
        files = size(subject.folder().resolve("documents")) - filesBefore;
    }

    /**
     * The tables.
     *
     * @param errors that were put into the month's documents
     * @param documents of the month
     * @param complaints of the hub's customers: errors that stand on their bills
     * @param passed errors that would stand there without any check
     */
    String text(LocalDate period, int errors, int documents, int complaints, int passed) {
        long bills = number(BILLS, period);
        operator.touched(Touch.COMPLAINT, complaints);
        TextTable table =
                new TextTable("Touches of a person", "touch", "count", "minutes each", "minutes", "per 1,000 bills");
        BigDecimal all = BigDecimal.ZERO;
        for (Map.Entry<Touch, Integer> touch : operator.touches().entrySet()) {
            BigDecimal minutes = touch.getKey().minutes().multiply(BigDecimal.valueOf(touch.getValue()));
            all = all.add(minutes);
            table.row(touch.getKey().title(), touch.getValue(), touch.getKey().minutes(), minutes, per(minutes, bills));
        }
        BigDecimal without = Touch.COMPLAINT
                .minutes()
                .multiply(BigDecimal.valueOf(passed))
                .add(Touch.RUN_STARTED.minutes())
                .add(Touch.RUN_REVIEWED.minutes());
        StringBuilder text = new StringBuilder(table.toString());
        text.append(String.format(
                "%nTogether %s minutes, per 1,000 bills %s (%s to %s, as the minutes are assumed to 50 %%); %d entries could not be settled%n",
                all,
                per(all, bills),
                per(all.multiply(new BigDecimal("0.5")), bills),
                per(all.multiply(new BigDecimal("1.5")), bills),
                operator.left()));
        text.append(String.format(
                Locale.ROOT,
                "That is with %d errors in %d documents, far more than there are; without any check %d complaints: per 1,000 bills %s minutes%n",
                errors,
                documents,
                passed,
                per(without, bills)));
        text.append(String.format(
                Locale.ROOT,
                "%d bills; per 1,000: CPU of the hub %.1f s, of PostgreSQL %.1f s; stored %.1f MB in tables and indexes, %.1f MB in files%n",
                bills,
                hubCpu.toMillis() / (double) bills,
                postgresCpu.toMillis() / (double) bills,
                rows / 1000.0 / bills,
                files / 1000.0 / bills));
        return text.toString();
    }

    private static BigDecimal per(BigDecimal minutes, long bills) {
        return minutes.multiply(BigDecimal.valueOf(1000))
                .divide(BigDecimal.valueOf(Math.max(1, bills)), 1, RoundingMode.HALF_UP);
    }

    private long number(String query, LocalDate period) {
        try (PreparedStatement statement = administrator.prepareStatement(query)) {
            if (period != null) {
                statement.setObject(1, period);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new EmbeddedServicesException("Cannot read what is stored: " + e.getMessage(), e);
        }
    }

    private static long size(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(OperatingCost::bytes)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
