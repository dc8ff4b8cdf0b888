package io.billinghub.core.billprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillFormatTest {

    // a no-break space is written as _
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | EUR 1234567.80 | €1,234,567.80 | 1,234,567.80",
                "en | EUR -0.05 | −€0.05 | −0.05",
                "en | SEK 100.00 | SEK_100.00 | 100.00",
                "en | JPY 1200 | JPY_1,200 | 1,200",
                "en | KWD 1.005 | KWD_1.005 | 1.005",
                "fi | EUR 1234.50 | 1_234,50_€ | 1_234,50",
                "fi | EUR -12.00 | −12,00_€ | −12,00",
                "sv | EUR 1.00 | €1.00 | 1.00", // no Swedish words yet: English
                "fi-FI | EUR 1.00 | 1,00_€ | 1,00",
            })
    void moneyHasTheDecimalsOfItsCurrency(String language, String money, String full, String alone) {
        BillFormat format = new BillFormat(BillText.of(language));
        assertThat(format.money(Money.parse(money))).isEqualTo(full.replace('_', '\u00a0'));
        assertThat(format.amount(Money.parse(money))).isEqualTo(alone.replace('_', '\u00a0'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1250000 | 1,250,000", "1.7500 | 1.75", "0.12345678 | 0.123457", "-2 | −2", "1E+3 | 1,000"})
    void quantitiesHaveNoTrailingZeros(BigDecimal value, String shown) {
        assertThat(new BillFormat(BillText.of("en")).number(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | 2026-10-01 | 2026-11-01 | 1–31_Oct_2026",
                "en | 2026-10-05 | 2026-11-05 | 5_Oct_– 4_Nov_2026",
                "en | 2026-12-15 | 2027-01-15 | 15_Dec_2026 – 14_Jan_2027",
                "en | 2026-10-01 | 2026-10-02 | 1_Oct_2026",
                "en | 2026-10-01 | 2026-10-01 | 1_Oct_2026",
                "fi | 2026-10-01 | 2026-11-01 | 1.–31.10.2026",
                "fi | 2026-10-05 | 2026-11-05 | 5.10.–4.11.2026",
            })
    void aPeriodIsShownWithItsLastDay(String language, LocalDate from, LocalDate to, String shown) {
        assertThat(new BillFormat(BillText.of(language)).period(from, to)).isEqualTo(shown.replace('_', '\u00a0'));
    }

    @Test
    void accountsAndReferencesAreGroupedByFour() {
        assertThat(BillFormat.grouped("FI2112345600000785")).isEqualTo("FI21 1234 5600 0007 85");
        assertThat(BillFormat.grouped("RF33 2348236")).isEqualTo("RF33 2348 236");
    }

    @Test
    void everyLanguageHasTheSameWords() {
        assertThat(BillText.of("fi").words().keySet())
                .isEqualTo(BillText.of("en").words().keySet());
        assertThat(Arrays.asList(BillText.of("fi").say("months").split(",", -1)))
                .hasSize(12);
    }
}
