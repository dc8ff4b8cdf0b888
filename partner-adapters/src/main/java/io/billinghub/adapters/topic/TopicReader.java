package io.billinghub.adapters.topic;

import io.billinghub.core.error.HubException;
import io.billinghub.core.event.infrastructure.TemporaryFailures;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads one topic on a thread of its own. Offsets are committed behind records that were taken in, or laid aside because they never can be;
 * while the database is away the records wait, and the reader keeps its place in the consumer group.
 */
final class TopicReader implements Runnable {

    private static final Logger LOG = Logger.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    /** Classes of PostgreSQL's SQLSTATE that say that the values are wrong, not the surroundings: data, constraints, limits. */
    private static final Set<String> BAD_VALUES = Set.of("22", "23", "54");

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final String topic;
    private final int batchSize;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final TakingIn takingIn;
    private final DeadLetters deadLetters;
    private volatile boolean stopped;
    private volatile Consumer<byte[], byte[]> consumer;

    /** Takes records in. */
    @FunctionalInterface
    interface TakingIn {
        /** Returns when all of the records are taken in; throws if none is. */
        void takeIn(List<ConsumerRecord<byte[], byte[]>> records);
    }

    /** Lays aside what can never be taken in. */
    @FunctionalInterface
    interface DeadLetters {
        /** Returns when the record is safe; throws if it is not. */
        void add(ConsumerRecord<byte[], byte[]> record, RuntimeException reason);
    }

    /**
     * @param consumers makes one whenever the one before has failed
     */
    TopicReader(
            String topic,
            int batchSize,
            Supplier<Consumer<byte[], byte[]>> consumers,
            TakingIn takingIn,
            DeadLetters deadLetters) {
        this.topic = topic;
        this.batchSize = batchSize;
        this.consumers = consumers;
        this.takingIn = takingIn;
        this.deadLetters = deadLetters;
    }

    /** Ends {@link #run} soon, from another thread. What is being taken in is finished, and not committed. */
    void stop() {
        stopped = true;
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    @Override
    public void run() {
        while (!stopped) {
            try (Consumer<byte[], byte[]> reading = consumers.get()) {
                consumer = reading;
                reading.subscribe(List.of(topic));
                while (!stopped) {
                    read(reading);
                }
            } catch (WakeupException stop) {
                LOG.debugf("The reader of %s is woken", topic);
            } catch (RuntimeException failure) {
                LOG.errorf(failure, "The topic %s can't be read now; it is tried again", topic);
                sleep();
            }
        }
    }

    private void read(Consumer<byte[], byte[]> reading) {
        for (List<ConsumerRecord<byte[], byte[]>> part : TopicBatch.parts(reading.poll(POLL), batchSize)) {
            takeIn(reading, part);
            Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : part) {
                behind.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
            }
            try {
                reading.commitSync(behind);
            } catch (CommitFailedException gone) {
                LOG.warnf(
                        "Another process reads %s by now; what was taken in comes to it again, and counts once", topic);
                return;
            }
        }
    }

    private void takeIn(Consumer<byte[], byte[]> reading, List<ConsumerRecord<byte[], byte[]>> part) {
        Duration wait = FIRST_WAIT;
        while (true) {
            try {
                takingIn.takeIn(part);
                return;
            } catch (RuntimeException thrown) {
                Throwable failure =
                        thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
                if (!waits(failure)) {
                    takeInOneByOne(reading, part, thrown);
                    return;
                }
                LOG.warnf("%d records of %s wait: %s", part.size(), topic, failure);
                idle(reading, wait);
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
            }
        }
    }

    /** Where the surroundings are in the way or the configuration names nobody, another time may be better; a bad value stays bad. */
    private static boolean waits(Throwable failure) {
        if (failure instanceof PgException postgres) {
            String state = postgres.getSqlState();
            return state == null || !BAD_VALUES.contains(state.substring(0, 2));
        }
        return TemporaryFailures.isTemporary(failure)
                || failure instanceof HubException refusal && UsageTopics.isMisconfigured(refusal);
    }

    private void takeInOneByOne(
            Consumer<byte[], byte[]> reading, List<ConsumerRecord<byte[], byte[]>> part, RuntimeException failure) {
        if (part.size() == 1) {
            LOG.errorf(failure, "A record of %s can't be taken in; it goes to the dead-letter topic", topic);
            deadLetters.add(part.get(0), failure);
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : part) {
            takeIn(reading, List.of(record));
        }
    }

    /** Polls nothing for so long: who does not poll at all loses its place in the group. */
    private void idle(Consumer<byte[], byte[]> reading, Duration wait) {
        reading.pause(reading.assignment());
        try {
            ConsumerRecords<byte[], byte[]> tooEarly = reading.poll(wait);
            // of partitions that came to this reader meanwhile
            tooEarly.partitions()
                    .forEach(partition -> reading.seek(
                            partition, tooEarly.records(partition).get(0).offset()));
        } finally {
            reading.resume(reading.paused());
        }
    }

    private void sleep() {
        try {
            Thread.sleep(FIRST_WAIT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }
}
