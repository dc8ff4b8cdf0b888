package io.billinghub.embedded.bench;

import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.keycloak.DemoTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads bills through the API, measured by {@code wrk}. The hub runs already, on an empty database of its own. */
public final class ReadBench {
    private static final int STATEMENT_AT_MOST = (int) Duration.ofHours(2).toMillis();
    private static final List<Integer> CONNECTIONS = List.of(1, 8, 32);
    private static final String READER = "auditor";
    private static final int SAMPLES = 20_000;
    private static final String API = "/tmf-api/customerBillManagement/v4/";
    private static final String SAMPLE = """
            select b.uuid::text as bill, a.uuid::text as account, b.payment_reference, b.issue_date::text
              from customer_bill b join billing_account a on a.id = b.account_id
             order by md5(b.id::text) limit\s""" + SAMPLES;

    private final BenchSize size;
    private final Path folder;
    private final String baseUrl;
    private final DemoTokens tokens;
    private final int seconds;

    /**
     * @param folder existing; for the lists of addresses
     * @param tokens of the realm whose user {@value #READER} may read all bills of the tenant
     * @param seconds of each measurement, after a third of it to warm up
     */
    public ReadBench(BenchSize size, Path folder, String baseUrl, DemoTokens tokens, int seconds) {
        this.size = size;
        this.folder = folder;
        this.baseUrl = baseUrl;
        this.tokens = tokens;
        this.seconds = seconds;
    }

    /** What {@code wrk} said of one kind of request. */
    private record Measured(String requestsPerSecond, String median, String p99, String failures) {}

    /**
     * Seeds, reads, and answers a table in Markdown.
     *
     * @param app a connection of the application's role
     * @param administrator a connection of the superuser to the same database
     */
    public String run(Connection app, Connection administrator) throws InterruptedException {
        try {
            app.setNetworkTimeout(Runnable::run, STATEMENT_AT_MOST);
            administrator.setNetworkTimeout(Runnable::run, STATEMENT_AT_MOST);
            long begin = System.nanoTime();
            BenchTenant.seedBills(app, administrator, size);
            System.err.printf(
                    "Seeded %,d bills with %d lines each in %.1f s%n",
                    size.accounts(), size.lines(), (System.nanoTime() - begin) / 1e9);
            Map<String, List<String>> paths = paths(administrator);
            Path script = Files.writeString(folder.resolve("read.lua"), BenchTenant.resource("/bench/read.lua"));
            StringBuilder table = new StringBuilder("| request | connections | requests/s | p50 | p99 | not 2xx |\n"
                    + "| --- | --- | --- | --- | --- | --- |\n");
            for (Map.Entry<String, List<String>> kind : paths.entrySet()) {
                Path file = Files.write(folder.resolve("paths.txt"), kind.getValue(), StandardCharsets.UTF_8);
                wrk(script, file, 8, Math.max(1, seconds / 3));
                for (int connections : CONNECTIONS) {
                    Measured measured = wrk(script, file, connections, seconds);
                    table.append("| ").append(kind.getKey()).append(" | ").append(connections);
                    table.append(" | ")
                            .append(measured.requestsPerSecond())
                            .append(" | ")
                            .append(measured.median());
                    table.append(" | ")
                            .append(measured.p99())
                            .append(" | ")
                            .append(measured.failures())
                            .append(" |\n");
                }
            }
            return table.toString();
        } catch (SQLException e) {
            throw new EmbeddedServicesException("The database refused a step of the benchmark: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new EmbeddedServicesException(
                    "wrk could not be run, or its files not be kept in " + folder + " (Debian: apt install wrk): "
                            + e.getMessage(),
                    e);
        }
    }

    private static Map<String, List<String>> paths(Connection administrator) throws SQLException {
        Map<String, List<String>> paths = new LinkedHashMap<>();
        List<String> bill = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        List<String> account = new ArrayList<>();
        List<String> reference = new ArrayList<>();
        List<String> day = new ArrayList<>();
        try (Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery(SAMPLE)) {
            while (row.next()) {
                bill.add(API + "customerBill/" + row.getString("bill"));
                lines.add(API + "appliedCustomerBillingRate?bill.id=" + row.getString("bill"));
                account.add(API + "customerBill?billingAccount.id=" + row.getString("account"));
                reference.add(API + "customerBill?billNo=" + row.getString("payment_reference"));
                day.add(API + "customerBill?billDate=" + row.getString("issue_date") + "&state=settled&limit=20");
            }
        }
        paths.put("one bill", bill);
        paths.put("the lines of one bill", lines);
        paths.put("bills of an account", account);
        paths.put("bill by its number", reference);
        paths.put("settled bills of a day, 20 of them", day);
        return paths;
    }

    private Measured wrk(Path script, Path paths, int connections, int atMost)
            throws IOException, InterruptedException {
        ProcessBuilder wrk = new ProcessBuilder(
                "wrk",
                "-t",
                Integer.toString(Math.min(2, connections)),
                "-c",
                Integer.toString(connections),
                "-d",
                atMost + "s",
                "--latency",
                "-s",
                script.toString(),
                baseUrl);
        wrk.environment().put("BENCH_PATHS", paths.toString());
        wrk.environment().put("BENCH_TOKEN", tokens.token(READER)); // seeding outlasts a token
        Process process = wrk.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new EmbeddedServicesException("wrk failed: " + said);
        }
        return new Measured(
                find(said, "Requests/sec:\\s+(\\S+)"),
                find(said, "50%\\s+(\\S+)"),
                find(said, "99%\\s+(\\S+)"),
                said.contains("Non-2xx") ? find(said, "Non-2xx or 3xx responses: (\\d+)") : "0");
    }

    private static String find(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        if (!found.find()) {
            throw new EmbeddedServicesException("wrk said no " + pattern + ": " + text);
        }
        return found.group(1);
    }
}
