package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Parts are as {@code split.txt} says, and add up. */
class SplitTableTest {

    @TestFactory
    Stream<DynamicTest> partsAreWhatTheTableSays() {
        return Table.read("split.txt").stream()
                .map(entry -> DynamicTest.dynamicTest(entry.toString(), () -> check(entry)));
    }

    private static void check(Table.Entry entry) {
        String[] sides = entry.input().split(" of | by ", -1);
        String[] head = sides[0].split("[ :]+", -1);
        int places = Integer.parseInt(head[1]);
        BigDecimal total = new BigDecimal(head[2]);
        List<BigDecimal> over = numbers(sides[1]);
        List<BigDecimal> parts =
                head[0].equals("within") ? Split.within(total, over, places) : Split.byWeights(total, over, places);
        assertThat(parts)
                .as(entry.toString())
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(numbers(entry.expected()));
        assertThat(Split.sum(parts)).isEqualByComparingTo(total);
    }

    @Test
    void moreThanThereIsRoomForIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Split.within(new BigDecimal("3.01"), numbers("1.00, 2.00"), 2))
                .withMessage("3.01 cannot be split into parts of at most 3.00");
    }

    private static List<BigDecimal> numbers(String text) {
        return Table.parts(text, ",").stream().map(BigDecimal::new).toList();
    }
}
