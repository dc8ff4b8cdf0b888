package io.billinghub.adapters.transport.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Access tokens of partners' authorization servers, each until shortly before it ends. */
final class Tokens {

    private static final Duration EARLY = Duration.ofSeconds(30);

    /**
     * Whose token it is.
     *
     * @param secretDigest of the client's secret, so that a changed secret gets a token of its own
     */
    record Owner(String tenant, String tokenUrl, String scope, String secretDigest) {}

    private record Kept(String token, long endNanos) {}

    private final Map<Owner, Kept> kept = new ConcurrentHashMap<>();

    Optional<String> of(Owner owner) {
        return Optional.ofNullable(kept.get(owner))
                .filter(token -> token.endNanos() - System.nanoTime() > 0)
                .map(Kept::token);
    }

    void keep(Owner owner, String token, Duration life) {
        if (life.compareTo(EARLY) > 0) {
            kept.put(
                    owner, new Kept(token, System.nanoTime() + life.minus(EARLY).toNanos()));
        }
    }

    void forget(Owner owner) {
        kept.remove(owner);
    }
}
