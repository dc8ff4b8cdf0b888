package io.billinghub.api.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The same for many, several at a time: a request waits for the database most of its time. Only for what does not depend on
 * what the others do.
 */
public final class Together {

    private static final int AT_A_TIME = 4;

    private Together() {}

    /** Does it for each; fails as the first of them in their order that fails. */
    public static <T> void each(Collection<T> things, Consumer<T> work) {
        map(things, thing -> {
            work.accept(thing);
            return thing;
        });
    }

    /** The answers, in the order of the questions; fails as the first of them that fails. */
    public static <T, R> List<R> map(Collection<T> things, Function<T, R> work) {
        // threads made here, since they take over the class loader of the application under test
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Future<R>> begun = new ArrayList<>();
            things.forEach(thing -> begun.add(threads.submit(() -> work.apply(thing))));
            List<R> results = new ArrayList<>();
            for (Future<R> future : begun) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while requests were under way", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
