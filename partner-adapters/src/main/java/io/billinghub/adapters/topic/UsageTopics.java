package io.billinghub.adapters.topic;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.intake.UsageBatches;
import io.billinghub.adapters.intake.UsageFates;
import io.billinghub.adapters.transport.WorkerBridge;
import io.billinghub.adapters.usage.EventSequence;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.infrastructure.KafkaTopics;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/** One reader per configured topic, in processes with the role {@code adapters}, which share a topic as one consumer group. */
@ApplicationScoped
public class UsageTopics {

    private static final Logger LOG = Logger.getLogger(UsageTopics.class);
    private static final long LONGEST_STOP_MILLIS = 15_000;

    private final Map<String, Object> kafka;
    private final UsageSettings settings;
    private final KafkaTopics topics;
    private final Tenants tenants;
    private final TenantTransaction transactions;
    private final UsageBatches batches;
    private final WorkerBridge bridge;
    private final Map<TopicReader, Thread> running = new ConcurrentHashMap<>();

    /** @param kafka the settings {@code kafka.*} */
    @Inject
    UsageTopics(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            UsageSettings settings,
            KafkaTopics topics,
            Tenants tenants,
            TenantTransaction transactions,
            UsageBatches batches,
            WorkerBridge bridge) {
        this.kafka = Map.copyOf(kafka);
        this.settings = settings;
        this.topics = topics;
        this.tenants = tenants;
        this.transactions = transactions;
        this.batches = batches;
        this.bridge = bridge;
    }

    void start(@Observes StartupEvent event, Roles roles) {
        if (roles.has(Role.ADAPTERS)) {
            settings.topics().forEach(this::start);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    private void start(String name, UsageSettings.Source source) {
        String topic = source.topic().orElseGet(() -> topics.nameOf("usage." + name));
        TopicReader reader = new TopicReader(
                topic,
                settings.batchSize(),
                () -> consumer(name),
                records -> takeIn(source, topic, records),
                (record, reason) -> layAside(record, reason));
        Thread thread = new Thread(reader, "usage-topic-" + name);
        running.put(reader, thread);
        thread.start();
        LOG.infof("Usage of %s is read from the topic %s", source.partner(), topic);
    }

    /** Ends all readers; what they are taking in is finished first. */
    void stop() {
        running.keySet().forEach(TopicReader::stop);
        running.forEach((reader, thread) -> {
            try {
                thread.join(LONGEST_STOP_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        running.clear();
    }

    /**
     * Whether it is not the record that is wrong but the configuration, or the partner's state: the records wait, and who corrects it
     * loses nothing.
     */
    static boolean isMisconfigured(HubException refusal) {
        return refusal.code() == AdapterError.UNKNOWN_PARTNER || refusal.code() == AdapterError.PARTNER_NOT_ACTIVE;
    }

    private void takeIn(UsageSettings.Source source, String topic, List<ConsumerRecord<byte[], byte[]>> records) {
        EventSequence events = TopicBatch.read(records);
        UsageFates fates = bridge.await(() -> tenants.idOf(source.tenant()).flatMap(tenant -> {
            if (tenant.isEmpty()) {
                throw new HubException(
                        AdapterError.UNKNOWN_PARTNER,
                        "there is no tenant " + source.tenant() + ", which hub.usage.topics names for " + topic);
            }
            TenantContext context = TenantContext.of(tenant.get(), "topic " + topic);
            return transactions.run(
                    context,
                    connection -> batches.receiveKeepingRefused(
                            connection,
                            context,
                            source.partner(),
                            events.content(),
                            EventSequence.CONTENT_TYPE,
                            events.events()));
        }));
        LOG.debugf(
                "%d records of %s: %d of %d events taken in",
                records.size(), topic, fates.accepted(), fates.received());
    }

    private Consumer<byte[], byte[]> consumer(String name) {
        Map<String, Object> consumer =
                client(ConsumerConfig.configNames().stream().toList());
        consumer.put(ConsumerConfig.GROUP_ID_CONFIG, topics.nameOf("usage." + name));
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchSize());
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        consumer.put(
                ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000); // a topic that is made later is found within this time
        return new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Rare, so it opens a producer of its own. */
    private void layAside(ConsumerRecord<byte[], byte[]> record, RuntimeException reason) {
        ProducerRecord<byte[], byte[]> dead = new ProducerRecord<>(
                topics.nameOf(KafkaTopics.DEAD_LETTER), null, record.key(), record.value(), record.headers());
        header(dead, "dead-letter-reason", String.valueOf(reason.getMessage()));
        header(dead, "dead-letter-topic", record.topic());
        header(dead, "dead-letter-partition", Integer.toString(record.partition()));
        header(dead, "dead-letter-offset", Long.toString(record.offset()));
        Map<String, Object> producer =
                client(ProducerConfig.configNames().stream().toList());
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        try (KafkaProducer<byte[], byte[]> sender =
                new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer())) {
            sender.send(dead).get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the record could not be laid aside", failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a record was laid aside", interrupted);
        }
    }

    private Map<String, Object> client(List<String> names) {
        Map<String, Object> client = new HashMap<>(kafka);
        client.keySet().retainAll(names);
        return client;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
