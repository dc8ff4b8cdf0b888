package io.billinghub.adapters.pull;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.core.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * 200 adapters are due on one process at once, 20 of them of partners that do not answer: the others' documents are there as soon as if
 * those were not.
 */
class ManyPullsIT {

    private static final int ADAPTERS = 200;
    /** Each tenth does not answer. */
    private static final int SILENT = 10;

    private static final Pulling.Settings ALL_AT_ONCE =
            new Pulling.Settings(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(1), ADAPTERS);
    private static final Pulling.Settings FEW_AT_ONCE =
            new Pulling.Settings(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(1), 40);

    private final CountDownLatch over = new CountDownLatch(1);
    private String address;

    @Test
    void silentPartnersKeepNoneOfTheOthersWaiting() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer partner = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 300);
        partner.setExecutor(threads);
        partner.createContext("/", exchange -> {
            String number = exchange.getRequestURI().getPath().substring(1);
            try {
                if (Integer.parseInt(number.split("-", 2)[1]) % SILENT == 0 && !over.await(2, TimeUnit.MINUTES)) {
                    throw new IOException("nobody waits any more");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            byte[] bill = Pulling.bill(number, 1)
                    .replace("1.50", "1." + number.replaceAll(".*-", "1"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bill.length);
            exchange.getResponseBody().write(bill);
            exchange.close();
        });
        partner.start();
        address = "http://127.0.0.1:" + partner.getAddress().getPort() + "/";
        try (Pulling pulling = new Pulling("adapters_many")) {
            long all = pull(pulling, "a", ALL_AT_ONCE);
            long few = pull(pulling, "b", FEW_AT_ONCE);
            System.out.printf(
                    "%d adapters, %d of them silent: the others' documents were there after %d ms, with 40 hands after %d ms%n",
                    ADAPTERS, ADAPTERS / SILENT, all, few);
        } finally {
            over.countDown();
            partner.stop(0);
            threads.shutdownNow();
        }
    }

    /** How long it takes until all documents of partners that answer are processed. */
    private long pull(Pulling pulling, String prefix, Pulling.Settings settings) {
        for (int number = 0; number < ADAPTERS; number++) {
            String key = prefix + "-" + number;
            TestDatabase.await(pulling.hub.descriptors.put(pulling.hub.tenant, key, """
                    {"key": "%s", "partner": "cirrus", "agreement": "cirrus", "kind": "BILL", "format": {"type": "focus"},
                     "transport": {"type": "http", "url": "%s", "schedule": "PT1H"}}
                    """.formatted(key, address + key)));
        }
        PullSchedules schedules = new PullSchedules(
                pulling.camel(),
                pulling.process(settings, Map.of(), "loopback"),
                pulling.table,
                pulling.hub.intake,
                new Tenants(pulling.hub.pool()),
                pulling.bridge(),
                pulling.hub.settings,
                settings);
        long start = System.nanoTime();
        schedules.pullDue();
        String done = "select count(*) from received_document where status <> 'RECEIVED' and adapter_id in"
                + " (select id from adapter where key like '" + prefix + "-%')";
        long wanted = ADAPTERS - ADAPTERS / SILENT;
        while (Long.parseLong(pulling.hub.sql(done)) < wanted) {
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("the silent ones are still silent")
                    .isLessThan(Duration.ofSeconds(50));
            LockSupport.parkNanos(20_000_000);
        }
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertThat(Long.parseLong(pulling.hub.sql(done))).isEqualTo(wanted);
        return millis;
    }
}
