package io.billinghub.embedded.bench;

import io.billinghub.embedded.bench.UsageClients.Sent;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Takes in usage by batches through the API. The hub runs already, on an empty database of its own. */
public final class UsageBench {
    private static final int STATEMENT_AT_MOST = (int) Duration.ofHours(2).toMillis();
    /** Until the virtual machine has compiled what is measured. */
    private static final int WARM_UP = 400_000;

    private static final int LIMIT_ROWS = 1_000_000;

    private final UsageSize size;
    private final Bench.Subject subject;
    private final PrintStream out;

    public UsageBench(UsageSize size, Bench.Subject subject, PrintStream out) {
        this.size = size;
        this.subject = subject;
        this.out = out;
    }

    /**
     * Seeds, sends, compares; prints the figures one after the other.
     *
     * @param app a connection of the application's role
     * @param administrator a connection of the superuser to the same database
     * @throws EmbeddedServicesException if the hub or the database refuses a step, or records are lost or doubled
     */
    public void run(Connection app, Connection administrator) throws InterruptedException {
        try {
            app.setNetworkTimeout(Runnable::run, STATEMENT_AT_MOST);
            administrator.setNetworkTimeout(Runnable::run, STATEMENT_AT_MOST);
            long begin = System.nanoTime();
            int tenant = BenchTenant.seedAccounts(app, administrator, new BenchSize(UsageSize.ACCOUNTS, 1));
            UsageSeed seed = new UsageSeed(administrator, tenant, UsageSize.ACCOUNTS);
            seed.stored(0, size.stored(), size.randomIds());
            System.err.printf(
                    "Seeded %,d records, %,d MiB, in %.1f s%n",
                    size.stored(), seed.bytes() >> 20, (System.nanoTime() - begin) / 1e9);
            measured(seed, administrator);
        } catch (SQLException e) {
            throw new EmbeddedServicesException("The database refused a step of the benchmark: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new EmbeddedServicesException("Rows can't be kept in " + subject.folder() + ": " + e.getMessage(), e);
        }
    }

    private void measured(UsageSeed seed, Connection administrator)
            throws SQLException, IOException, InterruptedException {
        UsageClients clients = new UsageClients(subject.baseUrl(), subject.tokens(), size);
        long first = size.stored() + (long) WARM_UP;
        clients.send(bodies(size.stored(), first));
        List<byte[]> bodies = bodies(first, first + size.records());
        long bytesBefore = seed.bytes();
        OptionalLong residentBefore = ProcessUse.resident(subject.hubPid());
        Duration hubBefore = ProcessUse.cpu(subject.hubPid());
        Duration postgresBefore = ProcessUse.cpu(subject.postgresPid());
        Duration ownBefore = ProcessUse.ownCpu();
        Sent sent = clients.send(bodies);
        double million = size.records() / 1e6;
        line(
                "Usage, %,d records stored before, ids %s",
                size.stored(), size.randomIds() ? "random" : "in order of time");
        line(
                "  %,d records in batches of %,d%s from %d clients: %.2f s, %,.0f records/s",
                sent.accepted(),
                size.batch(),
                size.packed() ? ", packed," : "",
                size.clients(),
                sent.seconds(),
                sent.accepted() / sent.seconds());
        line(
                "  answer to a batch: p50 %.0f ms, p99 %.0f ms; asked to wait %d times",
                sent.millis(0.5), sent.millis(0.99), sent.busy());
        line(
                "  CPU per million records: hub %.1f s, PostgreSQL %.1f s, clients %.1f s; %d processors",
                ProcessUse.cpu(subject.hubPid()).minus(hubBefore).toMillis() / 1e3 / million,
                ProcessUse.cpu(subject.postgresPid()).minus(postgresBefore).toMillis() / 1e3 / million,
                (ProcessUse.ownCpu().minus(ownBefore).toMillis()) / 1e3 / million,
                Runtime.getRuntime().availableProcessors());
        line(
                "  resident memory of the hub: %s before, %s behind, at most %s",
                mebibytes(residentBefore),
                mebibytes(ProcessUse.resident(subject.hubPid())),
                mebibytes(ProcessUse.residentPeak(subject.hubPid())));
        line("  bytes kept per record: %,.0f", (seed.bytes() - bytesBefore) / (double) size.records());
        require(
                sent.accepted() == size.records() && sent.duplicates() + sent.refused() == 0,
                "records were lost: " + sent);
        List<byte[]> again = bodies.subList(0, Math.max(1, bodies.size() / 10));
        Sent resent = clients.send(again);
        require(
                resent.accepted() + resent.refused() == 0 && resent.duplicates() > 0,
                "records were doubled: " + resent);
        line(
                "  the first %,d sent again: all told as duplicates, %,.0f records/s",
                resent.duplicates(), resent.duplicates() / resent.seconds());
        UsageLimits limits = new UsageLimits(administrator, subject.folder());
        int rows = Math.min(LIMIT_ROWS, size.records());
        line(
                "Server alone, array inserts of 5,000 with keys into the same tables: %,.0f records/s",
                limits.arrays(size, first + size.records(), rows));
        line("Bare COPY of %,d of the rows into an empty table, no keys: %,.0f records/s", rows, limits.copy(rows));
    }

    private List<byte[]> bodies(long from, long to) {
        List<byte[]> bodies = new ArrayList<>();
        for (long begin = from; begin < to; begin += size.batch()) {
            bodies.add(UsageBatch.body(
                    begin, Math.min(to, begin + size.batch()), size, size.stored() + (long) WARM_UP + size.records()));
        }
        return bodies;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new EmbeddedServicesException(otherwise);
        }
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }

    private static String mebibytes(OptionalLong bytes) {
        return bytes.isPresent() ? (bytes.getAsLong() >> 20) + " MiB" : "unknown";
    }
}
