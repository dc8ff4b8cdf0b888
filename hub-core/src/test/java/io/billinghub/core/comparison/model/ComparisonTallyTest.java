package io.billinghub.core.comparison.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.comparison.model.PriceComparison.Figures;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts add up, and those with the greatest changes are told by name. */
class ComparisonTallyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // current | candidate | change | per cent
                "100.00 | 110.00 | 10.00  | 10.00",
                "100.00 | 90.00  | -10.00 | -10.00",
                "3.00   | 4.00   | 1.00   | 33.33",
                "3.00   | 5.00   | 2.00   | 66.67",
                "0.00   | 4.00   | 4.00   | -",
                "5.00   | 0.00   | -5.00  | -100.00",
                // a credit of 10 becomes one of 15: 5 less, half as much again
                "-10.00 | -15.00 | -5.00  | -50.00",
            })
    void aChangeIsTheOtherPriceLessTheOneThatHolds(
            BigDecimal current, BigDecimal candidate, BigDecimal change, BigDecimal percent) {
        ComparedAccount account = new ComparedAccount("A", BigDecimal.ZERO, current, candidate);
        assertThat(account.change()).isEqualTo(change);
        assertThat(account.percent().orElse(null)).isEqualTo(percent);
    }

    @Test
    void sumsAreThoseOfAllAccountsAndTheTopIsNamed() {
        ComparisonTally tally = new ComparisonTally(2, 2);
        // changes -1, -3, -2, 0, +4, +4, +1
        List.of("a 10 9", "b 10 7", "c 10 8", "d 10 10", "e 10 14", "f 10 14", "g 0 1")
                .forEach(line -> {
                    String[] fields = line.split(" ", -1);
                    tally.add(account(fields[0], fields[1], fields[2]));
                });
        Figures figures = tally.figures();
        assertThat(figures.accounts()).isEqualTo(7);
        assertThat(figures.billed()).isEqualTo("7.00");
        assertThat(figures.current()).isEqualTo("60.00");
        assertThat(figures.candidate()).isEqualTo("63.00");
        assertThat(figures.winners().accounts()).isEqualTo(3);
        assertThat(figures.winners().change()).isEqualTo("-6.00");
        assertThat(names(figures.winners())).isEqualTo("b c");
        assertThat(figures.losers().accounts()).isEqualTo(3);
        assertThat(figures.losers().change()).isEqualTo("9.00");
        assertThat(names(figures.losers())).isEqualTo("e f");
        assertThat(figures.unchanged()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // accounts that pay 1, 2, 3 … more | change at 5, 25, 50, 75 and 95 per cent of them, nearest rank
                "1   | 1 1 1 1 1",
                "2   | 1 1 1 2 2",
                "4   | 1 1 2 3 4",
                "20  | 1 5 10 15 19",
                "21  | 2 6 11 16 20",
                "100 | 5 25 50 75 95",
            })
    void percentilesAreChangesThatThereAre(int accounts, String expected) {
        ComparisonTally tally = new ComparisonTally(0, 2);
        IntStream.rangeClosed(1, accounts)
                .map(i -> accounts + 1 - i)
                .forEach(i -> tally.add(account("n" + i, "0", Integer.toString(i))));
        assertThat(tally.figures().percentiles().stream()
                        .map(each -> each.change().toPlainString())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
        assertThat(tally.figures().losers().top()).isEmpty();
        assertThat(tally.figures().percentiles())
                .allSatisfy(each -> assertThat(each.percent()).isEmpty());
    }

    @Test
    void whatCannotBeComparedIsInNoSum() {
        ComparisonTally tally = new ComparisonTally(1, 2);
        IntStream.range(0, 12).forEach(i -> tally.leaveOut("reason " + i));
        assertThat(tally.figures().accounts()).isZero();
        assertThat(tally.figures().current()).isEqualTo("0.00");
        assertThat(tally.figures().percentiles()).isEmpty();
        assertThat(tally.figures().notRated().accounts()).isEqualTo(12);
        assertThat(tally.figures().notRated().reasons()).hasSize(10).startsWith("reason 0");
    }

    private static ComparedAccount account(String number, String current, String candidate) {
        return new ComparedAccount(number, BigDecimal.ONE, new BigDecimal(current), new BigDecimal(candidate));
    }

    private static String names(PriceComparison.Side side) {
        return side.top().stream().map(ComparedAccount::number).collect(Collectors.joining(" "));
    }
}
