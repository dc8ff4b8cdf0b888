package io.billinghub.settlement.share.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PercentageTest {

    // net | percents | which party takes the last minor unit | parts
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EUR 100.00 | 80 5 15              | 2 | 80.00 5.00 15.00
            # 80.008, 5.0005, 15.0015 are cut to 100.00; the cent goes to the largest remainder, 0.008
            EUR 100.01 | 80 5 15              | 2 | 80.01 5.00 15.00
            # a credit of it takes back exactly that
            EUR -100.01 | 80 5 15             | 2 | -80.01 -5.00 -15.00
            # 3.33333 three times is cut to 9.99; remainders are equal, so the cent is the residue party's
            EUR 10.00  | 33.3333 33.3333 33.3334 | 2 | 3.33 3.33 3.34
            # one cent over three parties, remainders 0.4, 0.35 and 0.25
            EUR 0.01   | 40 35 25             | 2 | 0.01 0.00 0.00
            # one cent over two equal parties: the residue party's
            EUR 0.01   | 50 50                | 1 | 0.00 0.01
            EUR -0.01  | 50 50                | 1 | 0.00 -0.01
            EUR 0.00   | 80 20                | 0 | 0.00 0.00
            # 0 percent gets nothing, not even as the residue party
            EUR 0.03   | 50 50 0              | 2 | 0.02 0.01 0.00
            EUR 99.99  | 100                  | 0 | 99.99
            # JPY has no minor unit: 80.8, 5.05, 15.15 are cut to 100; the yen goes to 0.8
            JPY 101    | 80 5 15              | 2 | 81 5 15
            # KWD has three decimals: 0.8008, 0.05005, 0.15015 are cut to 1.000; the fils goes to 0.0008
            KWD 1.001  | 80 5 15              | 0 | 0.801 0.050 0.150
            # percents with decimals: 12.345 % of 1000.00 = 123.45
            EUR 1000.00 | 12.345 87.655       | 0 | 123.45 876.55
            """)
    void aLineIsDividedToTheMinorUnit(String net, String percents, int residue, String parts) {
        Money line = Money.parse(net);
        Percentage model = model(decimals(percents), residue);

        List<Money> expected = decimals(parts).stream()
                .map(part -> Money.of(line.getCurrencyUnit(), part))
                .toList();
        assertThat(model.allot(line)).isEqualTo(expected);
    }

    @Property
    void thePartsOfAnyLineAddUpToItAndNoneIsAWholeUnitOff(
            @ForAll long minor,
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 1000) Integer> cuts,
            @ForAll @IntRange(max = 2) int currency) {
        CurrencyUnit unit = List.of(CurrencyUnit.EUR, CurrencyUnit.JPY, CurrencyUnit.of("KWD"))
                .get(currency);
        Money net = Money.ofMinor(unit, minor % 1_000_000_000_000L);
        Percentage model = model(percents(cuts), 0);

        List<Money> parts = model.allot(net);
        assertThat(Money.total(unit, parts)).isEqualTo(net);
        for (int i = 0; i < parts.size(); i++) {
            BigDecimal exact =
                    net.getAmount().multiply(model.shares().get(i).percent()).movePointLeft(2);
            assertThat(parts.get(i).getAmount().subtract(exact).abs())
                    .isLessThan(BigDecimal.ONE.movePointLeft(unit.getDecimalPlaces()));
        }
    }

    @Property
    void aReversalTakesBackWhatWasGiven(
            @ForAll @LongRange(min = -10_000_000, max = 10_000_000) long minor,
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 1000) Integer> cuts) {
        Percentage model = model(percents(cuts), 0);
        Money net = Money.ofMinor(CurrencyUnit.EUR, minor);

        assertThat(model.allot(net.negated()))
                .isEqualTo(model.allot(net).stream().map(Money::negated).toList());
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of(List.of("80", "19.99"), "p0", "99.99 instead of 100"),
                Arguments.of(List.of(), "p0", "0 instead of 100"),
                Arguments.of(List.of("120", "-20"), "p0", "must be 0 to 100"),
                Arguments.of(List.of("80", "20"), "p7", "residue party p7 has no share"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void aModelThatDoesNotDivideTheWholeIsRefused(List<String> percents, String residue, String reason) {
        assertThatThrownBy(() -> new Percentage(
                        IntStream.range(0, percents.size())
                                .mapToObj(i -> new Percentage.Share("p" + i, new BigDecimal(percents.get(i))))
                                .toList(),
                        residue))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    // cuts of the range 0 to 100.0 into percents with one decimal that add up to 100
    private static List<BigDecimal> percents(List<Integer> cuts) {
        List<Integer> sorted = new ArrayList<>(cuts);
        sorted.add(0);
        sorted.add(1000);
        sorted.sort(null);
        return IntStream.range(1, sorted.size())
                .mapToObj(i -> BigDecimal.valueOf(sorted.get(i) - (long) sorted.get(i - 1), 1))
                .toList();
    }

    private static Percentage model(List<BigDecimal> percents, int residue) {
        return new Percentage(
                IntStream.range(0, percents.size())
                        .mapToObj(i -> new Percentage.Share("p" + i, percents.get(i)))
                        .toList(),
                "p" + residue);
    }

    private static List<BigDecimal> decimals(String text) {
        return Stream.of(text.strip().split(" ")).map(BigDecimal::new).toList();
    }
}
