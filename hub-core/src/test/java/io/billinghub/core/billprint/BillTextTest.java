package io.billinghub.core.billprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.sample.SampleBills;
import io.billinghub.core.invoice.sample.SampleInvoice;
import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.ChargeModel;
import io.billinghub.core.rating.model.Graduated;
import io.billinghub.core.rating.model.PerUnit;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.model.RatingInput;
import io.billinghub.core.rating.model.Tier;
import io.billinghub.core.rating.model.Volume;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bill speaks its customer's language, all of it. */
class BillTextTest {

    @Test
    void eachLanguageHasTheSameWords() {
        assertThat(BillText.of("fi").words().keySet())
                .isEqualTo(BillText.of("en").words().keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "C62, 1250.5, '1,250.5\u00a0units', '1\u00a0250,5\u00a0kpl'",
        "MIN, 90,     90\u00a0min,          90\u00a0min",
        "4L,  512,    512\u00a0MB,          512\u00a0Mt",
        "HUR, 2,      2\u00a0h,             2\u00a0t",
        "seat, 3,     3\u00a0seat,          3\u00a0seat", // a word of the partner's stays its own
        "XYZ, 3,      3\u00a0XYZ,           3\u00a0XYZ", // a code that nobody here knows stays the code
    })
    void unitsHaveNamesThatPeopleRead(String unit, String quantity, String english, String finnish) {
        assertThat(quantity("en", unit, quantity)).isEqualTo(english);
        assertThat(quantity("fi", unit, quantity)).isEqualTo(finnish);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fi"})
    void noUnitIsPrintedAsItsCode(String language) {
        for (String code : Set.of(
                "C62", "H87", "EA", "MON", "DAY", "HUR", "SEC", "ANN", "WEE", "E34", "4L", "2P", "E35", "AD", "KWH",
                "MWH", "KTM", "MTR", "KGM", "LTR", "MTQ")) {
            assertThat(quantity(language, code, "1")).as(code).doesNotContain(code);
        }
    }

    /** A model, what is rated, and what a customer reads of it. */
    static Stream<Arguments> prices() {
        BigDecimal half = new BigDecimal("0.5");
        List<Tier> tiers = List.of(
                new Tier(new BigDecimal("1000"), half, null),
                new Tier(null, new BigDecimal("0.25"), new BigDecimal("3")));
        Divisor thousand = Divisor.of(new BigDecimal("1000"));
        return Stream.of(
                // 1000 × 0.50 = 500.00 and 500 × 0.25 + 3.00 = 128.00
                arguments(
                        new Graduated(tiers, null, false),
                        "1500",
                        "first 1,000 GB at 0.50 EUR = 500.00; next 500 GB at 0.25 EUR + 3.00 EUR fee = 128.00",
                        "ensimmäiset 1 000 GB à 0,50 EUR = 500,00; seuraavat 500 GB à 0,25 EUR + maksu 3,00 EUR = 128,00"),
                arguments(
                        new Volume(tiers, null, false),
                        "1500",
                        "all 1,500 GB at 0.25 EUR + 3.00 EUR fee = 378.00",
                        "kaikki 1 500 GB à 0,25 EUR + maksu 3,00 EUR = 378,00"),
                arguments(
                        new PerUnit(half, thousand),
                        "7",
                        "7 GB at 0.50 EUR per 1,000 = 0.0035",
                        "7 GB à 0,50 EUR / 1 000 = 0,0035"),
                arguments(
                        new PerUnit(half, null),
                        "-7",
                        "reversed: 7 GB at 0.50 EUR = −3.50",
                        "hyvitetty: 7 GB à 0,50 EUR = −3,50"),
                // one package of 1000 is free for the first 100; 950 beyond begin one
                arguments(
                        new io.billinghub.core.rating.model.Package(thousand, half, new BigDecimal("100"), null),
                        "1050",
                        "first 100 GB free = 0.00; 1 × package of 1,000 GB at 0.50 EUR = 0.50",
                        "ensimmäiset 100 GB maksutta = 0,00; 1 × paketti, 1 000 GB à 0,50 EUR = 0,50"),
                arguments(
                        new PerUnit(BigDecimal.ONE, Divisor.of(new BigDecimal("3"))),
                        "1",
                        "1 GB at 1.00 EUR per 3 ≈ 0.33333333",
                        "1 GB à 1,00 EUR / 3 ≈ 0,33333333"));
    }

    @ParameterizedTest
    @MethodSource("prices")
    void aPriceIsExplainedInTheBillsLanguage(ChargeModel model, String quantity, String english, String finnish) {
        assertThat(explained("en", model, quantity)).isEqualTo(english);
        assertThat(explained("fi", model, quantity)).isEqualTo(finnish);
    }

    private static String explained(String language, ChargeModel model, String quantity) {
        BillText text = BillText.of(language);
        StepText steps = new StepText(text, new BillFormat(text));
        return model
                .rate(RatingInput.usage(CurrencyUnit.EUR, new Quantity(new BigDecimal(quantity), "GB")))
                .steps()
                .stream()
                .map(steps::sentence)
                .collect(Collectors.joining("; "))
                .replace('\u00a0', ' ');
    }

    private static String quantity(String language, String unit, String quantity) {
        BillDocument bill = SampleBills.of(
                SampleBills.TUULI_OY,
                language,
                new SampleInvoice().number("1").line("Product", quantity, unit, "1.00"));
        return new BillViewBuilder(bill)
                .build()
                .sections()
                .get(0)
                .groups()
                .get(0)
                .rows()
                .get(0)
                .quantity();
    }
}
