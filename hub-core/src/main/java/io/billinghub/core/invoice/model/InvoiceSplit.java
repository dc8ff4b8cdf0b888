package io.billinghub.core.invoice.model;

import io.billinghub.core.money.LargestRemainder;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.Money;

/**
 * On which invoices a charge of an account stands: one for each of its purchase orders and cost centres, whole or by percentages.
 *
 * @param parts at least one; their percentages add up to 100
 */
public record InvoiceSplit(List<Part> parts) {

    private static final BigDecimal ALL = new BigDecimal("100");

    /** All on the invoice without references. */
    public static final InvoiceSplit NONE = whole(BuyerReferences.NONE);

    /** @param percent above 0, at most 100 */
    public record Part(BigDecimal percent, BuyerReferences references) {}

    public InvoiceSplit {
        parts = List.copyOf(parts);
        if (parts.stream()
                        .map(Part::percent)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .compareTo(ALL)
                != 0) {
            throw new IllegalArgumentException("the parts of an invoice split do not add up to 100 %: " + parts);
        }
    }

    /** All on the invoice with these references. */
    static InvoiceSplit whole(BuyerReferences references) {
        return new InvoiceSplit(List.of(new Part(ALL, references)));
    }

    boolean has(BuyerReferences references) {
        return parts.stream().anyMatch(part -> part.references().equals(references));
    }

    /** The line's net in parts that add up to it: by the largest remainder, among equal ones to the first. */
    List<Money> nets(Money whole) {
        return parts.size() == 1
                ? List.of(whole)
                : LargestRemainder.allot(
                        whole, parts.stream().map(Part::percent).toList(), 0);
    }

    /** The charge, or a part of it, in parts with these numbers from {@code first} on; quantity and amount add up to it exactly. */
    List<ChargePart> apart(ChargePart whole, int first) {
        return ChargePart.byWeights(
                whole, first, parts.stream().map(Part::percent).toList(), ALL);
    }
}
