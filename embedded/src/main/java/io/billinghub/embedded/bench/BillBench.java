package io.billinghub.embedded.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.embedded.demo.HubClient;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** One large bill of a partner, from its bytes to judged lines. The hub runs already, on an empty database of its own. */
public final class BillBench {
    private static final int STATEMENT_AT_MOST = (int) Duration.ofHours(2).toMillis();
    private static final Duration ANSWER_AT_MOST = Duration.ofHours(2);
    private static final String SENDER = "billing-operative";
    private static final String NUMBER = "CLOUD-2026-10";
    private static final LocalDate MONTH = LocalDate.of(2026, 10, 1);
    /** Until the virtual machine has compiled what is measured. */
    private static final BillSize WARM_UP = new BillSize(200_000, 0, 0);

    private final BillSize size;
    private final Bench.Subject subject;
    private final PrintStream out;
    private final ObjectMapper json = new ObjectMapper();

    public BillBench(BillSize size, Bench.Subject subject, PrintStream out) {
        this.size = size;
        this.subject = subject;
        this.out = out;
    }

    /**
     * Seeds, sends, compares; prints the figures one after the other.
     *
     * @param app a connection of the application's role
     * @param administrator a connection of the superuser to the same database
     * @throws EmbeddedServicesException if the hub or the database refuses a step, or lines are lost
     */
    public void run(Connection app, Connection administrator) throws InterruptedException {
        Path file = subject.folder().resolve("bill.csv");
        try {
            app.setNetworkTimeout(Runnable::run, STATEMENT_AT_MOST);
            administrator.setNetworkTimeout(Runnable::run, STATEMENT_AT_MOST);
            long begin = System.nanoTime();
            int tenant = BenchTenant.seedAccounts(
                    app, administrator, new BenchSize(Math.max(size.accounts(), WARM_UP.accounts()), 1));
            seed(administrator, tenant);
            System.err.printf("Seeded in %.1f s%n", (System.nanoTime() - begin) / 1e9);
            adapter();
            BillFile.write(file, "WARM-UP", WARM_UP);
            send(file);
            forget(administrator);
            long bytes = BillFile.write(file, NUMBER, size);
            measured(file, bytes, administrator);
        } catch (SQLException e) {
            throw new EmbeddedServicesException("The database refused a step of the benchmark: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new EmbeddedServicesException("The bill can't be sent: " + e.getMessage(), e);
        } finally {
            file.toFile().delete();
        }
    }

    private void seed(Connection administrator, int tenant) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("set hub.tenant = '" + tenant + "'");
            statement.execute("set bench.accounts = '" + size.accounts() + "'");
            statement.execute("set bench.lines = '" + size.lines() + "'");
            statement.execute(BenchTenant.resource("/bench/bill-terms.sql"));
            for (int month = size.months(); month > 0; month--) {
                statement.execute("set bench.month = '" + MONTH.minusMonths(month) + "'");
                statement.execute(BenchTenant.resource("/bench/bill-before.sql"));
                System.err.printf("A bill of %s%n", MONTH.minusMonths(month));
            }
            statement.execute("vacuum analyze");
            statement.execute("checkpoint");
        }
    }

    private void adapter() throws IOException, InterruptedException {
        JsonNode descriptor = json.readTree(BenchTenant.resource("/bench/bill-adapter.json"));
        HubClient.expect(
                subject.hub().put("marketplace-admin", "/hub/v1/adapters/cloud-csv", descriptor),
                "the adapter",
                200,
                201);
    }

    /** The bill of the warm-up leaves the tables, as if it had never been. */
    private static void forget(Connection administrator) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("delete from partner_bill_line l using partner_bill b "
                    + "where b.id = l.partner_bill_id and b.number = 'WARM-UP'");
            statement.execute("vacuum analyze partner_bill_line");
            statement.execute("checkpoint");
        }
    }

    private void measured(Path file, long bytes, Connection administrator)
            throws IOException, InterruptedException, SQLException {
        Duration hubBefore = ProcessUse.cpu(subject.hubPid());
        Duration postgresBefore = ProcessUse.cpu(subject.postgresPid());
        OptionalLong residentBefore = ProcessUse.resident(subject.hubPid());
        long begin = System.nanoTime();
        JsonNode answer = send(file);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (answer.path("acceptedLines").asInt() != size.lines()) {
            throw new EmbeddedServicesException("Of " + size.lines() + " lines not all were accepted: " + answer);
        }
        line(
                "Bill of %,d lines, %,d MiB of CSV, %,d accounts, %d bills of as many lines in the months before",
                size.lines(), bytes >> 20, size.accounts(), size.months());
        line("  from receipt to judged lines: %.2f s, %,.0f lines/s", seconds, size.lines() / seconds);
        for (String phase : phases()) {
            line("  %s", phase);
        }
        line(
                "  CPU: hub %.1f s, PostgreSQL %.1f s; %d processors",
                ProcessUse.cpu(subject.hubPid()).minus(hubBefore).toMillis() / 1e3,
                ProcessUse.cpu(subject.postgresPid()).minus(postgresBefore).toMillis() / 1e3,
                Runtime.getRuntime().availableProcessors());
        List<String> collections =
                Files.exists(subject.collections()) ? Files.readAllLines(subject.collections()) : List.of();
        line(
                "  memory of the hub: resident %s before, at most %s; heap after a collection at most %s",
                mebibytes(residentBefore),
                mebibytes(ProcessUse.residentPeak(subject.hubPid())),
                mebibytes(ProcessUse.heapPeak(collections)));
        double parsing = parsed(file);
        line("Bare parsing of the same file, one thread: %.2f s, %,.0f lines/s", parsing, size.lines() / parsing);
        double copy = copied(administrator);
        line("Bare COPY of the same rows into a plain table: %.2f s, %,.0f lines/s", copy, size.lines() / copy);
    }

    private JsonNode send(Path file) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(subject.baseUrl() + "/hub/v1/partners/cloud/documents?adapter=cloud-csv"))
                .timeout(ANSWER_AT_MOST)
                .header("Authorization", "Bearer " + subject.tokens().token(SENDER))
                .header("Accept", "application/json")
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new EmbeddedServicesException("The hub answered " + response.statusCode() + " " + response.body());
        }
        return json.readTree(response.body());
    }

    /** What the hub itself has told of the last document. */
    private List<String> phases() throws IOException {
        List<String> told = Files.readAllLines(subject.log()).stream()
                .filter(line -> line.contains(" lines; read "))
                .map(line -> line.substring(line.indexOf("lines; read ") + "lines; ".length()))
                .toList();
        return told.isEmpty() ? List.of() : List.of(told.get(told.size() - 1));
    }

    /** In a virtual machine of its own, with the options that programs have by default. */
    private static double parsed(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareParsing.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream in = process.getInputStream()) {
            String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (process.waitFor() != 0) {
                throw new EmbeddedServicesException("The file could not be parsed: " + answer);
            }
            return Double.parseDouble(answer.substring(answer.lastIndexOf(' ') + 1));
        }
    }

    /** One connection, text format, no index, no row-level security. */
    private double copied(Connection administrator) throws SQLException, IOException {
        Path file = subject.folder().resolve("bill.copy");
        CopyManager copy = administrator.unwrap(PGConnection.class).getCopyAPI();
        try (Statement statement = administrator.createStatement()) {
            try (OutputStream to = Files.newOutputStream(file)) {
                copy.copyOut(
                        "copy (select l.* from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id and b.number = '"
                                + NUMBER + "') to stdout",
                        to);
            }
            statement.execute("create table bench_copied as select * from partner_bill_line with no data");
            statement.execute("checkpoint");
            long begin = System.nanoTime();
            try (InputStream in = Files.newInputStream(file)) {
                copy.copyIn("copy bench_copied from stdin", in, 1 << 16);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            statement.execute("drop table bench_copied");
            return seconds;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }

    private static String mebibytes(OptionalLong bytes) {
        return bytes.isPresent() ? (bytes.getAsLong() >> 20) + " MiB" : "unknown";
    }
}
