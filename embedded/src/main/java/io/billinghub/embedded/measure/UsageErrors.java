package io.billinghub.embedded.measure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What goes wrong with the usage that a partner sends beside a bill; the bill itself is right. */
final class UsageErrors {

    private UsageErrors() {}

    /** The same event comes twice, as often with its id as under another one. */
    static Optional<List<Delivery>> doubled(ErrorClass kind, Bill bill, Dice dice) {
        return any(bill, dice).map(index -> {
            List<UsageEvent> events = UsageEvent.of(bill);
            UsageEvent event = events.get(index);
            events.add(dice.oneIn(2) ? event : event.called(event.id() + "-again"));
            return wrong(kind, bill, events, List.of());
        });
    }

    /** An event never comes. */
    static Optional<List<Delivery>> missing(ErrorClass kind, Bill bill, Dice dice) {
        return any(bill, dice).map(index -> {
            List<UsageEvent> events = UsageEvent.of(bill);
            events.remove(index.intValue());
            return wrong(kind, bill, events, List.of());
        });
    }

    /** An event counts something else than what was used: a tenth more up to ten times as much. */
    static Optional<List<Delivery>> miscounted(ErrorClass kind, Bill bill, Dice dice) {
        return any(bill, dice).map(index -> {
            List<UsageEvent> events = UsageEvent.of(bill);
            UsageEvent event = events.get(index);
            BigDecimal more = event.quantity().multiply(BigDecimal.valueOf(dice.between(1, 90), 1));
            events.set(index, event.counting(event.quantity().add(more)));
            return wrong(kind, bill, events, List.of());
        });
    }

    /** An event has a customer number that nobody has. */
    static Optional<List<Delivery>> nobodys(ErrorClass kind, Bill bill, Dice dice) {
        return any(bill, dice).map(index -> {
            List<UsageEvent> events = UsageEvent.of(bill);
            events.set(index, events.get(index).forCustomer(bill.customer() + "9"));
            return wrong(kind, bill, events, List.of());
        });
    }

    /** An event comes when the bill is there. */
    static Optional<List<Delivery>> late(ErrorClass kind, Bill bill, Dice dice) {
        return any(bill, dice).map(index -> {
            List<UsageEvent> events = UsageEvent.of(bill);
            UsageEvent event = events.remove(index.intValue());
            return wrong(kind, bill, events, List.of(event));
        });
    }

    private static Optional<Integer> any(Bill bill, Dice dice) {
        int count = UsageEvent.of(bill).size();
        return count == 0 ? Optional.empty() : Optional.of(dice.between(0, count - 1));
    }

    private static List<Delivery> wrong(ErrorClass kind, Bill bill, List<UsageEvent> events, List<UsageEvent> late) {
        return List.of(Delivery.wrong(bill, kind, Set.of()).using(new ArrayList<>(events), late));
    }
}
