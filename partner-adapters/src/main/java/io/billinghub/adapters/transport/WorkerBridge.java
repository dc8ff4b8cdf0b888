package io.billinghub.adapters.transport;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** From a blocking thread, such as one of Camel's, to reactive work on a Vert.x context of its own, and back. */
@ApplicationScoped
public class WorkerBridge {

    private static final long LONGEST_MINUTES = 30;

    private final Vertx vertx;

    public WorkerBridge(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Subscribes on a duplicated context and waits.
     *
     * @throws IllegalStateException on an event loop, which must not wait
     */
    public <T> T await(Supplier<Uni<T>> work) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("an event loop must not wait");
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        context.runOnContext(ignored -> {
            try {
                work.get().subscribe().with(result::complete, result::completeExceptionally);
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.orTimeout(LONGEST_MINUTES, TimeUnit.MINUTES).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof TimeoutException) {
                throw new IllegalStateException("no answer after " + LONGEST_MINUTES + " minutes", e);
            }
            throw e;
        }
    }
}
