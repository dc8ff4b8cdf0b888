package io.billinghub.embedded.measure.prices;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** A model of prices, written as code; what it keeps from one period to the next stands in its fields. */
public interface PriceCode {

    /**
     * What is due for a period. Periods of one customer follow each other.
     *
     * @return rounded as on a bill
     */
    BigDecimal amount(Usage usage);

    /**
     * What was used in a period.
     *
     * @param quantity the sum of all events
     * @param events empty where a quantity alone is told
     * @param from first day of the period
     * @param to the day after its last one
     * @param serviceFrom first day of the service in the period
     * @param serviceTo the day after its last one
     * @param period which one of the service it is, from 1 on
     */
    record Usage(
            BigDecimal quantity,
            List<Event> events,
            LocalDate from,
            LocalDate to,
            LocalDate serviceFrom,
            LocalDate serviceTo,
            int period) {

        public Usage {
            events = List.copyOf(events);
        }
    }

    /**
     * An event of usage.
     *
     * @param until the same as {@code at} where it has no duration
     * @param amount that it carries; null for none
     */
    record Event(Instant at, Instant until, BigDecimal quantity, BigDecimal amount, Map<String, String> dimensions) {
        public Event {
            dimensions = Map.copyOf(dimensions);
        }
    }
}
