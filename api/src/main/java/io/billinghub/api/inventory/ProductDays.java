package io.billinghub.api.inventory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * The days between which a product is billed. A time within a day counts as its day, the one that is written; the day of the
 * termination is not billed.
 */
final class ProductDays {

    static final String START = "startDate";
    static final String END = "terminationDate";

    /** The start of a product that has none yet. */
    static final LocalDate NOT_BEGUN = LocalDate.of(9999, 12, 31);

    private ProductDays() {}

    /** Takes the days over into an entry of master data. */
    static void read(ObjectNode product, ObjectNode entry, LocalDate today) {
        String state = product.path("status").asText();
        boolean billed = ProductState.isBilled(state);
        LocalDate start =
                product.path(START).isTextual() ? day(product.path(START).textValue()) : billed ? today : NOT_BEGUN;
        entry.put("startedOn", start.toString());
        boolean terminated = state.equals(ProductState.TERMINATED);
        LocalDate end =
                billed && product.path(END).isTextual() ? day(product.path(END).textValue()) : null;
        if (terminated && (end == null || end.isAfter(today))) {
            end = today; // what is terminated runs no longer, whatever was agreed for a later day
        }
        if (end != null) {
            entry.put("endedOn", end.toString());
        }
    }

    /** Shows the day that is stored, in the words in which it was said. */
    static void show(ObjectNode shown, String attribute, LocalDate stored) {
        if (stored == null || stored.equals(LocalDate.MAX) || stored.equals(NOT_BEGUN)) {
            return;
        }
        boolean said = shown.path(attribute).isTextual()
                && day(shown.path(attribute).textValue()).equals(stored);
        if (!said) {
            shown.put(attribute, stored + "T00:00:00Z");
        }
    }

    /** The day of a time, as it is written. */
    static LocalDate day(String time) {
        return time.length() == 10
                ? LocalDate.parse(time)
                : OffsetDateTime.parse(time).toLocalDate();
    }
}
