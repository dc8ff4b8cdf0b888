package io.billinghub.adapters.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;

/**
 * One usage record.
 *
 * @param eventId the partner's id of the event: the same id is the same event
 * @param account the partner's customer number, empty where it names none
 * @param product the partner's product key, empty where it names none
 */
public record CanonicalUsage(
        int position,
        String place,
        String eventId,
        String account,
        String product,
        String groupingKey,
        BigDecimal quantity,
        String unit,
        Instant occurredAt)
        implements ParsedLine {

    public CanonicalUsage {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(groupingKey, "groupingKey");
        Objects.requireNonNull(quantity, "quantity");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(occurredAt, "occurredAt");
    }

    @Override
    public void tell(Reader reader) {
        reader.usage(this);
    }
}
