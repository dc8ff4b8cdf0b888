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
 * @param accountId {@code billing_account.id} whose balance is opened; empty for what belongs to a run
 * @param runId {@code bill_run.id}; empty for an opening balance
 * @param postedOn the booking date: from the run, not from the clock
 * @param entries at least two
 */
public record LedgerTransaction(
        UUID uuid,
        LedgerKind kind,
        OptionalLong billId,
        OptionalLong accountId,
        OptionalLong runId,
        LocalDate postedOn,
        List<LedgerEntry> entries) {

    public LedgerTransaction {
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(billId, "billId");
        Objects.requireNonNull(postedOn, "postedOn");
        boolean opening = kind == LedgerKind.OPENING_BALANCE;
        if (accountId.isPresent() != opening || runId.isPresent() == opening) {
            throw new IllegalArgumentException("transaction " + uuid + " belongs to a run, or opens an account");
        }
        entries = List.copyOf(entries);
        if (entries.size() < 2) {
            throw new IllegalArgumentException(
                    "transaction " + uuid + " has " + entries.size() + " entries, but needs at least two");
        }
        requireBalance(uuid, entries);
    }

    /** A posting of a run. */
    public LedgerTransaction(
            UUID uuid,
            LedgerKind kind,
            OptionalLong billId,
            long runId,
            LocalDate postedOn,
            List<LedgerEntry> entries) {
        this(uuid, kind, billId, OptionalLong.empty(), OptionalLong.of(runId), postedOn, entries);
    }

    /**
     * What an account brings along from another billing system.
     *
     * @param postedOn the first day that the hub bills
     */
    public static LedgerTransaction opening(UUID uuid, long accountId, LocalDate postedOn, List<LedgerEntry> entries) {
        return new LedgerTransaction(
                uuid,
                LedgerKind.OPENING_BALANCE,
                OptionalLong.empty(),
                OptionalLong.of(accountId),
                OptionalLong.empty(),
                postedOn,
                entries);
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
