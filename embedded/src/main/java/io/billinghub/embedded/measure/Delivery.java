package io.billinghub.embedded.measure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A document on its way to the hub, and what is known of it.
 *
 * @param content its bytes as text; empty where it is never sent
 * @param error what is wrong with it; empty for a good one
 * @param lookAlike what makes a good one look wrong; empty for most
 * @param rows rows of the document that are wrong, the headers being row 1; empty where the whole document is
 * @param missing number of the bill that never comes, for a missing one
 * @param usage that the partner sends before its bills
 * @param late usage that it sends behind them
 */
record Delivery(
        Bill bill,
        Optional<String> content,
        Optional<ErrorClass> error,
        Optional<LookAlike> lookAlike,
        Set<Integer> rows,
        Optional<String> missing,
        List<UsageEvent> usage,
        List<UsageEvent> late) {

    Delivery {
        rows = Set.copyOf(rows);
        usage = List.copyOf(usage);
        late = List.copyOf(late);
    }

    static Delivery good(Bill bill) {
        return new Delivery(
                bill,
                Optional.of(bill.csv(bill.partner().dialect())),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** A right bill that says that it takes the place of the one of a number. */
    static Delivery replacing(Bill bill, String number) {
        Delivery good = good(bill);
        return new Delivery(
                bill,
                Optional.of(bill.csv(bill.partner().dialect(), number)),
                good.error(),
                good.lookAlike(),
                good.rows(),
                good.missing(),
                good.usage(),
                good.late());
    }

    static Delivery benign(Bill bill, LookAlike kind) {
        return new Delivery(
                bill,
                Optional.of(bill.csv(bill.partner().dialect())),
                Optional.empty(),
                Optional.of(kind),
                Set.of(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    static Delivery wrong(Bill bill, ErrorClass kind, Set<Integer> rows) {
        return wrong(bill, bill.csv(bill.partner().dialect()), kind, rows);
    }

    static Delivery wrong(Bill bill, String content, ErrorClass kind, Set<Integer> rows) {
        return new Delivery(
                bill,
                Optional.of(content),
                Optional.of(kind),
                Optional.empty(),
                rows,
                Optional.empty(),
                List.of(),
                List.of());
    }

    static Delivery never(Bill bill) {
        return new Delivery(
                bill,
                Optional.empty(),
                Optional.of(ErrorClass.MISSING_BILL),
                Optional.empty(),
                Set.of(),
                Optional.of(bill.number()),
                List.of(),
                List.of());
    }

    /** The same with usage beside it. */
    Delivery using(List<UsageEvent> before, List<UsageEvent> behind) {
        return new Delivery(bill, content, error, lookAlike, rows, missing, before, behind);
    }

    boolean isGood() {
        return error.isEmpty();
    }

    byte[] bytes() {
        return content.orElse("").getBytes(StandardCharsets.UTF_8);
    }
}
