package io.billinghub.core.invoice.model;

import io.billinghub.core.invoice.model.ChargeToBill.Place;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The order of lines inside of an invoice: each behind those that it refers to. What modifiers have made of a product stands behind its lines that
 * end on the same day, which are those that it was reckoned of; a product under which a minimum or a commitment is topped up stands
 * behind the other products of its account. Total for charges of one root account.
 */
final class LineOrder {
    private LineOrder() {}

    private record Product(String account, String key) {
        static Product of(ChargeToBill charge) {
            return new Product(charge.account().number(), charge.productKey());
        }
    }

    /** The order of these charges, which are all of one root account. */
    static Comparator<ChargeToBill> of(Collection<ChargeToBill> charges) {
        Set<Product> toppedUp = charges.stream()
                .filter(charge -> charge.place() == Place.TOP_UP)
                .map(Product::of)
                .collect(Collectors.toSet());
        return Comparator.comparing((ChargeToBill charge) -> charge.account().number())
                .thenComparing(charge -> toppedUp.contains(Product.of(charge)))
                .thenComparing(ChargeToBill::productKey)
                .thenComparing(ChargeToBill::serviceTo)
                .thenComparing(ChargeToBill::place)
                .thenComparing(LineOrder::begin)
                .thenComparing(ChargeToBill::sourceKey)
                .thenComparing(ChargeToBill::amount)
                .thenComparing(ChargeToBill::id);
    }

    /** Modifiers stand in the order in which they are applied, whenever what they refer to begins. */
    private static LocalDate begin(ChargeToBill charge) {
        return charge.place() == Place.SERVICE ? charge.serviceFrom() : LocalDate.MIN;
    }
}
