package io.billinghub.core.ledger.model;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.OptionalLong;
import org.joda.money.CurrencyUnit;

/**
 * One side of a posting.
 *
 * @param partyId {@code party.id} of whose receivable, payable or cost it is; empty for the tenant's own accounts
 * @param detail what the account is divided by, such as the rate of VAT; empty text if by nothing
 * @param amount debit positive, credit negative, never zero, in units of {@code currency}
 */
public record LedgerEntry(
        LedgerAccount account, OptionalLong partyId, String detail, BigDecimal amount, CurrencyUnit currency) {

    public LedgerEntry {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(partyId, "partyId");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(currency, "currency");
        if (amount.signum() == 0) {
            throw new IllegalArgumentException("an entry on " + account + " must not be zero; leave it out");
        }
    }

    /** An entry on a party's account, without a detail. */
    public static LedgerEntry of(LedgerAccount account, long partyId, BigDecimal amount, CurrencyUnit currency) {
        return new LedgerEntry(account, OptionalLong.of(partyId), "", amount, currency);
    }

    /** An entry on an account of the tenant's own, without a detail. */
    public static LedgerEntry of(LedgerAccount account, BigDecimal amount, CurrencyUnit currency) {
        return new LedgerEntry(account, OptionalLong.empty(), "", amount, currency);
    }
}
