package io.billinghub.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The review has all that the report warns of, and says of what there is nothing. */
class RunReviewTest {

    private static final String CALM = """
            {"accounts": {"total": 2, "parked": 0, "held": 0, "reasons": []},
             "bills": {"count": 2, "lines": 5, "totals": [{"currency": "EUR", "net": "1000.00", "tax": "240.00", "amountDue": "1240.00"}]},
             "reconciliation": [{"partner": "mobilia", "number": "M-1", "reconciled": true}],
             "lateBills": [], "heldPartnerBills": [], "missingPartnerBills": {"count": 0, "accounts": []},
             "usageAgainstBills": {"count": 0, "accounts": []}, "zeroOrNegativeBills": {"count": 0, "bills": []}}
            """;

    @Test
    void aCalmRunWarnsOfNothing() {
        RunReview review = RunReview.of(new JsonObject(CALM));
        assertThat(review.warnings()).isEmpty();
        assertThat(review.nothingOf()).startsWith("Parked accounts; ").endsWith("Zero and negative bills");
        assertThat(review.totals())
                .containsExactly(new RunReview.Total("EUR", "1\u00a0000.00", "240.00", "1\u00a0240.00"));
    }

    @Test
    void whatTheReportWarnsOfIsListed() {
        JsonObject report = new JsonObject(CALM).mergeIn(new JsonObject("""
                {"accounts": {"total": 2, "parked": 1, "held": 0, "reasons": [{"account": "NL-1", "reason": "no exchange rate"}]},
                 "reconciliation": [{"partner": "mobilia", "number": "M-1", "received": "10", "quarantined": "0", "charged": "9",
                                     "billed": null, "residue": null, "reconciled": false}],
                 "lateBills": [{"partner": "deskly", "adapter": "deskly-json", "policy": "PROCEED_AND_CARRY_OVER", "dueOn": "2026-11-02",
                                "waitUntil": null, "outcome": null, "settledAt": null}],
                 "heldPartnerBills": [{"partner": "cirrus", "number": "C-1", "currency": "USD", "lines": 2, "net": "4.5", "waiting": true}],
                 "missingPartnerBills": {"count": 700, "accounts": [{"partner": "cirrus", "account": "NL-2"}]},
                 "usageAgainstBills": {"count": 1, "accounts": [{"partner": "sensate", "account": "NL-3", "offering": "sms", "unit": "sms",
                                                                 "used": "5", "billed": "6"}]},
                 "zeroOrNegativeBills": {"count": 1, "bills": [{"account": "NL-4", "bill": "b-1", "currency": "EUR", "amountDue": "-1.50"}]}}
                """));
        RunReview review = RunReview.of(report);
        assertThat(review.warnings())
                .extracting(RunReview.Found::id)
                .containsExactly("parked", "unreconciled", "late", "missing", "held", "usage", "zero");
        assertThat(review.late().rows().get(0).cells())
                .isEqualTo(List.of("deskly", "deskly-json", "2026-11-02", "Proceed and carry over", "", ""));
        assertThat(review.missing().more()).isTrue();
        assertThat(review.zeroOrNegative().rows())
                .containsExactly(new RunReview.Row(List.of("NL-4", "\u22121.50", "EUR"), "b-1"));
        assertThat(review.nothingOf()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "100.00,  5.00,   +5.0",
        "100.00, -5.05,   −5.1",
        "-100,    50,     +50.0",
        "3,       0,      0.0",
        "0.00,    5.00,   ''",
    })
    void aDifferenceIsToldInPercentOfWhatWasBefore(BigDecimal before, BigDecimal difference, String percent) {
        assertThat(RunChange.percent(before, difference)).isEqualTo(percent.isEmpty() ? "" : percent + "\u00a0%");
    }
}
