package io.billinghub.core.invoice.model;

import java.util.Optional;

/**
 * By what a buyer finds an invoice's place in its own books.
 *
 * @param order number of the buyer's purchase order (BT-13)
 * @param costCentre where the buyer books it (BT-19)
 */
public record BuyerReferences(Optional<String> order, Optional<String> costCentre) {

    public static final BuyerReferences NONE = new BuyerReferences(Optional.empty(), Optional.empty());

    /** Tells the references of one account apart, whatever they say; empty for {@link #NONE}. */
    public String name() {
        return order.map(number -> "/order-" + number.replace("/", "//")).orElse("")
                + costCentre.map(key -> "/cost-centre-" + key).orElse("");
    }
}
