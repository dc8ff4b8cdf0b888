package io.billinghub.adapters.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.model.RuleCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lines that stand on earlier bills make of a bill. */
class BilledBeforeTest {

    private static Stream<BilledBefore.Match> on(long bill, int lines, int equal) {
        return IntStream.rangeClosed(1, equal)
                .mapToObj(i -> new BilledBefore.Match(i, "row " + i, BigDecimal.ONE, bill, "B-" + bill, lines));
    }

    private static RuleCode rule(int lines, Stream<BilledBefore.Match> matches) {
        return new BilledBefore(lines, matches.toList())
                .ofBill()
                .map(BilledBefore.OfBill::rule)
                .orElse(null);
    }

    @Test
    void byHowManyOfItsLines() {
        // the bill has the same lines as another one, and no others
        assertThat(rule(3, on(1, 3, 3))).isEqualTo(RuleCode.DUPLICATE_BILL_CONTENT);
        assertThat(rule(1, on(1, 1, 1))).isEqualTo(RuleCode.DUPLICATE_BILL_CONTENT);
        // 8 of 10 are four fifths, 7 are not
        assertThat(rule(10, on(1, 10, 8))).isEqualTo(RuleCode.NEAR_DUPLICATE_BILL);
        assertThat(rule(10, on(1, 10, 7))).isNull();
        // all of its lines, of a bill that has 12: 10 ≥ 9.6; of one that has 13: 10 < 10.4
        assertThat(rule(10, on(1, 12, 10))).isEqualTo(RuleCode.NEAR_DUPLICATE_BILL);
        assertThat(rule(10, on(1, 13, 10))).isNull();
        // 4 lines are too few to be nearly a duplicate
        assertThat(rule(4, on(1, 5, 4))).isNull();
        assertThat(rule(5, Stream.empty())).isNull();
    }

    @Test
    void theWholeDuplicateIsFoundBehindBillsThatHaveSomeOfItsLines() {
        List<BilledBefore.Match> matches =
                Stream.concat(on(1, 40, 2), on(2, 6, 6)).toList();
        assertThat(new BilledBefore(6, matches).ofBill()).hasValueSatisfying(whole -> {
            assertThat(whole.rule()).isEqualTo(RuleCode.DUPLICATE_BILL_CONTENT);
            assertThat(whole.detail()).isEqualTo("all 6 lines stand on the partner's bill B-2, which has no others");
            assertThat(whole.net()).isEqualByComparingTo("6");
        });
    }
}
