package io.billinghub.core.trace;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * An id that can be traced.
 *
 * @param position of the line inside of the bill, if the id is a bill line's
 */
record TraceId(UUID uuid, OptionalInt position) {

    private static final int UUID_LENGTH = 36;
    private static final int MOST_DIGITS = 9;

    /** What the id can name. */
    enum Kind {
        BILL_LINE,
        BILL,
        TAX_INVOICE,
        PARTNER_BILL,
        DOCUMENT
    }

    /** Empty if the text is neither a UUID nor a UUID, a hyphen and a position. */
    static Optional<TraceId> parse(String text) {
        try {
            if (text.length() == UUID_LENGTH) {
                return Optional.of(new TraceId(UUID.fromString(text), OptionalInt.empty()));
            }
            int digits = text.length() - UUID_LENGTH - 1;
            if (digits < 1 || digits > MOST_DIGITS || text.charAt(UUID_LENGTH) != '-') {
                return Optional.empty();
            }
            return Optional.of(new TraceId(
                    UUID.fromString(text.substring(0, UUID_LENGTH)),
                    OptionalInt.of(Integer.parseInt(text.substring(UUID_LENGTH + 1)))));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
