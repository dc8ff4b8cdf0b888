package io.billinghub.core.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An amount is split over weights without losing or inventing a minor unit. */
class LargestRemainderTest {

    @ParameterizedTest(name = "{0} over {1}, residue to {2}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                // total     | weights        | residue | parts
                "EUR 100.00  | 70 30          | 0 | EUR 70.00 EUR 30.00",
                "EUR 10.01   | 70 30          | 1 | EUR 7.01 EUR 3.00", // 7.007 and 3.003: the larger remainder gets it
                "EUR 0.01    | 50 50          | 0 | EUR 0.01 EUR 0.00", // equal remainders: the residue receiver
                "EUR 0.01    | 50 50          | 1 | EUR 0.00 EUR 0.01",
                "EUR 100.00  | 1 1 1          | 2 | EUR 33.33 EUR 33.33 EUR 33.34",
                "EUR 0.05    | 1 1 1          | 2 | EUR 0.02 EUR 0.01 EUR 0.02", // two left: receiver, then the first
                "EUR -0.05   | 1 1 1          | 2 | EUR -0.02 EUR -0.01 EUR -0.02", // the mirror
                "EUR 1.00    | 0 1 2          | 0 | EUR 0.00 EUR 0.33 EUR 0.67", // weight zero gets nothing
                "EUR 0.00    | 70 30          | 0 | EUR 0.00 EUR 0.00",
                "EUR 19.99   | 12.5 82.5 5    | 1 | EUR 2.50 EUR 16.49 EUR 1.00", // 2.49875, 16.49175, 0.9995
                "JPY 100     | 1 1 1          | 0 | JPY 34 JPY 33 JPY 33",
                "KWD 1.000   | 1 1 1          | 1 | KWD 0.333 KWD 0.334 KWD 0.333",
                "EUR 999999999999999.99 | 1 1 | 0 | EUR 500000000000000.00 EUR 499999999999999.99",
            })
    void aTableOfSplits(String total, String weights, int residueReceiver, String parts) {
        List<BigDecimal> list =
                Arrays.stream(weights.split(" ")).map(BigDecimal::new).toList();
        List<Money> allotted = LargestRemainder.allot(Money.parse(total), list, residueReceiver);
        assertThat(String.join(" ", allotted.stream().map(Money::toString).toList()))
                .isEqualTo(parts);
    }

    @Property
    void thePartsAddUpToTheTotal(
            @ForAll long total, @ForAll("weights") List<BigDecimal> weights, @ForAll("index") int index) {
        long[] parts = LargestRemainder.allot(total, weights, index % weights.size());
        assertThat(Arrays.stream(parts).mapToObj(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add))
                .isEqualTo(BigInteger.valueOf(total));
    }

    @Property
    void eachPartIsLessThanOneMinorUnitFromExact(
            @ForAll long total, @ForAll("weights") List<BigDecimal> weights, @ForAll("index") int index) {
        BigDecimal sum = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        long[] parts = LargestRemainder.allot(total, weights, index % weights.size());
        for (int i = 0; i < parts.length; i++) {
            // |part × Σw − total × w| < Σw, without a division
            BigDecimal difference = BigDecimal.valueOf(parts[i])
                    .multiply(sum)
                    .subtract(BigDecimal.valueOf(total).multiply(weights.get(i)));
            assertThat(difference.abs()).isLessThan(sum);
        }
    }

    @Property
    void aReversalTakesBackExactlyWhatWasGiven(
            @ForAll @LongRange(min = -1_000_000_000L, max = 1_000_000_000L) long total,
            @ForAll("weights") List<BigDecimal> weights,
            @ForAll("index") int index) {
        long[] given = LargestRemainder.allot(total, weights, index % weights.size());
        long[] taken = LargestRemainder.allot(-total, weights, index % weights.size());
        assertThat(taken)
                .containsExactly(LongStream.of(given).map(part -> -part).toArray());
    }

    @Property
    void theOrderOfPartiesMovesAtMostOneUnitBetweenEqualRemainders(
            @ForAll long total, @ForAll("weights") List<BigDecimal> weights, @ForAll Random random) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, weights.size()).boxed().toList());
        Collections.shuffle(order, random);
        long[] before = LargestRemainder.allot(total, weights, 0);
        long[] after =
                LargestRemainder.allot(total, order.stream().map(weights::get).toList(), order.indexOf(0));
        for (int i = 0; i < after.length; i++) {
            assertThat(Math.abs(after[i] - before[order.get(i)])).isLessThanOrEqualTo(1);
        }
        // who is named to come first among equal remainders gets the same in any order
        assertThat(after[order.indexOf(0)]).isEqualTo(before[0]);
    }

    @Property
    void theScaleOfTheWeightsDoesNotMatter(@ForAll long total, @ForAll("weights") List<BigDecimal> weights) {
        List<BigDecimal> percent = weights.stream()
                .map(weight -> weight.movePointRight(2).setScale(9, RoundingMode.UNNECESSARY))
                .toList();
        assertThat(LargestRemainder.allot(total, percent, 0))
                .containsExactly(LargestRemainder.allot(total, weights, 0));
    }

    @ParameterizedTest(name = "{0}, residue to {1}")
    @CsvSource({"'',0", "-1 2,0", "0 0,0", "1 2,2", "1 2,-1"})
    void weightsThatCannotBeSplitOverAreRefused(String weights, int residueReceiver) {
        List<BigDecimal> list = weights.isEmpty()
                ? List.of()
                : Arrays.stream(weights.split(" ")).map(BigDecimal::new).toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LargestRemainder.allot(100, list, residueReceiver))
                .withMessageMatching(".*(party|weight|parties).*");
    }

    @Provide
    Arbitrary<List<BigDecimal>> weights() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("100"))
                .ofScale(3)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .filter(list -> list.stream().anyMatch(weight -> weight.signum() > 0));
    }

    @Provide
    Arbitrary<Integer> index() {
        return Arbitraries.integers().between(0, 11);
    }
}
