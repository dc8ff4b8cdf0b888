package io.billinghub.core.creditnote.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.error.HubException;
import io.billinghub.core.tax.model.TaxCategory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken back of which line. Lines: net[/credited before][@rate, else 25.5]; wanted: all, position[=net] ..., or an amount. */
class CreditedLinesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    10.00 20.00 -3.00        | all            | 1=10.00 2=20.00 3=-3.00
                    10.00/4.00 20.00/20.00   | all            | 1=6.00
                    10.00 20.00 -3.00        | 2              | 2=20.00
                    10.00 20.00 -3.00        | 1=4.99 2=0.01  | 1=4.99 2=0.01
                    10.00 20.00 -3.00        | 1 3            | 1=10.00 3=-3.00
                    10.00/4.00 20.00         | 1              | 1=6.00
                    10.00/4.00 20.00         | 1=6.00         | 1=6.00
                    # 10.00 over 10.00 and 20.00 and 0.01: exactly 3.3322, 6.6645, 0.0033; the cent goes to the last one cut most, 0.0033 less
                    10.00 20.00 0.01         | 10.00          | 1=3.33 2=6.67
                    # over what is left, and not to lines of reductions: of 27.00 all come of 30.00
                    10.00 20.00 -3.00        | 27.00          | 1=9.00 2=18.00
                    10.00/10.00 20.00        | 5.00           | 2=5.00
                    # a third each: the cent goes to the first
                    1.00 1.00 1.00           | 0.01           | 1=0.01
                    1.00 1.00 1.00           | 1.00           | 1=0.34 2=0.33 3=0.33
                    # at 24 % 50.00 are left, at 10 % 50.00: of each no more than these, though 150.00 stand on lines above nothing
                    100.00@24 50.00@10 -50.00@24 | 100.00     | 1=50.00 2=50.00
                    100.00@24 50.00@10 -50.00@24 | 10.00      | 1=5.00 2=5.00
                    # nothing is left at 24 %
                    10.00@24 20.00@10 -12.00@24 | 18.00       | 2=18.00
                    10.00@24 20.00@10 -12.00@24 | 2=18.00     | 2=18.00
                    10.00@24 20.00@10.0 -2.00@10 | 1 2=18.00  | 1=10.00 2=18.00
                    """)
    void takesBack(String lines, String wanted, String expected) {
        assertThat(said(lines, wanted)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    10.00 20.00              | 3              | the invoice has no line 3
                    10.00 20.00              | 1=10.01        | line 1 of EUR 10.00 has EUR 10.00 left, so EUR 10.01 can't be credited of it
                    10.00/4.00 20.00         | 1=6.01         | line 1 of EUR 10.00 has EUR 6.00 left, so EUR 6.01 can't be credited of it
                    10.00 20.00              | 1=-1.00        | line 1 of EUR 10.00 has EUR 10.00 left, so EUR -1.00 can't be credited of it
                    10.00 -3.00              | 2=-3.01 1      | line 2 of EUR -3.00 has EUR -3.00 left, so EUR -3.01 can't be credited of it
                    10.00 -3.00              | 2              | nothing of the invoice is left to be credited by it
                    10.00 20.00              | 1=0.00         | nothing of the invoice is left to be credited by it
                    10.00/10.00              | all            | nothing of the invoice is left to be credited by it
                    10.00 20.00              | 1 1            | line 1 stands twice
                    10.00 20.00              | 1=0.001        | 0.001 has more decimals than EUR has
                    # the customer paid 27.00, and lines of reductions go along with what they reduce
                    10.00 20.00 -3.00        | 1 2            | EUR 27.00 are left at 25.5 %, so EUR 30.00 can't be credited of it
                    10.00 20.00/13.00 -3.00  | 1 2            | EUR 14.00 are left at 25.5 %, so EUR 17.00 can't be credited of it
                    10.00@24 20.00@10 -2.00@24 | 1            | EUR 8.00 are left at 24 %, so EUR 10.00 can't be credited of it
                    10.00@24 20.00@10 -12.00@24 | 1=0.01 2    | EUR -2.00 are left at 24 %, so EUR 0.01 can't be credited of it
                    10.00 20.00 -3.00        | 27.01          | EUR 27.00 of the invoice are left without tax, so EUR 27.01 can't be credited of it
                    10.00 20.00              | 0.00           | EUR 30.00 of the invoice are left without tax, so EUR 0.00 can't be credited of it
                    10.00 20.00              | -1.00          | EUR 30.00 of the invoice are left without tax, so EUR -1.00 can't be credited of it
                    """)
    void refuses(String lines, String wanted, String why) {
        assertThatThrownBy(() -> said(lines, wanted))
                .isInstanceOf(HubException.class)
                .hasMessageContaining(why);
    }

    private static String said(String lines, String wanted) {
        List<CreditableLine> creditable = new ArrayList<>();
        for (String line : lines.strip().split(" ", -1)) {
            String[] taxed = line.split("@", -1);
            String[] amounts = taxed[0].split("/", -1);
            creditable.add(new CreditableLine(
                    creditable.size() + 1,
                    euro(amounts[0]),
                    euro(amounts.length > 1 ? amounts[1] : "0"),
                    TaxCategory.S,
                    new BigDecimal(taxed.length > 1 ? taxed[1] : "25.5")));
        }
        return CreditedLines.of(creditable, credited(wanted.strip())).entrySet().stream()
                .map(part -> part.getKey() + "=" + part.getValue().getAmount())
                .collect(Collectors.joining(" "));
    }

    private static Credited credited(String wanted) {
        if (wanted.equals("all")) {
            return new Credited.Whole();
        }
        if (wanted.matches("-?[0-9]+\\.[0-9]+")) {
            return new Credited.Amount(new BigDecimal(wanted));
        }
        return new Credited.Lines(Arrays.stream(wanted.split(" ", -1))
                .map(line -> line.split("=", -1))
                .map(line -> new Credited.Line(
                        Integer.parseInt(line[0]),
                        line.length > 1 ? Optional.of(new BigDecimal(line[1])) : Optional.empty()))
                .toList());
    }

    private static Money euro(String amount) {
        return Money.of(CurrencyUnit.EUR, new BigDecimal(amount));
    }
}
