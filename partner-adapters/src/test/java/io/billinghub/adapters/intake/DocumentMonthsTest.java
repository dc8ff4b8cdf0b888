package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.validation.BillFacts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A document's tables are made before it is stored: those that its usage may need, and no others, whatever dates it has. */
class DocumentMonthsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // it is 1 November 2026, so usage is taken in until 2 January 2027
                // open in         | usage of                                  | needed
                "2026-10-01         | 2026-10-15T12:00:00Z                      | 2026-10-01",
                // in some zone it is the next month; a period may begin in the month before
                "2026-10-01         | 2026-11-30T23:00:00Z                      | 2026-10-01 2026-11-01 2026-12-01",
                "2026-10-01         | 2026-12-01T00:00:00Z                      | 2026-10-01 2026-11-01 2026-12-01",
                // late usage counts in the open period
                "2026-10-01         | 2026-03-15T12:00:00Z                      | 2026-10-01",
                "2026-10-01 2026-08-01 | 2026-09-15T12:00:00Z                   | 2026-08-01 2026-09-01 2026-10-01",
                // made up dates make no tables
                "2026-10-01         | 1990-01-01T00:00:00Z 2190-01-01T00:00:00Z | 2026-10-01",
                "2026-10-01         | 2027-04-01T12:00:00Z                      | 2026-10-01",
            })
    void ofUsage(String open, String usage, String needed) {
        BillFacts facts = new BillFacts(1_000);
        Arrays.stream(usage.split(" ", -1)).map(DocumentMonthsTest::used).forEach(facts::usage);

        assertThat(DocumentMonths.needed(days(open), facts, Instant.parse("2026-11-01T06:00:00Z")))
                .containsExactlyElementsOf(Arrays.stream(needed.split(" ", -1))
                        .map(LocalDate::parse)
                        .toList());
    }

    private static Set<LocalDate> days(String text) {
        return Arrays.stream(text.split(" ", -1)).map(LocalDate::parse).collect(Collectors.toSet());
    }

    private static CanonicalUsage used(String at) {
        return new CanonicalUsage(
                1, "line 1", "e1", "acc-1", "sku", "", BigDecimal.ONE, "call", Instant.parse(at), BigDecimal.ONE);
    }
}
