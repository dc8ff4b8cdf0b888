package io.billinghub.core.billprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.sample.SampleBills;
import io.billinghub.core.invoice.sample.SampleInvoice;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
