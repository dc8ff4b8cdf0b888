package io.billinghub.adapters.radius;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.intake.Hub;
import io.billinghub.adapters.quarantine.QuarantineReplays;
import io.billinghub.adapters.quarantine.Selection;
import io.billinghub.adapters.radius.RadiusDrops.Reason;
import io.billinghub.adapters.transport.WorkerBridge;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.core.testing.TestDatabase;
import io.netty.buffer.Unpooled;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tinyradius.core.RadiusPacketException;
import org.tinyradius.core.attribute.type.RadiusAttribute;
import org.tinyradius.core.dictionary.DefaultDictionary;
import org.tinyradius.core.dictionary.Dictionary;
import org.tinyradius.core.packet.request.RadiusRequest;
import org.tinyradius.core.packet.response.RadiusResponse;

/** Accounting of a NAS, whose packets TinyRadius makes and checks, with a real PostgreSQL. */
class RadiusAccountingIT {

    private static final Dictionary DICTIONARY = DefaultDictionary.INSTANCE;
    private static final String SECRET = "s3cret";
    private static final long BEGIN = Instant.parse("2026-10-05T10:00:00Z").getEpochSecond();
    private static Hub hub;
    private final List<RadiusServer> servers = new ArrayList<>();
    private int port;

    @BeforeAll
    static void start() throws IOException {
        hub = new Hub("adapters_radius", Files.createTempDirectory("inbox"));
        hub.descriptors.put(hub.tenant, "sensate", """
                        {"key": "sensate", "partner": "sensate", "agreement": "sensate", "kind": "USAGE", "transport": {"type": "radius",
                         "clients": [{"address": "127.0.0.1", "secret": "secret:nas"}], "account": "User-Name",
                         "usage": [{"counter": "OCTETS", "unit": "kB", "per": 1000}],
                         "dimensions": {"cell": "Called-Station-Id"}}}
                        """).await().atMost(Duration.ofSeconds(30));
    }

    @AfterAll
    static void end() {
        hub.close();
    }

    @AfterEach
    void stop() {
        servers.forEach(RadiusServer::stop);
    }

    @Test
    void theGrowthOfASessionCountsOnceHoweverItsRecordsCome() throws Exception {
        server(hub.transactions());
        byte[] begin = request("a", 1, 0, 0, 0);
        byte[] early = request("a", 3, 60, 1_000, 500);
        byte[] late = request("a", 3, 120, 2_000, 1_000);
        byte[] stop = request("a", 2, 180, 4_000, 1_500);

        assertThat(answered(begin)).isTrue();
        assertThat(answered(late)).isTrue();
        assertThat(answered(early)).isTrue();
        assertThat(answered(late)).isTrue();
        assertThat(new BigDecimal(usage("a"))).isEqualByComparingTo("3");
        stop();
        server(hub.transactions());
        assertThat(answered(stop)).isTrue();
        assertThat(answered(stop)).isTrue();
        assertThat(answered(begin)).isTrue();
        assertThat(new BigDecimal(usage("a"))).isEqualByComparingTo("5.5");
    }

    @Test
    void gigawordsCountAndAStopNeedsNoStart() throws Exception {
        server(hub.transactions());
        assertThat(answered(packet("gig", 2, 10, "Acct-Input-Octets", "296", "Acct-Input-Gigawords", "1")))
                .isTrue();
        assertThat(new BigDecimal(usage("gig"))).isEqualByComparingTo("4294967.592");
    }

    @Test
    void anIdCountsFromZeroAgainBehindARestartOfItsNas() throws Exception {
        server(hub.transactions());
        assertThat(answered(request("again", 3, 60, 5_000, 0))).isTrue();
        byte[] on = encoded(attributes("Acct-Status-Type", "7", "Event-Timestamp", "" + (BEGIN + 100)));
        assertThat(answered(on)).isTrue();
        assertThat(answered(on)).isTrue();
        byte[] next = encoded(attributes(
                "Acct-Status-Type",
                "2",
                "Acct-Session-Id",
                "again",
                "User-Name",
                "dev-9",
                "Acct-Session-Time",
                "10",
                "Event-Timestamp",
                "" + (BEGIN + 300),
                "Acct-Input-Octets",
                "2000"));
        assertThat(answered(next)).isTrue();
        assertThat(answered(next)).isTrue();
        assertThat(answered(request("again", 3, 60, 5_000, 0))).isTrue();
        assertThat(new BigDecimal(usage("again"))).isEqualByComparingTo("7");
    }

    @Test
    void whoDoesNotKnowTheSecretOrSendsAMalformedAttributeGetsNoAnswer() throws Exception {
        RadiusServer server = server(hub.transactions());
        byte[] forged = bytes(RadiusRequest.create(
                        DICTIONARY, (byte) 4, (byte) 1, null, List.of(DICTIONARY.createAttribute("User-Name", "dev-9")))
                .encodeRequest("wrong"));
        assertThat(answered(forged)).isFalse();
        assertThat(server.drops().of(Reason.WRONG_SECRET)).isEqualTo(1);
        byte[] octets = encoded(List.of(
                DICTIONARY.createAttribute("Acct-Status-Type", "2"),
                DICTIONARY.createAttribute("Acct-Session-Id", "bad"),
                DICTIONARY.createAttribute(-1, 1, new byte[] {'x'})));
        byte[] cut = Arrays.copyOf(octets, octets.length - 1);
        assertThat(answered(cut)).isFalse();
        assertThat(answered(encoded(attributes("Acct-Session-Id", "none")))).isFalse();
        assertThat(server.drops().of(Reason.MALFORMED)).isEqualTo(2);
    }

    @Test
    void anUnknownCustomerIsInQuarantineUntilItIsLinkedAndReplayed() throws Exception {
        server(hub.transactions());
        byte[] request = encoded(attributes(
                "Acct-Status-Type",
                "2",
                "Acct-Session-Id",
                "stranger",
                "User-Name",
                "nobody",
                "Event-Timestamp",
                "" + BEGIN,
                "Acct-Input-Octets",
                "9000"));
        assertThat(answered(request)).isTrue();
        assertThat(hub.sql("select count(*) from quarantine_entry where place like '%session stranger of%'"))
                .isEqualTo("1");
        Selection stranger = new Selection("sensate", "UNKNOWN_ACCOUNT", "nobody", null, null);
        assertThat(replayed(stranger)).isEqualTo("0 accepted, 1 waiting");

        hub.execute("""
                insert into account_link (tenant_id, partner_id, partner_account, account_id)
                select hub_tenant(), r.id, 'nobody', a.id from party_role r, billing_account a where r.key = 'sensate'
                """);
        assertThat(replayed(stranger)).isEqualTo("1 accepted, 0 waiting");
        assertThat(new BigDecimal(usage("stranger"))).isEqualByComparingTo("9");
        assertThat(hub.sql(
                        "select d.status || ' ' || q.status from received_document d join quarantine_entry q on q.document_id = d.id"
                                + " where q.place like '%session stranger of%'"))
                .isEqualTo("ACCEPTED RELEASED");
        // the record that the NAS sends again behind that adds nothing
        assertThat(answered(request)).isTrue();
        assertThat(new BigDecimal(usage("stranger"))).isEqualByComparingTo("9");
    }

    private static String replayed(Selection selection) {
        UUID id = TestDatabase.await(hub.transactions()
                        .run(hub.tenant, connection -> hub.replays.start(connection, hub.tenant, selection)))
                .id();
        TestDatabase.await(hub.replays.work());
        QuarantineReplays.ReplayView view =
                TestDatabase.await(hub.transactions().run(hub.tenant, connection -> hub.replays.one(connection, id)));
        return view.acceptedLines() + " accepted, " + view.waitingLines() + " waiting";
    }

    @Test
    void nothingIsAnsweredWhileTheDatabaseIsAway() throws Exception {
        Pool nowhere = PgBuilder.pool()
                .connectingTo(new PgConnectOptions().setHost("127.0.0.1").setPort(1))
                .using(hub.vertx())
                .build();
        RadiusServer without = server(new TenantTransaction(nowhere));
        byte[] stop = request("away", 2, 60, 1_000, 0);
        assertThat(answered(stop)).isFalse();
        assertThat(without.drops().of(Reason.NOT_STORED)).isEqualTo(1);
        without.stop();
        server(hub.transactions());
        assertThat(answered(stop)).isTrue();
        assertThat(new BigDecimal(usage("away"))).isEqualByComparingTo("1");
    }

    /** A hub process; it knows its clients when its first answer has come. */
    private RadiusServer server(TenantTransaction transactions) throws Exception {
        RadiusServer server = new RadiusServer(
                hub.vertx().getDelegate(),
                new Settings(),
                hub.settings,
                hub.descriptors,
                new Tenants(hub.pool()),
                hub.transactions(),
                new RadiusIntake(transactions, hub.usageBatches()),
                new WorkerBridge(hub.vertx().getDelegate()),
                Clock.fixed(Instant.parse("2026-11-01T06:00:00Z"), ZoneOffset.UTC),
                key -> key.equals("hub.secrets.\"nordlys\".nas") ? Optional.of(SECRET) : Optional.empty());
        servers.add(server);
        server.refresh();
        port = server.listen();
        return server;
    }

    private record Settings() implements RadiusSettings {
        @Override
        public String address() {
            return "127.0.0.1";
        }

        @Override
        public OptionalInt port() {
            return OptionalInt.of(0);
        }

        @Override
        public int batchSize() {
            return 100;
        }

        @Override
        public int queueSize() {
            return 100;
        }

        @Override
        public Duration keepSessions() {
            return Duration.ofDays(180);
        }
    }

    private static String usage(String session) {
        return hub.sql(
                "select sum(u.quantity)::text from usage_record u join usage_key k on k.document_id = u.document_id"
                        + " and k.position = u.position where k.event_id like '%" + session + "@127.0.0.1/%'");
    }

    private static byte[] request(String session, int status, int seconds, int in, int out) throws Exception {
        return packet(session, status, seconds, "Acct-Input-Octets", "" + in, "Acct-Output-Octets", "" + out);
    }

    private static byte[] packet(String session, int status, int seconds, String... counters) throws Exception {
        List<RadiusAttribute> attributes = attributes(
                "Acct-Status-Type",
                "" + status,
                "Acct-Session-Id",
                session,
                "User-Name",
                "dev-9",
                "Acct-Session-Time",
                "" + seconds,
                "Event-Timestamp",
                "" + (BEGIN + seconds),
                "Called-Station-Id",
                "cell-7");
        attributes.addAll(attributes(counters));
        return encoded(attributes);
    }

    private static List<RadiusAttribute> attributes(String... texts) {
        List<RadiusAttribute> attributes = new ArrayList<>();
        for (int i = 0; i < texts.length; i += 2) {
            boolean number =
                    texts[i + 1].matches("[0-9]+") && !texts[i].equals("User-Name") && !texts[i].endsWith("-Id");
            int type = DICTIONARY.createAttribute(texts[i], number ? "1" : "x").getType();
            attributes.add(
                    number
                            ? DICTIONARY.createAttribute(
                                    -1,
                                    type,
                                    ByteBuffer.allocate(4)
                                            .putInt((int) Long.parseLong(texts[i + 1]))
                                            .array())
                            : DICTIONARY.createAttribute(texts[i], texts[i + 1]));
        }
        return attributes;
    }

    private static byte[] encoded(List<RadiusAttribute> attributes) throws RadiusPacketException {
        return bytes(RadiusRequest.create(DICTIONARY, (byte) 4, (byte) 7, null, attributes)
                .encodeRequest(SECRET));
    }

    private static byte[] bytes(RadiusRequest request) {
        ByteBuffer buffer = request.toByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Whether a right answer came in time; a wrong one fails. */
    private boolean answered(byte[] request) throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(3_000);
            socket.send(new DatagramPacket(request, request.length, InetAddress.getByName("127.0.0.1"), port));
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            try {
                socket.receive(answer);
            } catch (SocketTimeoutException none) {
                return false;
            }
            RadiusResponse response = RadiusResponse.fromByteBuf(
                            DICTIONARY, Unpooled.copiedBuffer(answer.getData(), 0, answer.getLength()))
                    .decodeResponse(SECRET, Arrays.copyOfRange(request, 4, 20));
            return response.getType() == 5 && response.getId() == request[1];
        }
    }
}
