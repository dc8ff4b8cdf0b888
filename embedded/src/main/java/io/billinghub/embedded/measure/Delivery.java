package io.billinghub.embedded.measure;

import java.nio.charset.StandardCharsets;
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
 */
record Delivery(
        Bill bill,
        Optional<String> content,
        Optional<ErrorClass> error,
        Optional<LookAlike> lookAlike,
        Set<Integer> rows,
        Optional<String> missing) {

    Delivery {
        rows = Set.copyOf(rows);
    }

    static Delivery good(Bill bill) {
        return new Delivery(
                bill,
                Optional.of(bill.csv(bill.partner().dialect())),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty());
    }

    static Delivery benign(Bill bill, LookAlike kind) {
        return new Delivery(
                bill,
                Optional.of(bill.csv(bill.partner().dialect())),
                Optional.empty(),
                Optional.of(kind),
                Set.of(),
                Optional.empty());
    }

    static Delivery wrong(Bill bill, ErrorClass kind, Set<Integer> rows) {
        return wrong(bill, bill.csv(bill.partner().dialect()), kind, rows);
    }

    static Delivery wrong(Bill bill, String content, ErrorClass kind, Set<Integer> rows) {
        return new Delivery(bill, Optional.of(content), Optional.of(kind), Optional.empty(), rows, Optional.empty());
    }

    static Delivery never(Bill bill) {
        return new Delivery(
                bill,
                Optional.empty(),
                Optional.of(ErrorClass.MISSING_BILL),
                Optional.empty(),
                Set.of(),
                Optional.of(bill.number()));
    }

    boolean isGood() {
        return error.isEmpty();
    }

    byte[] bytes() {
        return content.orElse("").getBytes(StandardCharsets.UTF_8);
    }
}
