package io.billinghub.adapters.document;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Blocking work, such as parsing, beside the reactive client: it runs on a worker thread, where it may wait for statements.
 * The event loop of the connection stays free, so what is waited for can come.
 */
public final class Waiting {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private Waiting() {}

    /** Runs the work on a worker thread. */
    public static <T> Uni<T> onWorker(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /** The result; for worker threads only. */
    public static <T> T of(Uni<T> result) {
        return result.await().atMost(LONGEST);
    }
}
