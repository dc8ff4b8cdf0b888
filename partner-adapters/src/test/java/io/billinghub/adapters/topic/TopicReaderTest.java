package io.billinghub.adapters.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Offsets follow what was taken in: never before it, and past what never can be. */
class TopicReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition("usage", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<String> told = new ArrayList<>();
    private final List<Integer> paused = new ArrayList<>();

    @Test
    void commitsBehindEachPart() {
        read(5, 2, 0, records -> told.add(values(records) + " behind " + committed()));
        assertThat(told).containsExactly("0 1 behind none", "2 3 behind 2", "4 behind 4", "committed 5");
    }

    @Test
    void waitsWhileTheDatabaseIsAway() {
        int[] failures = {3};
        read(2, 9, 3, records -> {
            told.add(values(records) + " behind " + committed());
            if (failures[0]-- > 0) {
                throw new CompletionException(new IOException("connection refused"));
            }
        });
        assertThat(told)
                .containsExactly(
                        "0 1 behind none", "0 1 behind none", "0 1 behind none", "0 1 behind none", "committed 2");
        assertThat(paused).containsExactly(1, 1, 1, 0); // it polls all the time, and takes no other record
    }

    @Test
    void losesNothingOfAPartitionThatComesWhileRecordsWait() {
        int[] failures = {1};
        TopicPartition other = new TopicPartition("usage", 1);
        TopicReader reader = new TopicReader(
                "usage",
                9,
                () -> consumer,
                records -> {
                    if (failures[0]-- > 0) {
                        throw new CompletionException(new IOException("connection refused"));
                    }
                    told.add(values(records));
                },
                (record, reason) -> told.add("laid aside"));
        ConsumerRecord<byte[], byte[]> early =
                new ConsumerRecord<>("usage", 1, 0, null, "x".getBytes(StandardCharsets.UTF_8));
        add(1);
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(other, 0L));
            consumer.rebalance(Set.of(PARTITION, other));
            consumer.addRecord(early);
        });
        consumer.schedulePollTask(() -> {
            told.add("asks again from " + consumer.position(other));
            consumer.addRecord(early);
        });
        consumer.schedulePollTask(reader::stop);
        reader.run();
        assertThat(told).containsExactly("0", "asks again from 0", "x");
    }

    @Test
    void waitsUntilThePartnerThatIsConfiguredIsThere() {
        int[] failures = {1};
        read(1, 9, 1, records -> {
            told.add(values(records));
            if (failures[0]-- > 0) {
                throw new HubException(AdapterError.UNKNOWN_PARTNER, "there is no partner");
            }
        });
        assertThat(told).containsExactly("0", "0", "committed 1");
    }

    @Test
    void laysAsideTheOneRecordThatNeverCanBeTakenIn() {
        List<String> taken = new ArrayList<>();
        read(4, 9, 0, records -> {
            if (values(records).contains("2")) {
                throw new HubException(AdapterError.INVALID_REQUEST, "a value can't be stored");
            }
            taken.add(values(records));
        });
        assertThat(taken).containsExactly("0", "1", "3");
        assertThat(told).containsExactly("laid aside 2: a value can't be stored", "committed 4");
    }

    @Test
    void doesNotCommitWhatCouldNotBeLaidAside() {
        TopicReader[] reader = new TopicReader[1];
        int[] made = {0};
        reader[0] = new TopicReader(
                "usage",
                9,
                () -> {
                    if (made[0]++ == 0) {
                        return consumer;
                    }
                    reader[0].stop();
                    throw new IllegalStateException("one consumer is enough for this test");
                },
                records -> {
                    throw new HubException(AdapterError.INVALID_REQUEST, "a value can't be stored");
                },
                (record, reason) -> {
                    told.add("tried behind " + committed());
                    throw new UncheckedIOException(new IOException("the broker is away"));
                });
        add(1);
        reader[0].run();
        assertThat(told).containsExactly("tried behind none");
        assertThat(consumer.closed()).isTrue();
        assertThat(made[0]).isEqualTo(2);
    }

    /** Reads until so many polls have come while records waited, and one more behind them. */
    private void read(int records, int batchSize, int waits, TopicReader.TakingIn takingIn) {
        TopicReader reader = new TopicReader(
                "usage",
                batchSize,
                () -> consumer,
                takingIn,
                (record, reason) -> told.add("laid aside " + values(List.of(record)) + ": " + reason.getMessage()));
        add(records);
        IntStream.range(0, waits)
                .forEach(wait -> consumer.schedulePollTask(
                        () -> paused.add(consumer.paused().size())));
        consumer.schedulePollTask(() -> {
            paused.add(consumer.paused().size());
            told.add("committed " + committed());
            reader.stop();
        });
        reader.run();
    }

    private void add(int records) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> {
            consumer.rebalance(Set.of(PARTITION));
            for (int i = 0; i < records; i++) {
                byte[] value = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
                consumer.addRecord(new ConsumerRecord<>("usage", 0, i, null, value));
            }
        });
    }

    private static String values(List<ConsumerRecord<byte[], byte[]>> records) {
        return String.join(
                " ",
                records.stream()
                        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                        .toList());
    }

    private String committed() {
        OffsetAndMetadata offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? "none" : Long.toString(offset.offset());
    }
}
