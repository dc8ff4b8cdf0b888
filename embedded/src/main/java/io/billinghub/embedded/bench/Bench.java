package io.billinghub.embedded.bench;

import io.billinghub.embedded.bench.BenchRun.Ran;
import io.billinghub.embedded.bench.CopyBaseline.Copied;
import io.billinghub.embedded.demo.HubClient;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.keycloak.DemoTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Seeds, runs, compares. The hub runs already, on an empty database of its own. */
public final class Bench {
    private static final int STATEMENT_AT_MOST = (int) Duration.ofMinutes(30).toMillis();

    private final BenchSize size;
    private final Subject subject;

    /**
     * What is measured.
     *
     * @param hub its API
     * @param baseUrl where it answers
     * @param tokens of its users
     * @param hubPid its process
     * @param workerPids processes that bill beside it
     * @param postgresPid the database server's process
     * @param log of the hub
     * @param collections the log of the hub's garbage collections
     * @param folder existing; for rows on their way
     */
    public record Subject(
            HubClient hub,
            String baseUrl,
            DemoTokens tokens,
            long hubPid,
            List<Long> workerPids,
            long postgresPid,
            Path log,
            Path collections,
            Path folder) {}

    public Bench(BenchSize size, Subject subject) {
        this.size = size;
        this.subject = subject;
    }

    /**
     * Runs the benchmark.
     *
     * @param app a connection of the application's role
     * @param administrator a connection of the superuser to the same database
     * @throws EmbeddedServicesException if the hub or the database refuses a step
     */
    public BenchResult run(Connection app, Connection administrator) throws InterruptedException {
        try {
            app.setNetworkTimeout(Runnable::run, STATEMENT_AT_MOST);
            administrator.setNetworkTimeout(Runnable::run, STATEMENT_AT_MOST);
            long begin = System.nanoTime();
            BenchTenant.seed(app, administrator, size);
            System.err.printf(
                    "Seeded %,d accounts with %d lines each in %.1f s%n",
                    size.accounts(), size.lines(), (System.nanoTime() - begin) / 1e9);
            BenchRun bench = new BenchRun(subject.hub());
            Map<String, Double> seconds = new LinkedHashMap<>();
            Duration hubBefore = hubCpu();
            Duration postgresBefore = ProcessUse.cpu(subject.postgresPid());
            String run = bench.publish(seconds);
            long published = System.nanoTime();
            Duration hubCpu = hubCpu().minus(hubBefore);
            Duration postgresCpu = ProcessUse.cpu(subject.postgresPid()).minus(postgresBefore);
            System.err.println("Published; seconds by stage: " + seconds);
            bench.awaitShares(run);
            double shares = (System.nanoTime() - published) / 1e9;
            Copied copied = new CopyBaseline(administrator, subject.folder()).run();
            System.err.printf(
                    Locale.ROOT, "Copied %,d rows in %.2f s; asking for coherence%n", copied.rows(), copied.seconds());
            Ran ran = bench.figures(run, seconds, shares);
            List<String> collections =
                    Files.exists(subject.collections()) ? Files.readAllLines(subject.collections()) : List.of();
            return new BenchResult(
                    size,
                    1 + subject.workerPids().size(),
                    ran,
                    copied,
                    hubCpu,
                    postgresCpu,
                    ProcessUse.residentPeak(subject.hubPid()),
                    ProcessUse.heapPeak(collections));
        } catch (SQLException e) {
            throw new EmbeddedServicesException("The database refused a step of the benchmark: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new EmbeddedServicesException("Rows can't be kept in " + subject.folder() + ": " + e.getMessage(), e);
        }
    }

    /** Of all processes that bill. */
    private Duration hubCpu() {
        return subject.workerPids().stream()
                .map(ProcessUse::cpu)
                .reduce(ProcessUse.cpu(subject.hubPid()), Duration::plus);
    }
}
