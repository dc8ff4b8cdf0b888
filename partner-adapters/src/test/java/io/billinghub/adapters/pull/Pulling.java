package io.billinghub.adapters.pull;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.intake.Hub;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.adapters.transport.PullTransports;
import io.billinghub.adapters.transport.WorkerBridge;
import io.billinghub.adapters.transport.kafka.KafkaAccess;
import io.billinghub.core.egress.EgressRule;
import io.billinghub.core.error.ErrorCode;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** A hub on a real database whose partner {@code cirrus} is pulled, by as many processes as a test likes. */
public final class Pulling implements AutoCloseable {

    /** 1 November 2026: the last month that is over is October. */
    public static final Instant NOW = Instant.parse("2026-11-01T06:00:00Z");

    private static final String HEAD =
            "BilledCost,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,SubAccountId,ServiceName,InvoiceId\n";
    private static final String LINE = "%s,USD,2026-10-01,2026-11-01,acc-1,VM,%s\n";

    public final Hub hub;
    public final Path inbox;
    public final PullTable table;
    private final KafkaAccess kafka;

    private final List<CamelContext> camels = new ArrayList<>();

    public Pulling(String database) {
        this(database, new KafkaAccess(Map.of(), name -> name));
    }

    public Pulling(String database, KafkaAccess kafka) {
        try {
            this.inbox = Files.createTempDirectory("inbox");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.hub = new Hub(database, inbox);
        this.table = new PullTable(hub.transactions());
        this.kafka = kafka;
    }

    /** Short waits; leases that only a test itself lets go by. */
    record Settings(Duration lease, Duration firstRetry, Duration longestRetry, int atOnce) implements PullSettings {
        static final Settings SHORT =
                new Settings(Duration.ofMinutes(5), Duration.ofMillis(1), Duration.ofMillis(4), 4);

        @Override
        public Duration patience() {
            return Duration.ZERO;
        }

        @Override
        public Duration poll() {
            return Duration.ofHours(1);
        }
    }

    /** A bill with so many equal lines. */
    public static String bill(String number, int lines) {
        return HEAD + LINE.formatted("1.50", number).repeat(lines);
    }

    /** Another hub process with these secrets of the tenant's, which may call what is named. */
    public PullAdapter process(Map<String, String> secrets, String... egress) {
        return process(Settings.SHORT, secrets, egress);
    }

    /** As {@link #process}, one that waits for a silent partner for less than a second. */
    PullAdapter impatient(Map<String, String> secrets, String... egress) {
        return process(Settings.SHORT, hub.impatient(), kafka, secrets, egress);
    }

    /** As {@link #process}, with another Kafka. */
    PullAdapter elsewhere(KafkaAccess other) {
        return process(Settings.SHORT, hub.impatient(), other, Map.of());
    }

    PullAdapter process(PullSettings settings, Map<String, String> secrets, String... egress) {
        return process(settings, hub.settings, kafka, secrets, egress);
    }

    private PullAdapter process(
            PullSettings settings,
            AdapterSettings adapters,
            KafkaAccess access,
            Map<String, String> secrets,
            String... egress) {
        return new PullAdapter(
                hub.descriptors,
                hub.intake,
                table,
                bridge(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                settings,
                new PullTransports(camel(), adapters, new EgressRule(List.of(egress)), access),
                key -> Optional.ofNullable(secrets.get(key.replace("hub.secrets.\"nordlys\".", ""))));
    }

    CamelContext camel() {
        CamelContext camel = new DefaultCamelContext();
        camel.start();
        camels.add(camel);
        return camel;
    }

    WorkerBridge bridge() {
        return new WorkerBridge(hub.vertx().getDelegate());
    }

    /** Stores the adapter's next version. */
    public void adapter(String transport) {
        hub.adapter("cirrus", "BILL", transport, "{\"type\": \"focus\"}", "");
    }

    /** Pulls on demand. */
    public List<IntakeOutcome> pull(PullAdapter process) {
        return process.pullNow(hub.tenant, "cirrus").await().atMost(Duration.ofSeconds(60));
    }

    /** The code with which a pull on demand fails. */
    public ErrorCode refusal(PullAdapter process) {
        try {
            throw new AssertionError("nothing failed, and there came " + pull(process));
        } catch (HubException e) {
            return e.code();
        }
    }

    public PullState state() {
        return table.state(hub.tenant, "cirrus").await().indefinitely().orElseThrow();
    }

    /** How many documents with this file name are stored. */
    public int stored(String fileName) {
        return Integer.parseInt(
                hub.sql("select count(*) from received_document where file_name like '" + fileName + "'"));
    }

    @Override
    public void close() {
        camels.forEach(CamelContext::stop);
        hub.close();
    }
}
