package io.billinghub.adapters.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.transport.kafka.KafkaAccess;
import io.billinghub.embedded.services.EmbeddedServices;
import io.billinghub.embedded.services.Service;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Documents from a topic: with real Kafka and PostgreSQL. */
class KafkaPullIT {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static String bootstrap;
    private static String prefix;
    private static Pulling pulling;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;
    private static PullAdapter process;

    @BeforeAll
    static void start() {
        bootstrap = EmbeddedServices.attachForTests(Service.KAFKA).kafkaBootstrap();
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
        pulling = new Pulling("adapters_kafka", new KafkaAccess(settings, name -> prefix + name));
        admin = Admin.create(settings);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        process = pulling.process(Map.of());
    }

    @AfterAll
    static void stop() {
        producer.close();
        admin.close();
        pulling.close();
    }

    /** A topic of its own with two partitions. */
    private static String topic() throws Exception {
        prefix = "t" + System.nanoTime() + ".";
        String topic = prefix + "documents.nordlys.cirrus";
        admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        pulling.hub.execute("update adapter_pull set failures = 0, leased_until = now(), cursor = null");
        pulling.adapter("{\"type\": \"kafka\"}");
        return topic;
    }

    private static String next() {
        return "K-" + NUMBER.incrementAndGet();
    }

    private static void send(String topic, int partition, String text) throws Exception {
        producer.send(new ProducerRecord<>(
                        topic, partition, null, text == null ? null : text.getBytes(StandardCharsets.UTF_8)))
                .get();
    }

    @Test
    void eachRecordIsADocumentOnce() throws Exception {
        String topic = topic();
        assertThat(pulling.pull(process)).isEmpty();
        String first = next();
        String second = next();
        send(topic, 0, Pulling.bill(first, 1));
        send(topic, 1, Pulling.bill(second, 2));
        send(topic, 1, null);

        assertThat(pulling.pull(process))
                .extracting(outcome -> outcome.document().number())
                .containsExactlyInAnyOrder(first, second);
        assertThat(pulling.pull(process)).isEmpty();
        assertThat(pulling.stored("cirrus-1-0")).isOne();
        send(topic, 1, Pulling.bill(first, 1));
        assertThat(pulling.pull(process))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.duplicate()).isTrue());
        assertThat(admin.listConsumerGroupOffsets(topic)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(new TopicPartition(topic, 1))
                        .offset())
                .isEqualTo(3);
    }

    @Test
    void whatAProcessStoredThatDiedBeforeItsOffsetWasKeptIsNotDoubled() throws Exception {
        String topic = topic();
        for (int record = 0; record < 3; record++) {
            send(topic, 0, Pulling.bill(next(), 1));
        }
        assertThat(pulling.pull(process)).hasSize(3);
        pulling.hub.execute("update adapter_pull set cursor = '{\"0\": 1}'");

        assertThat(pulling.pull(process)).hasSize(2).allMatch(outcome -> outcome.duplicate());
        assertThat(pulling.pull(process)).isEmpty();
    }

    @Test
    void recordsThatWereDeletedUnreadAreTold() throws Exception {
        String topic = topic();
        send(topic, 0, Pulling.bill(next(), 1));
        assertThat(pulling.pull(process)).hasSize(1);
        send(topic, 0, Pulling.bill(next(), 1));
        String kept = next();
        send(topic, 0, Pulling.bill(kept, 1));
        admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
                .all()
                .get();

        assertThat(pulling.pull(process))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.document().number()).isEqualTo(kept));
        assertThat(pulling.state().detail().orElseThrow()).contains("records 1 to 1");
        assertThat(pulling.pull(process)).isEmpty();
        assertThat(pulling.state().failures()).isZero();
    }

    @Test
    void aMissingTopicIsNamed() {
        pulling.adapter("{\"type\": \"kafka\"}");
        prefix = "none" + System.nanoTime() + ".";

        assertThat(pulling.refusal(process)).isEqualTo(AdapterError.PARTNER_REFUSED);
        assertThat(pulling.state().detail().orElseThrow()).contains(prefix + "documents.nordlys.cirrus");
    }

    @Test
    void aBrokerThatIsAwayIsFoundAgain() throws Exception {
        String topic = topic();
        send(topic, 0, Pulling.bill(next(), 1));
        Relay away = new Relay(1);
        away.stop();
        KafkaAccess nobody =
                new KafkaAccess(Map.of("bootstrap.servers", "127.0.0.1:" + away.port()), name -> prefix + name);

        assertThat(pulling.refusal(pulling.elsewhere(nobody))).isEqualTo(AdapterError.PARTNER_UNAVAILABLE);
        assertThat(pulling.pull(process)).hasSize(1);
    }
}
