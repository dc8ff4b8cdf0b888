package io.billinghub.core.ledger.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

class LedgerTransactionTest {

    private static final CurrencyUnit JPY = CurrencyUnit.of("JPY");

    @Test
    void entriesThatAddUpToZeroInEachCurrencyAreTaken() {
        LedgerTransaction transaction = transaction(
                entry("10.00", CurrencyUnit.EUR),
                entry("-9.99", CurrencyUnit.EUR),
                entry("-0.010", CurrencyUnit.EUR), // 10.00 - 9.99 - 0.01 = 0, whatever the scale
                entry("500", JPY),
                entry("-500", JPY));
        assertThat(transaction.entries()).hasSize(5);
    }

    @Test
    void aBalanceOtherThanZeroIsRefusedWithItsAmount() {
        assertThatThrownBy(() -> transaction(entry("10.00", CurrencyUnit.EUR), entry("-9.99", CurrencyUnit.EUR)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.01 EUR instead of zero");
    }

    @Test
    void oneCurrencyCanNotMakeUpForAnother() {
        assertThatThrownBy(() -> transaction(entry("10", CurrencyUnit.EUR), entry("-10", CurrencyUnit.USD)))
                .hasMessageContaining("10 EUR instead of zero");
    }

    @Test
    void anEntryOfZeroIsRefused() {
        assertThatThrownBy(() -> entry("0.00", CurrencyUnit.EUR)).hasMessageContaining("must not be zero");
    }

    @Test
    void aTransactionNeedsTwoEntries() {
        assertThatThrownBy(() -> transaction()).hasMessageContaining("at least two");
    }

    @Property
    void anyAmountsWithTheirCounterEntryBalanceAndOneMoreCentDoesNot(
            @ForAll @Size(min = 1, max = 20) List<BigDecimal> amounts) {
        List<LedgerEntry> entries = new ArrayList<>();
        BigDecimal sum = BigDecimal.ONE;
        entries.add(entry("1", CurrencyUnit.EUR));
        for (BigDecimal amount : amounts) {
            if (amount.signum() != 0) {
                entries.add(LedgerEntry.of(LedgerAccount.CSP_REVENUE, amount, CurrencyUnit.EUR));
                sum = sum.add(amount);
            }
        }
        if (sum.signum() != 0) {
            entries.add(LedgerEntry.of(LedgerAccount.PARTNER_PAYABLE, 1, sum.negate(), CurrencyUnit.EUR));
        }
        if (entries.size() > 1) {
            assertThat(transaction(entries.toArray(LedgerEntry[]::new)).entries())
                    .hasSameSizeAs(entries);
        }
        entries.add(entry("0.01", CurrencyUnit.EUR));
        assertThatThrownBy(() -> transaction(entries.toArray(LedgerEntry[]::new)))
                .hasMessageContaining("0.01 EUR instead of zero");
    }

    private static LedgerEntry entry(String amount, CurrencyUnit currency) {
        return LedgerEntry.of(LedgerAccount.CSP_REVENUE, new BigDecimal(amount), currency);
    }

    private static LedgerTransaction transaction(LedgerEntry... entries) {
        return new LedgerTransaction(
                new UUID(0, 1),
                LedgerKind.SHARE,
                OptionalLong.empty(),
                1,
                LocalDate.parse("2026-11-02"),
                List.of(entries));
    }
}
