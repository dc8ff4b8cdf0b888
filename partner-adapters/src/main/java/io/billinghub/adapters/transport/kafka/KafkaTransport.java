package io.billinghub.adapters.transport.kafka;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.PullTransport;
import io.billinghub.adapters.transport.TransportFailure;
import io.billinghub.core.error.HubException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Records of the adapter's own topic, each a document. How far they are stored is the pull's cursor, so the lease and its fence guard
 * it; Kafka is told the same offsets afterwards, for those who watch how far readers are behind.
 */
public final class KafkaTransport implements PullTransport {

    private static final Duration POLL = Duration.ofMillis(500);

    private final AdapterSettings settings;
    private final KafkaAccess kafka;

    public KafkaTransport(AdapterSettings settings, KafkaAccess kafka) {
        this.settings = settings;
        this.kafka = kafka;
    }

    @Override
    public String type() {
        return "kafka";
    }

    @Override
    public void pull(PullSession session) {
        String topic = kafka.topicOf(session.tenantKey(), session.adapterKey());
        try (Consumer<byte[], byte[]> consumer = consumer(topic)) {
            new Reading(session, consumer, topic).pull();
        } catch (AuthorizationException | AuthenticationException e) {
            throw TransportFailure.refused("the hub may not read the topic " + topic + ": " + e.getMessage(), e);
        } catch (KafkaException | IOException e) {
            throw TransportFailure.of("the topic " + topic, e);
        }
    }

    private Consumer<byte[], byte[]> consumer(String topic) {
        int millis = Math.toIntExact(settings.responseTimeout().toMillis());
        Map<String, Object> config = new HashMap<>(kafka.settings());
        config.keySet().retainAll(ConsumerConfig.configNames());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, topic);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The records of one pull: those that are there when it begins. */
    private final class Reading {
        private final PullSession session;
        private final Consumer<byte[], byte[]> consumer;
        private final String topic;
        private final Offsets offsets;

        Reading(PullSession session, Consumer<byte[], byte[]> consumer, String topic) {
            this.session = session;
            this.consumer = consumer;
            this.topic = topic;
            this.offsets = Offsets.of(session.cursor());
        }

        void pull() throws IOException {
            List<TopicPartition> partitions = partitions();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            consumer.assign(partitions);
            for (TopicPartition partition : partitions) {
                consumer.seek(partition, begin(partition, beginnings.get(partition), ends.get(partition)));
            }
            long quiet = System.nanoTime();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                boolean some = false;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record);
                    some = true;
                }
                if (some) {
                    quiet = System.nanoTime();
                } else if (System.nanoTime() - quiet
                        > settings.responseTimeout().toNanos()) {
                    throw new IOException("the broker sends no records");
                }
            }
            tellKafka();
        }

        private List<TopicPartition> partitions() {
            List<TopicPartition> partitions = Optional.ofNullable(partitionsOfTopic()).orElse(List.of()).stream()
                    .map(found -> new TopicPartition(topic, found.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw TransportFailure.refused("there is no topic " + topic + " in the hub's Kafka; make it", null);
            }
            return partitions;
        }

        private List<org.apache.kafka.common.PartitionInfo> partitionsOfTopic() {
            try {
                return consumer.partitionsFor(topic);
            } catch (UnknownTopicOrPartitionException missing) {
                return List.of();
            }
        }

        /** Where to go on. Records that were deleted unread are told: nobody can read them any more. */
        private long begin(TopicPartition partition, long beginning, long end) {
            long next = offsets.of(partition.partition()).orElse(beginning);
            if (next > end) { // the topic was made anew
                return beginning;
            }
            if (next < beginning) {
                session.failed(
                        new HubException(
                                AdapterError.PARTNER_REFUSED,
                                "the records " + next + " to " + (beginning - 1) + " of " + partition
                                        + " were deleted before they were pulled; have them sent again, and the topic keep them longer"));
                return beginning;
            }
            return next;
        }

        private void take(ConsumerRecord<byte[], byte[]> record) {
            if (record.value() != null && record.value().length > 0) {
                String name = header(record, "file-name")
                        .orElse(session.adapterKey() + "-" + record.partition() + "-" + record.offset());
                session.document(
                        name, header(record, "content-type").orElse(null), new ByteArrayInputStream(record.value()));
            }
            offsets.set(record.partition(), record.offset() + 1);
            session.cursor(offsets.toString());
        }

        private static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
            return Optional.ofNullable(record.headers().lastHeader(name))
                    .map(Header::value)
                    .map(value -> new String(value, StandardCharsets.UTF_8))
                    .filter(value -> !value.isBlank() && value.length() <= 200);
        }

        private void tellKafka() {
            Map<TopicPartition, OffsetAndMetadata> stored = new HashMap<>();
            consumer.assignment()
                    .forEach(partition -> offsets.of(partition.partition())
                            .ifPresent(offset -> stored.put(partition, new OffsetAndMetadata(offset))));
            consumer.commitSync(stored);
        }
    }
}
