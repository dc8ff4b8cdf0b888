package io.billinghub.core.accountterms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.accountterms.infrastructure.AccountTermsJson;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions never overlap, and what has begun is changed no more but for its end. Today is 2037-03-10. */
class TermsHistoryTest {
    private static final LocalDate TODAY = LocalDate.parse("2037-03-10");

    /**
     * Versions before as from..to, the next one's begin, and what comes of it: which version is withdrawn, which gets which end, the number
     * of the new one; or what the refusal says.
     */
    @ParameterizedTest(name = "{0} + {1} = {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                                              | 2037-01-01 | new 1
            01-01..                                         | 2037-02-01 | end 1 2037-02-01, new 2
            01-01..                                         | 2037-06-01 | end 1 2037-06-01, new 2
            01-01..                                         | 2037-01-01 | refused: version 1 has begun on 2037-01-01
            01-01..                                         | 2036-12-01 | refused: version 1 has begun on 2037-01-01
            01-01..02-01                                    | 2037-06-01 | new 2
            01-01..02-01                                    | 2037-01-15 | end 1 2037-01-15, new 2
            03-10..                                         | 2037-03-10 | refused: version 1 has begun on 2037-03-10
            03-11..                                         | 2037-03-11 | withdraw 1, new 1
            03-11..                                         | 2036-01-01 | withdraw 1, new 1
            01-01..04-01 04-01..                            | 2037-05-01 | withdraw 2, end 1 2037-05-01, new 2
            01-01..04-01 04-01..                            | 2037-03-15 | withdraw 2, end 1 2037-03-15, new 2
            01-01..03-15 04-01..                            | 2037-05-01 | withdraw 2, new 2
            01-01..04-01 04-01..                            | 2037-01-01 | refused: version 1 has begun on 2037-01-01
            """)
    void aNewVersionEndsTheOneBeforeAndReplacesOneThatHasNotBegun(String before, LocalDate from, String outcome) {
        assertThat(words(history(before).put(terms(from, null), TODAY), true)).startsWith(outcome);
    }

    /** The same for an end. */
    @ParameterizedTest(name = "{0} ended on {1} = {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                                              | 2037-05-01 | refused: there is no version
            01-01..                                         | 2037-05-01 | end 1 2037-05-01
            01-01..                                         | 2037-02-01 | end 1 2037-02-01
            01-01..                                         | 2037-01-01 | refused: version 1 has begun on 2037-01-01
            01-01..05-01                                    | 2037-04-01 | end 1 2037-04-01
            01-01..05-01                                    | 2037-06-01 | refused: version 1 ends on 2037-05-01 already
            04-01..                                         | 2037-04-01 | withdraw 1
            04-01..                                         | 2037-04-02 | end 1 2037-04-02
            01-01..04-01 04-01..                            | 2037-06-01 | end 2 2037-06-01
            01-01..04-01 04-01..                            | 2037-04-01 | withdraw 2, end 1 2037-04-01
            01-01..04-01 04-01..                            | 2037-03-20 | withdraw 2, end 1 2037-03-20
            01-01..03-15 04-01..                            | 2037-03-20 | withdraw 2, end 1 2037-03-15
            01-01..04-01 04-01..                            | 2037-01-01 | refused: version 1 has begun on 2037-01-01
            """)
    void anEndTakesBackWhatHasNotBegunAndNothingThatHas(String before, LocalDate end, String outcome) {
        assertThat(words(history(before).end(end, TODAY), false)).startsWith(outcome);
    }

    private static String words(TermsHistory.Outcome outcome, boolean put) {
        if (outcome instanceof TermsHistory.Refused refused) {
            return "refused: " + refused.problem();
        }
        TermsHistory.Change change = (TermsHistory.Change) outcome;
        List<String> words = new ArrayList<>();
        change.withdrawn().ifPresent(version -> words.add("withdraw " + version.version()));
        change.ended()
                .ifPresent(ended -> words.add(
                        "end " + ended.version().version() + " " + ended.terms().validTo()));
        if (put) {
            words.add("new " + change.version());
        }
        return String.join(", ", words);
    }

    private static TermsHistory history(String versions) {
        List<StoredTerms> stored = new ArrayList<>();
        for (String version :
                versions.isBlank() ? new String[0] : versions.trim().split(" ")) {
            String[] days = version.split("\\.\\.", -1);
            LocalDate to = days[1].isEmpty() ? null : LocalDate.parse("2037-" + days[1]);
            int number = stored.size() + 1;
            stored.add(new StoredTerms(
                    number, number, terms(LocalDate.parse("2037-" + days[0]), to), number, Instant.EPOCH, "somebody"));
        }
        return new TermsHistory(stored);
    }

    private static TermsDocument terms(LocalDate from, LocalDate to) {
        return AccountTermsJson.read("""
                {"key": "gold", "name": "Gold", "validFrom": "%s", "discounts": [
                  {"key": "d", "name": "D", "reduction": {"type": "percentOff", "percent": 10}}]}
                """.formatted(from)).orElseThrow().endingOn(to);
    }
}
