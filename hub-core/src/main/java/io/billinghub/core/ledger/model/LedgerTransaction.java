package io.billinghub.core.ledger.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.joda.money.CurrencyUnit;

/**
 * A posting: entries that add up to zero in each currency.
 *
 * @param uuid stable for what is posted ({@link io.billinghub.core.identity.StableId}), so that the same thing is never
 *     posted twice
 * @param billId {@code customer_bill.id}, if it belongs to one bill
 * @param runId {@code bill_run.id}
 * @param postedOn the booking date: from the run, not from the clock
 * @param entries at least two
 */
public record LedgerTransaction(
        UUID uuid, LedgerKind kind, OptionalLong billId, long runId, LocalDate postedOn, List<LedgerEntry> entries) {

    public LedgerTransaction {
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(billId, "billId");
        Objects.requireNonNull(postedOn, "postedOn");
        entries = List.copyOf(entries);
        if (entries.size() < 2) {
            throw new IllegalArgumentException(
                    "transaction " + uuid + " has " + entries.size() + " entries, but needs at least two");
        }
        requireBalance(uuid, entries);
    }

    private static void requireBalance(UUID uuid, List<LedgerEntry> entries) {
        Map<CurrencyUnit, BigDecimal> balances = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            balances.merge(entry.currency(), entry.amount(), BigDecimal::add);
        }
        balances.forEach((currency, balance) -> {
            if (balance.signum() != 0) {
                throw new IllegalArgumentException("the entries of transaction " + uuid + " add up to "
                        + balance.toPlainString() + " " + currency + " instead of zero");
            }
        });
    }
}
