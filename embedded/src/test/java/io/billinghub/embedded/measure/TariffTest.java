package io.billinghub.embedded.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.embedded.measure.Tariff.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generator's own reckoning, against amounts reckoned by hand. */
class TariffTest {

    private static Tariff of(Kind kind, String prices, String bounds, String minimum) {
        return new Tariff(kind, numbers(prices), numbers(bounds), minimum == null ? null : new BigDecimal(minimum));
    }

    private static List<BigDecimal> numbers(String texts) {
        return Stream.of(texts == null ? new String[0] : texts.split(" ", -1))
                .map(BigDecimal::new)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        // kind, prices, bounds, minimum, quantity, amount
        "MONTHLY, 9.90, , , 1, 9.90",
        "EACH, 0.05, , , 118, 5.90",
        "EACH, 0.05, , 7.00, 118, 7.00", // 5.90 is less than the minimum
        "EACH, 0.05, , 7.00, 140, 7.00", // just the minimum
        "EACH, 0.05, , 7.00, 140.2, 7.01",
        "GRADUATED, 0.50 0.40 0.25, 100 500, , 0, 0.00",
        "GRADUATED, 0.50 0.40 0.25, 100 500, , 100, 50.00",
        "GRADUATED, 0.50 0.40 0.25, 100 500, , 101, 50.40",
        "GRADUATED, 0.50 0.40 0.25, 100 500, , 600, 235.00", // 50 + 160 + 25
        "VOLUME, 0.50 0.40 0.25, 100 500, , 100, 50.00",
        "VOLUME, 0.50 0.40 0.25, 100 500, , 100.01, 40.00", // 40.004
        "VOLUME, 0.50 0.40 0.25, 100 500, , 501, 125.25",
        "BLOCKS, 4.00, 20, , 0, 0.00",
        "BLOCKS, 4.00, 20, , 20, 4.00",
        "BLOCKS, 4.00, 20, , 20.5, 8.00"
    })
    void itCharges(Kind kind, String prices, String bounds, String minimum, String quantity, String amount) {
        assertThat(of(kind, prices, bounds, minimum).charge(new BigDecimal(quantity)))
                .isEqualByComparingTo(amount);
    }

    @Test
    void theMistakesAreOtherAmounts() {
        Tariff graduated = of(Kind.GRADUATED, "0.50 0.40 0.25", "100 500", null);
        Tariff volume = of(Kind.VOLUME, "0.50 0.40 0.25", "100 500", null);

        // 137.5 GB: 50 + 15 = 65.00 graduated, 137.5 x 0.40 = 55.00 by volume
        assertThat(graduated.mixedUp().charge(new BigDecimal("137.5"))).isEqualByComparingTo("55.00");
        assertThat(volume.mixedUp().charge(new BigDecimal("137.5"))).isEqualByComparingTo("65.00");
        // 100 GB lie in the first tier; one tier up they cost 40.00
        assertThat(volume.chargeOneTierUp(new BigDecimal("100"))).contains(new BigDecimal("40.00"));
        assertThat(volume.chargeOneTierUp(new BigDecimal("99"))).isEmpty();
    }
}
