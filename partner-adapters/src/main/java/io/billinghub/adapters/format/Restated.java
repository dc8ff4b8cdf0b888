package io.billinghub.adapters.format;

import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.util.stream.Stream;

/** What documents say of the bill that they take the place of. */
public final class Restated {

    /** Corrected invoice, of UNTDID 1001: an invoice with revised content that takes the place of one that was sent before. */
    private static final String CORRECTED_INVOICE = "384";

    private Restated() {}

    /** Whether the code of UNTDID 1001 is that of a corrected invoice; null is none. */
    public static boolean byCode(String code) {
        return CORRECTED_INVOICE.equals(code);
    }

    /**
     * The number that a correction names; empty if it names none.
     *
     * @param numbers as they stand there; null for none
     * @throws RefusedException if it names two
     */
    public static String named(String place, Stream<String> numbers) {
        String named = null;
        for (String number : numbers.toList()) {
            named = of(place, named, number);
        }
        return named == null ? "" : named;
    }

    /**
     * The number that a document's rows name so far.
     *
     * @param before what the rows before this one named, or null
     * @param stated what this one names; null or blank for nothing
     * @throws RefusedException if they name two
     */
    public static String of(String place, String before, String stated) {
        if (stated == null || stated.isBlank()) {
            return before;
        }
        String number = Values.text(stated.strip());
        if (before != null && !before.equals(number)) {
            throw new RefusedException(
                    RuleCode.SEVERAL_BILLS,
                    place,
                    "the document takes the place of bill " + Values.shortened(before) + " and of "
                            + Values.shortened(number) + "; it can replace one");
        }
        return number;
    }

    /** The refusal of a message that cancels a bill. */
    public static RefusedException cancellation(String place) {
        return new RefusedException(
                RuleCode.CANCELLATION_MESSAGE, place, "the message cancels a bill and has no charges of its own");
    }
}
