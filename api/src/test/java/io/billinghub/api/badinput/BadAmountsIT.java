package io.billinghub.api.badinput;

import static io.billinghub.api.badinput.BadCase.partlyAccepted;
import static io.billinghub.api.badinput.BadCase.quarantined;
import static io.billinghub.api.badinput.BadCase.refused;
import static io.billinghub.api.badinput.BadDocuments.csv;
import static io.billinghub.api.badinput.BadDocuments.json;
import static io.billinghub.api.badinput.BadDocuments.row;
import static io.billinghub.api.badinput.BadDocuments.utf8;
import static io.billinghub.api.badinput.BadInputHub.CSV;
import static io.billinghub.api.badinput.BadInputHub.JSON;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Amounts, currencies and totals that cannot be billed as they are. */
@ExtendWith(BadInputHub.Shared.class)
class BadAmountsIT {

    private final BadInputHub hub;

    BadAmountsIT(BadInputHub hub) {
        this.hub = hub;
    }

    static Stream<BadCase> table() {
        return Stream.of(
                quarantined(
                        "negative amount without a reference",
                        CSV,
                        utf8(csv("NEG", row("1", "-1.00"))),
                        "NEGATIVE_WITHOUT_REFERENCE",
                        "row 2"),
                quarantined(
                        "amount of 30 digits, CSV",
                        CSV,
                        utf8(csv("30", row("1", "123456789012345678901234567890"))),
                        "AMOUNT_OUT_OF_RANGE",
                        "row 2"),
                quarantined(
                        "amount of 30 digits, JSON",
                        JSON,
                        utf8(json("30", "123456789012345678901234567890", "EUR", "123456789012345678901234567890")),
                        "AMOUNT_OUT_OF_RANGE",
                        "/lines/0"),
                quarantined(
                        "amount of 30 decimals",
                        CSV,
                        utf8(csv("30D", row("1", "1.123456789012345678901234567890"))),
                        "AMOUNT_OUT_OF_RANGE",
                        "row 2"),
                partlyAccepted(
                        "amount NaN",
                        CSV,
                        utf8(csv("NAN", row("1", "NaN"), row("2", "21.07"))),
                        "MALFORMED_LINE",
                        "row 2"),
                partlyAccepted(
                        "amount Infinity",
                        CSV,
                        utf8(csv("INF", row("1", "Infinity"), row("2", "22.07"))),
                        "MALFORMED_LINE",
                        "row 2"),
                partlyAccepted(
                        "amount 1e400, CSV",
                        CSV,
                        utf8(csv("1E", row("1", "1e400"), row("2", "23.07"))),
                        "MALFORMED_LINE",
                        "row 2"),
                refused(
                        "amount 1e400, JSON",
                        JSON,
                        utf8(json("1E", "1e400", "EUR", "100")),
                        "MAPPING_FAILED",
                        "document"),
                refused(
                        "amount 1e999999999, JSON",
                        JSON,
                        utf8(json("1E9", "1e999999999", "EUR", "100")),
                        "MAPPING_FAILED",
                        "document"),
                refused(
                        "stated total 1e400, JSON",
                        JSON,
                        utf8(json("1ET", "100", "EUR", "1e400")),
                        "MAPPING_FAILED",
                        "document"),
                refused(
                        "amount NaN in the only line",
                        CSV,
                        utf8(csv("NAN1", row("1", "NaN"))),
                        "MALFORMED_DOCUMENT",
                        "row 2"),
                refused(
                        "unknown currency",
                        CSV,
                        utf8(csv("XYZ", row("1", "1.00")).replace("EUR", "XYZ")),
                        "UNKNOWN_CURRENCY",
                        "document"),
                refused(
                        "no currency",
                        CSV,
                        utf8(csv("NOC", row("1", "1.00")).replace("EUR", "")),
                        "UNKNOWN_CURRENCY",
                        "document"),
                quarantined(
                        "currency that is not agreed",
                        JSON,
                        utf8(json("USD", "100", "USD", "100")),
                        "CURRENCY_NOT_AGREED",
                        "document"),
                refused(
                        "wrong total, agreement refuses it",
                        CSV,
                        utf8(csv("TOT", row("1", "1.00"), "2;;TOTAL;;9.99;;;;EUR")),
                        "TOTAL_MISMATCH",
                        "document"),
                quarantined(
                        "wrong total, quarantined",
                        JSON,
                        utf8(json("TOT", "100", "EUR", "999")),
                        "TOTAL_MISMATCH",
                        "document"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void itIsAnsweredClearlyAndKept(BadCase bad) {
        hub.assertAnsweredClearlyAndKept(bad);
    }
}
