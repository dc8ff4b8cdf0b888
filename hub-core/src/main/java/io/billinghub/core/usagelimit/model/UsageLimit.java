package io.billinghub.core.usagelimit.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A limit.
 *
 * @param id {@code usage_limit.id}
 * @param accountId whose usage it counts, with that of the accounts it pays for
 * @param accountNumber of it
 * @param product key of the offering; empty for all products
 * @param version counts changes
 * @param revision counts changes of the value: each of them lets all thresholds be reached anew
 * @param reached what was reached, the newest first, at most 20
 */
public record UsageLimit(
        long id,
        UUID uuid,
        long accountId,
        String accountNumber,
        Optional<String> product,
        Limited limited,
        LimitTerms terms,
        String createdBy,
        Instant createdAt,
        int version,
        int revision,
        List<Reached> reached) {

    public UsageLimit {
        reached = List.copyOf(reached);
    }
}
