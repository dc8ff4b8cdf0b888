package io.billinghub.api.testing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens by who they are for, each used for some minutes: the realm's are good for fifteen. For several threads.
 *
 * @param <K> who they are for
 */
public final class KeptTokens<K> {

    private static final long USED_NANOS = Duration.ofMinutes(5).toNanos();

    private final Map<K, Kept> kept = new ConcurrentHashMap<>();
    private final Source<K> source;

    /**
     * Where tokens come from.
     *
     * @param <K> who they are for
     */
    public interface Source<K> {
        String token(K who) throws InterruptedException;
    }

    private record Kept(String token, long since) {}

    public KeptTokens(Source<K> source) {
        this.source = source;
    }

    /** A token that is good for some minutes more. */
    public String of(K who) {
        return kept.compute(
                        who,
                        (key, old) -> old != null && System.nanoTime() - old.since() < USED_NANOS ? old : fresh(who))
                .token();
    }

    private Kept fresh(K who) {
        try {
            return new Kept(source.token(who), System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Keycloak", e);
        }
    }
}
