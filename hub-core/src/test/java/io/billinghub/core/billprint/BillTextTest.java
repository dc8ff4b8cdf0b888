package io.billinghub.core.billprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.sample.SampleBills;
import io.billinghub.core.invoice.sample.SampleInvoice;
import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.metering.Metric;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.model.Capacity;
import io.billinghub.core.rating.model.ChargeModel;
import io.billinghub.core.rating.model.Dynamic;
import io.billinghub.core.rating.model.Expression;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.Formula;
import io.billinghub.core.rating.model.Graduated;
import io.billinghub.core.rating.model.GraduatedPercentage;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Measured;
import io.billinghub.core.rating.model.PerUnit;
import io.billinghub.core.rating.model.Percentage;
import io.billinghub.core.rating.model.PercentageTier;
import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.model.RatingInput;
import io.billinghub.core.rating.model.StairStep;
import io.billinghub.core.rating.model.StairTier;
import io.billinghub.core.rating.model.Tier;
import io.billinghub.core.rating.model.Volume;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
                        "ensimmäiset 1 000 GB à 0,50 EUR = 500,00; seuraavat 500 GB à 0,25 EUR + maksu 3,00 EUR ="
                                + " 128,00"),
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

    /** The same for models that rate more than a quantity. */
    static Stream<Arguments> pricesOfEvents() {
        BigDecimal rate = new BigDecimal("2.5");
        List<UsageEvent> payments =
                List.of(payment("a", "1"), payment("b", "10"), payment("c", "1000"), payment("d", "9999"));
        List<PercentageTier> tiers = List.of(
                new PercentageTier(new BigDecimal("1000"), rate, null),
                new PercentageTier(null, BigDecimal.ONE, new BigDecimal("3")));
        return Stream.of(
                // the first is free; 0.25 + 0.10 = 0.35 is raised to 0.50; 25.00 + 0.10; 249.975 + 0.10 is cut to
                // 100.00
                arguments(
                        new Percentage(
                                rate,
                                new BigDecimal("0.10"),
                                1,
                                null,
                                new BigDecimal("0.50"),
                                new BigDecimal("100"),
                                null),
                        new Measured.Events(payments),
                        "first 1 transactions free = 0.00; 2.5 % of 1,000 EUR = 25.00; 1 transactions at 0.10 EUR ="
                                + " 0.10; 1 transactions at the minimum of 0.50 EUR = 0.50; 1 transactions at the maximum"
                                + " of 100.00 EUR = 100.00",
                        "ensimmäiset 1 tapahtumaa maksutta = 0,00; 2,5 % summasta 1 000 EUR = 25,00; "
                                + "1 tapahtumaa à 0,10 EUR = 0,10; 1 tapahtumaa à vähimmäishinta 0,50 EUR = 0,50; "
                                + "1 tapahtumaa à enimmäishinta 100,00 EUR = 100,00"),
                arguments(
                        new Percentage(rate, null, 0, null, null, new BigDecimal("10"), Percentage.Limits.ON_SUM),
                        new Measured.Events(payments.subList(2, 3)),
                        "2.5 % of 1,000 EUR = 25.00; difference to the maximum = −15.00",
                        "2,5 % summasta 1 000 EUR = 25,00; erotus enimmäishintaan = −15,00"),
                arguments(
                        new GraduatedPercentage(tiers, false),
                        new Measured.Events(List.of(payment("a", "1500"))),
                        "2.5 % of the first 1,000 EUR = 25.00; 1 % of the next 500 EUR + 3.00 EUR fee = 8.00",
                        "2,5 % ensimmäisistä 1 000 EUR = 25,00; 1 % seuraavista 500 EUR + maksu 3,00 EUR = 8,00"),
                arguments(
                        new StairStep(List.of(new StairTier(null, rate)), false),
                        new Measured.Events(payments.subList(2, 3)),
                        "fee for 1,000 EUR = 2.50",
                        "maksu määrästä 1 000 EUR = 2,50"),
                arguments(
                        new Dynamic(Dynamic.Carries.UNIT_PRICE, rate),
                        new Measured.Events(payments.subList(2, 3)),
                        "2,000.00 EUR as the usage carries it × 2.5 = 5,000.00",
                        "2 000,00 EUR käyttötietojen mukaan × 2,5 = 5 000,00"),
                arguments(
                        new Capacity(null, new PerUnit(rate, null)),
                        new Measured.Events(payments.subList(0, 2)),
                        "max (n = 2): 10 EUR at 2.50 EUR = 25.00",
                        "max (n = 2): 10 EUR à 2,50 EUR = 25,00"),
                arguments(
                        new Formula(Expression.of("a * 2"), new TreeMap<>(Map.of("a", Metric.SUM))),
                        new Measured.Metrics(new TreeMap<>(Map.of("a", rate))),
                        "a = 2.5: by formula = 5.00",
                        "a = 2.5: kaavan mukaan = 5,00"));
    }

    private static UsageEvent payment(String id, String amount) {
        Instant at = Instant.parse("2026-05-01T00:00:00Z");
        return new UsageEvent(id, "test", at, at, new BigDecimal(amount), null, BigDecimal.valueOf(2));
    }

    @ParameterizedTest
    @MethodSource("pricesOfEvents")
    void aPriceOfEventsIsExplainedInTheBillsLanguage(
            ChargeModel model, Measured measured, String english, String finnish) {
        RatingInput input = RatingInput.measured(CurrencyUnit.EUR, "EUR", measured);
        assertThat(explained("en", model, input)).isEqualTo(english);
        assertThat(explained("fi", model, input)).isEqualTo(finnish);
    }

    @ParameterizedTest
    @MethodSource("prices")
    void aPriceIsExplainedInTheBillsLanguage(ChargeModel model, String quantity, String english, String finnish) {
        assertThat(explained("en", model, quantity)).isEqualTo(english);
        assertThat(explained("fi", model, quantity)).isEqualTo(finnish);
    }

    /** 26.00 for each; a step that is of one says how many there are, a line of one does not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | 42 | recurring fee, 42 × 26.00 = 1,092.00",
                "fi | 42 | toistuva maksu, 42 × 26,00 = 1 092,00",
                "en | 0.5 | recurring fee, 0.5 × 26.00 = 13.00",
                "en | 1 | recurring fee = 26.00",
            })
    void theFeeOfManyIsThatOfOneTimesTheirNumber(String language, BigDecimal pieces, String words) {
        LocalPeriod month = new LocalPeriod(LocalDate.parse("2026-10-01"), LocalDate.parse("2026-11-01"));
        Flat fee = new Flat(Flat.Timing.IN_ARREARS, new BigDecimal("26.00"), Proration.NONE);
        BillText text = BillText.of(language);
        StepText steps = new StepText(text, new BillFormat(text));
        assertThat(fee.rate(RatingInput.recurring(CurrencyUnit.EUR, Quantity.one("seat"), month, month))
                        .steps())
                .singleElement()
                .satisfies(step -> assertThat(steps.sentence(step, pieces).replace('\u00a0', ' '))
                        .isEqualTo(words));
    }

    private static String explained(String language, ChargeModel model, String quantity) {
        return explained(
                language, model, RatingInput.usage(CurrencyUnit.EUR, new Quantity(new BigDecimal(quantity), "GB")));
    }

    private static String explained(String language, ChargeModel model, RatingInput input) {
        BillText text = BillText.of(language);
        StepText steps = new StepText(text, new BillFormat(text));
        return model.rate(input).steps().stream()
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
