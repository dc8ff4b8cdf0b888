package io.billinghub.embedded.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Bills whose prices are right, and which bill something else than what was used. */
final class QuantityErrors {

    private QuantityErrors() {}

    static Optional<List<Delivery>> tenTimes(ErrorClass kind, Bill bill, Dice dice) {
        return times(kind, bill, BigDecimal.TEN);
    }

    /** A tenth to a third more. */
    static Optional<List<Delivery>> aLittleMore(ErrorClass kind, Bill bill, Dice dice) {
        return times(kind, bill, BigDecimal.valueOf(dice.between(110, 133), 2));
    }

    private static Optional<List<Delivery>> times(ErrorClass kind, Bill bill, BigDecimal times) {
        return metered(bill).flatMap(index -> {
            Bill.Line line = bill.lines().get(index);
            BigDecimal quantity =
                    line.quantity().multiply(times).setScale(line.quantity().scale(), RoundingMode.UP);
            Bill wrong = bill.with(index, line.of(quantity, LookAlike.charge(bill, line, quantity)));
            return kind.one(wrong, ErrorClass.row(index));
        });
    }

    static Optional<List<Delivery>> leftOut(ErrorClass kind, Bill bill, Dice dice) {
        return metered(bill).filter(index -> bill.lines().size() > 1).flatMap(index -> {
            List<Bill.Line> lines = new ArrayList<>(bill.lines());
            lines.remove(index.intValue());
            return kind.one(bill.with(lines), Set.of());
        });
    }

    /** Of a product without a subscription: of the others the inventory tells. */
    static Optional<List<Delivery>> neverUsed(ErrorClass kind, Bill bill, Dice dice) {
        List<Partner.Use> uses = bill.partner().customer(bill.customer()).uses();
        return bill.partner().products().stream()
                .filter(product -> !product.subscribed()
                        && product.tariff(bill.month()).kind() != Tariff.Kind.MONTHLY
                        && uses.stream().noneMatch(use -> use.product() == product))
                .findFirst()
                .flatMap(product -> {
                    Bill.Line like = bill.lines().get(0);
                    BigDecimal quantity = BigDecimal.valueOf(product.typical());
                    List<Bill.Line> lines = new ArrayList<>(bill.lines());
                    lines.add(new Bill.Line(
                            bill.number() + "/" + (lines.size() + 1),
                            product,
                            bill.customer(),
                            quantity,
                            product.tariff(bill.month()).charge(quantity),
                            like.rate(),
                            like.first(),
                            like.last(),
                            ""));
                    return kind.one(bill.with(lines), ErrorClass.row(lines.size() - 1));
                });
    }

    private static Optional<Integer> metered(Bill bill) {
        return LookAlike.index(
                bill,
                line -> LookAlike.tariff(bill, line).kind() != Tariff.Kind.MONTHLY
                        && line.quantity().signum() > 0);
    }
}
