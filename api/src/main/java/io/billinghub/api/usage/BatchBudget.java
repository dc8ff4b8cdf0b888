package io.billinghub.api.usage;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** How much of all batches together is in memory: a batch takes several times its bytes while it is read and written. */
@ApplicationScoped
class BatchBudget {

    private static final long BYTES = 32L << 20;

    private final AtomicLong taken = new AtomicLong();

    /**
     * Does the work while its bytes are counted.
     *
     * @return fails with a HubException TOO_MANY_REQUESTS if others have taken too many
     */
    <T> Uni<T> within(long bytes, Supplier<Uni<? extends T>> work) {
        return Uni.createFrom().deferred(() -> {
            if (taken.addAndGet(bytes) > BYTES) {
                taken.addAndGet(-bytes);
                throw new HubException(
                        ApiError.TOO_MANY_REQUESTS,
                        "The hub is taking in " + BYTES
                                + " bytes of usage events now; send the same batch again in a second.");
            }
            return Uni.createFrom().<T>deferred(work).onTermination().invoke(() -> taken.addAndGet(-bytes));
        });
    }
}
