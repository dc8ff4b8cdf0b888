package io.billinghub.adapters.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers that are missing in a row of bills. */
class NumberSequenceTest {

    private static List<String> missing(String number, List<String> earlier, String... known) {
        return NumberSequence.missing(number, earlier, List.of(known));
    }

    private static final List<String> THREE = List.of("INV-0007", "INV-0008", "INV-0009");

    @Test
    void betweenTheLastOneAndThis() {
        assertThat(missing("INV-0010", THREE)).isEmpty();
        assertThat(missing("INV-0013", THREE)).containsExactly("INV-0010", "INV-0011", "INV-0012");
        assertThat(missing("R 1001/B", List.of("R 997/B", "R 998/B", "R 999/B")))
                .containsExactly("R 1000/B");
        // the width of the row is kept
        assertThat(missing("INV-1001", List.of("INV-0997", "INV-0998"), "INV-0996"))
                .containsExactly("INV-0999", "INV-1000");
    }

    @Test
    void onlyWhereTheRowHasNoOtherGaps() {
        // numbers that the partner gives to bills of other customers too
        assertThat(missing("DSK-2026-100913", List.of("DSK-2026-100877", "DSK-2026-100912")))
                .isEmpty();
        assertThat(missing("INV-0020", List.of("INV-0001", "INV-0007", "INV-0009")))
                .isEmpty();
        // gaps that are known are none of a row that is not counted
        assertThat(missing("INV-0012", List.of("INV-0007", "INV-0008", "INV-0010"), "INV-0009"))
                .containsExactly("INV-0011");
    }

    @Test
    void notBeforeTheRowIsLearnt() {
        assertThat(missing("INV-0005", List.of("INV-0001", "INV-0002"))).isEmpty();
    }

    @Test
    void afterTheRowHasBegunAnew() {
        // a step of 91 is another row: three numbers of it are enough
        assertThat(missing("INV-0104", List.of("INV-0007", "INV-0008", "INV-0009", "INV-0100", "INV-0101", "INV-0102")))
                .containsExactly("INV-0103");
        assertThat(missing("INV-0103", List.of("INV-0007", "INV-0008", "INV-0009", "INV-0101")))
                .isEmpty();
    }

    @Test
    void notInAnotherRow() {
        // a new year begins again, or at another number
        assertThat(missing("2027-05", List.of("2026-10", "2026-11", "2026-12"))).isEmpty();
        assertThat(missing("INV-9000", THREE)).isEmpty();
        assertThat(missing("October", THREE)).isEmpty();
    }

    @Test
    void notWhenAnEarlierOneComesLate() {
        assertThat(missing("INV-0006", THREE)).isEmpty();
        assertThat(missing("INV-0010", List.of("INV-0008", "INV-0009", "INV-0012"), "INV-0010", "INV-0011"))
                .isEmpty();
    }
}
