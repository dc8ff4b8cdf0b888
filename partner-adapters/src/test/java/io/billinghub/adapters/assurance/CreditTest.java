package io.billinghub.adapters.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Credits that are held against what was billed: quantity, net, billed, credited in all, dearest unit. */
class CreditTest {

    private static Credit credit(String quantity, String net, String billed, String credited, String dearest) {
        return new Credit(
                new BigDecimal(quantity),
                new BigDecimal(net),
                null,
                new BigDecimal(billed),
                new BigDecimal(credited),
                dearest == null ? null : new BigDecimal(dearest));
    }

    @Test
    void givesBackAsMuchAsWasBilledAtMost() {
        assertThat(credit("1", "-30", "30", "30", "3").exceeds()).isEmpty();
        assertThat(credit("1", "-30", "30", "30.01", "3").exceeds()).isEmpty(); // rounded
        assertThat(credit("1", "-30", "30", "45", "3").exceeds())
                .hasValue(
                        "credits of 45 in all are more than the 30 that the last twelve months have billed the account of the"
                                + " product");
    }

    @Test
    void saysNothingWhereNothingWasBilled() {
        assertThat(credit("-1", "-30", "0", "30", null).exceeds()).isEmpty();
        assertThat(credit("-1", "-30", "0", "30", null).dearer()).isEmpty();
    }

    @Test
    void givesBackAUnitForNoMoreThanItCost() {
        assertThat(credit("-10", "-30", "300", "30", "3").dearer()).isEmpty();
        assertThat(credit("-10", "-15", "300", "15", "3").dearer()).isEmpty();
        assertThat(credit("-10", "-31", "300", "31", "3").dearer())
                .hasValue("3.1 is given back for a unit, which was billed at 3 at most");
        // money alone
        assertThat(credit("1", "-31", "300", "31", "3").dearer()).isEmpty();
    }
}
