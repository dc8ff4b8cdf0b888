package io.billinghub.core.process;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Work of which only so many pieces are under way at once in this process. Who has to wait comes in the order of asking, and no thread waits. */
public final class FairTurns {

    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int free;

    /** @param atOnce 1 or more */
    public FairTurns(int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("at least one piece of work is done at once, not " + atOnce);
        }
        this.free = atOnce;
    }

    /** Does the work when its turn comes; the next one's turn comes when it ends, fails or is cancelled. Each subscription is a piece of work. */
    public <T> Uni<T> take(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> turn = ask();
            return Uni.createFrom()
                    .emitter(emitter -> turn.thenRun(() -> emitter.complete(null)))
                    .flatMap(come -> work.get())
                    .onTermination()
                    .invoke(() -> leave(turn));
        });
    }

    private synchronized CompletableFuture<Void> ask() {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        if (free > 0) {
            free--;
            turn.complete(null);
        } else {
            waiting.add(turn);
        }
        return turn;
    }

    private void leave(CompletableFuture<Void> turn) {
        CompletableFuture<Void> next;
        synchronized (this) {
            if (waiting.remove(turn)) {
                return;
            }
            next = waiting.poll();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            next.complete(null);
        }
    }
}
