package io.billinghub.core.event.infrastructure;

import io.billinghub.core.event.infrastructure.OutboxTable.Lease;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * One pass from the outbox to Kafka: take the buckets that have something to send, send a batch of each, mark what was
 * acknowledged. Inside of a bucket the events of one key go one after another, each once the one before it is
 * acknowledged; the first that fails ends its key for this pass. Different keys and buckets go side by side.
 */
final class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /** @param failed how many keys could not be sent to their end */
    record Pass(int sent, int failed) {
        static final Pass NOTHING = new Pass(0, 0);

        Pass plus(Pass other) {
            return new Pass(sent + other.sent, failed + other.failed);
        }
    }

    private final OutboxTable outbox;
    private final EventSender sender;
    private final String holder;
    private final Duration lease;
    private final int batchSize;

    /** @param holder names this process among all that relay */
    OutboxRelay(OutboxTable outbox, EventSender sender, String holder, Duration lease, int batchSize) {
        this.outbox = outbox;
        this.sender = sender;
        this.holder = holder;
        this.lease = lease;
        this.batchSize = batchSize;
    }

    /** Never two at once in one process: the leases tell processes apart, not passes. */
    Uni<Pass> pass() {
        return sender.prepare()
                .flatMap(ready -> outbox.takePendingBuckets(holder, lease))
                .flatMap(leases -> Multi.createFrom()
                        .iterable(leases)
                        .onItem()
                        .transformToUni(this::relayBucket)
                        .merge(SqlOutbox.BUCKETS)
                        .collect()
                        .in(() -> new ArrayList<Pass>(), List::add))
                .map(passes -> passes.stream().reduce(Pass.NOTHING, Pass::plus));
    }

    private Uni<Pass> relayBucket(Lease bucket) {
        return outbox.pending(bucket, batchSize)
                .flatMap(rows -> sendAll(rows).flatMap(keys -> {
                    List<OutboxRow> sent =
                            keys.stream().flatMap(key -> key.sent.stream()).toList();
                    int failed = (int) keys.stream().filter(key -> key.failed).count();
                    return outbox.markSentAndRelease(bucket, sent).map(marked -> {
                        if (marked < sent.size()) {
                            LOG.warnf(
                                    "Bucket %d of the outbox was taken over by another process: %d events will be told again",
                                    bucket.bucket(), sent.size() - marked);
                        }
                        return new Pass(marked, failed);
                    });
                }));
    }

    private Uni<List<KeyProgress>> sendAll(List<OutboxRow> rows) {
        Map<String, List<OutboxRow>> byKey = new LinkedHashMap<>();
        for (OutboxRow row : rows) {
            byKey.computeIfAbsent(row.topic() + '\n' + row.key(), key -> new ArrayList<>())
                    .add(row);
        }
        Collection<List<OutboxRow>> keys = byKey.values();
        return Multi.createFrom()
                .iterable(keys)
                .onItem()
                .transformToUni(this::sendInOrder)
                .merge(Math.max(1, keys.size()))
                .collect()
                .asList();
    }

    private Uni<KeyProgress> sendInOrder(List<OutboxRow> rows) {
        KeyProgress progress = new KeyProgress();
        long started = System.nanoTime();
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(row -> requireLeaseToLast(started)
                        .flatMap(lasts -> sender.send(row))
                        .invoke(() -> progress.sent.add(row)))
                .onItem()
                .ignoreAsUni()
                .replaceWith(progress)
                .onFailure()
                .recoverWithItem(failure -> {
                    OutboxRow first = rows.get(progress.sent.size());
                    LOG.warnf(
                            "Event %s (%s) could not be sent to topic %s and waits in the outbox: %s",
                            first.eventId(), first.type(), first.topic(), cause(failure));
                    progress.failed = true;
                    return progress;
                });
    }

    // the connector wraps what Kafka says once its own attempts are over
    private static Throwable cause(Throwable failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }

    // what is begun in the first half of the lease ends before it does: Kafka gives up on a send after less than the
    // other
    private Uni<Void> requireLeaseToLast(long started) {
        return System.nanoTime() - started < lease.toNanos() / 2
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(new TimeoutException("half of the lease of " + lease + " is over"));
    }

    private static final class KeyProgress {
        final List<OutboxRow> sent = new ArrayList<>();
        boolean failed;
    }
}
