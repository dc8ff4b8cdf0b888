package io.billinghub.api.usage;

import static io.billinghub.api.account.AccountSamples.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.account.AccountSamples;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage events from a topic of the real Kafka: each counted once, and what is refused in quarantine. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class UsageTopicIT {

    private static final String ADMIN = "marketplace-admin";
    private static final String TOPIC = "api-it.usage.probes";
    private static final String GROUP = "api-it.usage.probes";
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final String customer = "topic-" + UUID.randomUUID().toString().substring(0, 20);

    @BeforeEach
    void account() throws Exception {
        DemoData.load();
        String cycle = Tmf.create(ADMIN, Tmf.ACCOUNTS + "billingCycleSpecification", json("""
                {"name": "Usage of a topic alone", "openFrom": "2026-09-01"}
                """));
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount").put("number", customer);
        body.withObjectProperty("billStructure").putObject("cycleSpecification").put("id", cycle);
        Tmf.create(ADMIN, Tmf.ACCOUNTS + "billingAccount", body);
        Tmf.post(ADMIN, "/hub/v1/imports", json("""
                {"accountLinks": [{"partner": "sensate", "partnerAccount": "%s", "account": "%s"}]}
                """.formatted(customer, customer)))
                .statusCode(200);
        try (Admin admin = Admin.create(kafka())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            assertThat(failure.getCause()).isInstanceOf(TopicExistsException.class);
        }
    }

    @Test
    void eachEventCountsOnceHoweverOftenItIsDelivered() throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = IntStream.range(0, 3_000)
                .mapToObj(i -> record(event("e" + i, "2"), null))
                .toList();
        send(records);
        send(records.subList(0, 500));
        assertThat(stored()).isEqualTo("3000 6000");
        assertThat(documents()).isEqualTo("usage-events application/json-seq topic api-it.usage.probes");
    }

    @Test
    void aRecordIsAnEventOrSeveralInTheFormThatItsHeaderSays() throws Exception {
        String cloudEvent = """
                {"specversion": "1.0", "id": "%s-c", "source": "probe", "type": "usage", "time": "2026-09-10T12:00:00Z",
                 "subject": "%s", "data": {"product": "SNS-MSG", "quantity": 4, "unit": "message"}}
                """.formatted(customer, customer);
        send(List.of(
                record(event("1", "1"), null),
                record("[" + event("2", "2") + ",\n " + event("3", "3") + "]", "application/json"),
                record(cloudEvent, "application/cloudevents+json"),
                record(event("5", "5") + "\n" + event("6", "6"), "application/x-ndjson")));
        // 1 + 2 + 3 + 4 + 5 + 6
        assertThat(stored()).isEqualTo("6 21");
    }

    @Test
    void whatIsRefusedIsInQuarantineAndHoldsUpNothing() throws Exception {
        send(List.of(
                record(event("1", "1"), null),
                record(event("2", "1").replace("\"account\": \"" + customer, "\"account\": \"no-" + customer), null),
                record("no JSON of " + customer, null),
                record("<usage id='" + customer + "'/>", "application/xml"),
                record(null, null),
                record("{\"id\": \"" + customer + "-7\", \"reverses\": \"" + customer + "-unknown\"}", null),
                record(event("8", "1"), null)));
        assertThat(stored()).isEqualTo("2 2");
        assertThat(HubFixture.values(
                        "nordlys",
                        "select q.rule_code || ' ' || q.severity || ' ' || q.position || ' ' || regexp_replace(q.place, 'offset [0-9]+', 'offset N')"
                                + " from quarantine_entry q where q.document_id = (select max(document_id) from usage_record u"
                                + " join billing_account a on a.id = u.account_id where a.number = '" + customer
                                + "') order by q.position"))
                .containsExactly(
                        "UNKNOWN_ACCOUNT QUARANTINE 2 partition 0, offset N, /0",
                        "MALFORMED_LINE QUARANTINE 3 partition 0, offset N, record",
                        "MALFORMED_LINE QUARANTINE 4 partition 0, offset N, record",
                        "MALFORMED_LINE QUARANTINE 5 partition 0, offset N, record",
                        "UNKNOWN_ORIGINAL QUARANTINE 6 partition 0, offset N, /0");
    }

    /** Returns when the hub has committed an offset behind them. */
    private void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        Map<String, Object> settings = kafka();
        settings.put("acks", "all");
        settings.put("linger.ms", 200);
        settings.put("batch.size", 1 << 20);
        RecordMetadata last = null;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var sent = records.stream().map(producer::send).toList();
            producer.flush();
            last = sent.get(sent.size() - 1).get(30, TimeUnit.SECONDS);
        }
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        long deadline = System.nanoTime() + LONGEST.toNanos();
        try (Admin admin = Admin.create(kafka())) {
            while (true) {
                OffsetAndMetadata offset = admin.listConsumerGroupOffsets(GROUP)
                        .partitionsToOffsetAndMetadata()
                        .get(30, TimeUnit.SECONDS)
                        .get(partition);
                if (offset != null && offset.offset() > last.offset()) {
                    return;
                }
                assertThat(System.nanoTime())
                        .as("the hub has committed " + offset + ", not yet " + last.offset())
                        .isLessThan(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String value, String contentType) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(TOPIC, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        if (contentType != null) {
            record.headers().add("content-type", contentType.getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }

    private static Map<String, Object> kafka() {
        String servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        return new HashMap<>(Map.of("bootstrap.servers", servers));
    }

    private String event(String id, String quantity) {
        return "{\"id\": \"" + customer + "-" + id + "\", \"account\": \"" + customer
                + "\", \"product\": \"SNS-MSG\", \"at\": \"2026-09-10T12:00:00Z\", \"quantity\": " + quantity
                + ", \"unit\": \"message\"}";
    }

    private String stored() {
        return HubFixture.value(
                "nordlys",
                "select count(*) || ' ' || trim_scale(sum(u.quantity)) from usage_record u join billing_account a"
                        + " on a.id = u.account_id where a.number = '" + customer + "'");
    }

    private String documents() {
        return HubFixture.value(
                "nordlys",
                "select string_agg(distinct d.transport || ' ' || d.content_type || ' ' || d.received_by, ', ') from received_document d"
                        + " join usage_record u on u.document_id = d.id join billing_account a on a.id = u.account_id where a.number = '"
                        + customer + "'");
    }
}
