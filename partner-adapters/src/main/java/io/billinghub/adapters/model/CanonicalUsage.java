package io.billinghub.adapters.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * One usage record.
 *
 * @param eventId the partner's id of the event: the same id is the same event
 * @param account the partner's customer number, empty where it names none
 * @param product the partner's product key, empty where it names none
 * @param endedAt when a session ended; null for what happens at one instant
 * @param dimensions what else is known of it, such as region or quality of service
 * @param amount the amount, or the price of a unit, that it carries itself; null where it carries none
 * @param corrects the event id of the usage that it takes the place of; null where there is none
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
        Instant occurredAt,
        Instant endedAt,
        Map<String, String> dimensions,
        BigDecimal amount,
        String corrects)
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
        if (endedAt != null && endedAt.isBefore(occurredAt)) {
            throw new IllegalArgumentException("the end " + endedAt + " is before the begin " + occurredAt);
        }
        dimensions = Map.copyOf(dimensions);
    }

    /** Usage of one instant, of which no more is known but, perhaps, its amount. */
    public CanonicalUsage(
            int position,
            String place,
            String eventId,
            String account,
            String product,
            String groupingKey,
            BigDecimal quantity,
            String unit,
            Instant occurredAt,
            BigDecimal amount) {
        this(
                position,
                place,
                eventId,
                account,
                product,
                groupingKey,
                quantity,
                unit,
                occurredAt,
                null,
                Map.of(),
                amount,
                null);
    }

    /** The same usage at another position of another document. */
    public CanonicalUsage at(int newPosition, String newPlace) {
        return new CanonicalUsage(
                newPosition,
                newPlace,
                eventId,
                account,
                product,
                groupingKey,
                quantity,
                unit,
                occurredAt,
                endedAt,
                dimensions,
                amount,
                corrects);
    }

    @Override
    public void tell(Reader reader) {
        reader.usage(this);
    }
}
