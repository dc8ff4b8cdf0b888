package io.billinghub.embedded.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What a customer used at one time, as the partner's network counted it.
 *
 * @param id unique with the partner
 * @param customer the partner's customer number
 * @param reverses id of the event that this one only takes back; null for usage
 */
record UsageEvent(String id, String customer, Product product, BigDecimal quantity, Instant at, String reverses) {

    /** Of partners and customers alike. */
    private static final ZoneId ZONE = ZoneId.of("Europe/Helsinki");

    private static final int MOST_OF_A_LINE = 4;

    /** What was used of all that is billed by quantity: some events for each line, on days of its service. */
    static List<UsageEvent> of(Bill bill) {
        List<UsageEvent> events = new ArrayList<>();
        for (Bill.Line line : bill.lines()) {
            boolean metered = line.product().tariff(bill.month()).kind() != Tariff.Kind.MONTHLY;
            if (metered && line.quantity().signum() > 0) {
                events.addAll(of(line));
            }
        }
        return events;
    }

    private static List<UsageEvent> of(Bill.Line line) {
        Dice dice = new Dice(0, "events of " + line.id());
        int count = dice.between(1, MOST_OF_A_LINE);
        int days = Math.toIntExact(ChronoUnit.DAYS.between(line.first(), line.last()));
        BigDecimal part = line.quantity()
                .divide(BigDecimal.valueOf(count), line.quantity().scale(), RoundingMode.DOWN);
        BigDecimal left = line.quantity();
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            BigDecimal quantity = i == count ? left : part;
            left = left.subtract(part);
            if (quantity.signum() > 0) {
                Instant at = line.first()
                        .plusDays(dice.between(0, days))
                        .atTime(LocalTime.of(dice.between(0, 23), dice.between(0, 59)))
                        .atZone(ZONE)
                        .toInstant();
                events.add(new UsageEvent(line.id() + "-" + i, line.customer(), line.product(), quantity, at, null));
            }
        }
        return events;
    }

    UsageEvent called(String other) {
        return new UsageEvent(other, customer, product, quantity, at, reverses);
    }

    UsageEvent counting(BigDecimal other) {
        return new UsageEvent(id, customer, product, other, at, reverses);
    }

    UsageEvent forCustomer(String other) {
        return new UsageEvent(id, other, product, quantity, at, reverses);
    }

    /** The event that takes this one back. */
    UsageEvent takenBack() {
        return new UsageEvent(id + "-back", customer, product, quantity, at, id);
    }

    /** One line of a batch; none of the texts has a quote. */
    String json() {
        if (reverses != null) {
            return "{\"id\":\"" + id + "\",\"reverses\":\"" + reverses + "\"}\n";
        }
        return "{\"id\":\"" + id + "\",\"account\":\"" + customer + "\",\"product\":\"" + product.code()
                + "\",\"at\":\"" + at + "\",\"quantity\":\"" + quantity.toPlainString() + "\",\"unit\":\""
                + product.unit() + "\"}\n";
    }
}
