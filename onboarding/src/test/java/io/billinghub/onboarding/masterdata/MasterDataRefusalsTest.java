package io.billinghub.onboarding.masterdata;

import static io.billinghub.onboarding.error.OnboardingError.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.infrastructure.MasterDataJson;
import io.billinghub.onboarding.masterdata.infrastructure.MasterDataReading;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.KnownData;
import io.billinghub.onboarding.masterdata.model.MasterDataRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong document is refused with the place, the code and the reason; a right one is not. */
class MasterDataRefusalsTest {

    @Test
    void theSmallDocumentIsRight() {
        assertThat(findings(Documents.small())).isEmpty();
    }

    @Test
    void theDemosDocumentIsRight() {
        assertThat(findings(Documents.demo("master-data.json"))).isEmpty();
    }

    /** What goes over several periods, and what accounts share, is sold like any other price. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"allowance\": {\"key\": \"free\", \"name\": \"Free\", \"quantity\": \"10\", \"unit\": \"GB\", \"sharing\": \"SHARED\"}}",
                "{\"allowance\": {\"key\": \"free\", \"name\": \"Free\", \"quantity\": \"10\", \"unit\": \"GB\", \"rollOver\": {\"periods\": 1}}}",
                "{\"commitment\": {\"key\": \"deal\", \"name\": \"Deal\", \"measure\": \"AMOUNT\", \"committed\": \"100\", \"cycles\": 12}}"
            })
    void aPlanMayGoOverSeveralPeriods(String modifiers) {
        assertThat(findings(Documents.with(Documents.small(), "/offerings/1/pricePlans/0/modifiers", modifiers)))
                .isEmpty();
    }

    private static String rate(String base, String rate) {
        return "[{\"source\": \"bank\", \"base\": \"" + base + "\", \"quote\": \"EUR\", \"rate\": \"" + rate
                + "\", \"date\": \"2026-10-01\"}]";
    }

    /** What is changed, to what (null: taken out), where it is told, and as what. */
    static Stream<Arguments> oneThingWrong() {
        return Stream.of(
                // the schema
                arguments("/taxRates/0/rate", "\"999\"", "/taxRates/0/rate", SCHEMA),
                arguments("/exchangeRates", rate("USD", "0"), "/exchangeRates/0/rate", SCHEMA),
                arguments("/exchangeRates", rate("USD", "0.000"), "/exchangeRates/0/rate", SCHEMA),
                arguments("/exchangeRates", rate("EUR", "1"), "/exchangeRates/0/quote", SCHEMA),
                arguments("/surprise", "1", "", SCHEMA),
                arguments("/parties/0/key", "\"Not A Key\"", "/parties/0/key", SCHEMA),
                arguments("/parties/0/name", null, "/parties/0", SCHEMA),
                arguments("/parties/0/name", "\"  \"", "/parties/0/name", SCHEMA),
                arguments("/parties/0/kind", "\"ROBOT\"", "/parties/0/kind", SCHEMA),
                arguments("/parties/2/email", "\"nobody\"", "/parties/2/email", SCHEMA),
                arguments("/parties/0/electronicAddress", "\"003712345671\"", "/parties/0", SCHEMA),
                arguments("/taxRates/0/rate", "24", "/taxRates/0/rate", SCHEMA),
                arguments("/taxRates/0/validFrom", "\"2026-02-30\"", "/taxRates/0/validFrom", SCHEMA),
                arguments("/exchangeRates/0/rate", "\"1e3\"", "/exchangeRates/0/rate", SCHEMA),
                arguments(
                        "/agreements/0/versions/0/ruleSeverity",
                        "{\"TOTAL_MISMATCH\": \"SHRUG\"}",
                        "/agreements/0/versions/0/ruleSeverity/TOTAL_MISMATCH",
                        SCHEMA),
                arguments(
                        "/agreements/0/versions/0/lateUsage",
                        "\"NEVER\"",
                        "/agreements/0/versions/0/lateUsage",
                        SCHEMA),
                arguments(
                        "/agreements/0/versions/0/refuseUsageAfterDays",
                        "-1",
                        "/agreements/0/versions/0/refuseUsageAfterDays",
                        SCHEMA),
                arguments("/cycles/0/dayOfMonth", "32", "/cycles/0/dayOfMonth", SCHEMA),
                // one of each
                arguments("/parties/1/key", "\"host\"", "/parties/1/key", DUPLICATE_KEY),
                arguments("/accounts/3/number", "\"A-1\"", "/accounts/3/number", DUPLICATE_KEY),
                arguments("/offerings/1/pricePlans/0/key", "\"line\"", "/offerings/1/pricePlans/0", DUPLICATE_KEY),
                arguments(
                        "/agreements/0/versions/0/shareModel/shares/1/party",
                        "\"acme\"",
                        "/agreements/0/versions/0/shareModel/shares/1/party",
                        DUPLICATE_KEY),
                // references
                arguments("/roles/0/party", "\"nobody\"", "/roles/0/party", UNKNOWN_REFERENCE),
                arguments("/taxRegistrations/0/party", "\"nobody\"", "/taxRegistrations/0/party", UNKNOWN_REFERENCE),
                arguments("/agreements/0/partner", "\"host\"", "/agreements/0/partner", UNKNOWN_REFERENCE),
                arguments(
                        "/agreements/0/versions/0/shareModel/shares/0/party",
                        "\"nobody\"",
                        "/agreements/0/versions/0/shareModel/shares/0/party",
                        UNKNOWN_REFERENCE),
                arguments("/accounts/0/cycle", "\"weekly\"", "/accounts/0/cycle", UNKNOWN_REFERENCE),
                arguments("/accounts/1/parent", "\"A-9\"", "/accounts/1/parent", UNKNOWN_REFERENCE),
                arguments("/accountLinks/0/account", "\"A-9\"", "/accountLinks/0/account", UNKNOWN_REFERENCE),
                arguments("/accountLinks/0/partner", "\"host\"", "/accountLinks/0/partner", UNKNOWN_REFERENCE),
                arguments("/offerings/1/agreement", "\"none\"", "/offerings/1/agreement", UNKNOWN_REFERENCE),
                arguments("/offerings/1/agreement", null, "/offerings/1/partnerProducts", LINK_WITHOUT_AGREEMENT),
                arguments("/offerings/0/feesBilledBy", "\"PARTNER\"", "/offerings/0", SCHEMA),
                arguments("/products/0/offering", "\"none\"", "/products/0/offering", UNKNOWN_REFERENCE),
                arguments("/products/0/account", "\"A-9\"", "/products/0/account", UNKNOWN_REFERENCE),
                arguments("/amountsDue/0/cycle", "\"weekly\"", "/amountsDue/0/cycle", UNKNOWN_REFERENCE),
                arguments("/invoiceSplits/0/account", "\"A-9\"", "/invoiceSplits/0/account", UNKNOWN_REFERENCE),
                arguments("/invoiceSplits/0/offering", "\"none\"", "/invoiceSplits/0/offering", UNKNOWN_REFERENCE),
                // values
                arguments("/invoiceSplits/0/parts/0/percent", "\"60.5\"", "/invoiceSplits/0/parts", NOT_A_WHOLE),
                arguments("/invoiceSplits/0/parts/1/percent", "\"0\"", "/invoiceSplits/0/parts", NOT_A_WHOLE),
                arguments(
                        "/invoiceSplits/0/parts",
                        "[{\"percent\": \"50\"}, {\"percent\": \"50\"}]",
                        "/invoiceSplits/0/parts",
                        NOT_A_WHOLE),
                arguments("/amountsDue/0/currency", "\"XAU\"", "/amountsDue/0/currency", UNKNOWN_CURRENCY),
                arguments("/amountsDue/0/minimum", "\"0.00\"", "/amountsDue/0/minimum", NOT_AN_AMOUNT),
                arguments("/amountsDue/0/cashRounding", "\"0.005\"", "/amountsDue/0/cashRounding", NOT_AN_AMOUNT),
                arguments("/accounts/3/currency", "\"XAU\"", "/accounts/3/currency", UNKNOWN_CURRENCY),
                arguments("/exchangeRates/0/base", "\"ZZZ\"", "/exchangeRates/0/base", UNKNOWN_CURRENCY),
                arguments("/parties/0/country", "\"QQ\"", "/parties/0/country", UNKNOWN_COUNTRY),
                arguments("/accounts/0/language", "\"qq\"", "/accounts/0/language", UNKNOWN_LANGUAGE),
                arguments("/cycles/0/timeZone", "\"Europe/Espoo\"", "/cycles/0/timeZone", UNKNOWN_TIME_ZONE),
                arguments("/tenant/timeZone", "\"+02:00\"", "/tenant/timeZone", UNKNOWN_TIME_ZONE),
                arguments(
                        "/taxRegistrations/0/number", "\"12345671\"", "/taxRegistrations/0/number", INVALID_VAT_NUMBER),
                arguments(
                        "/taxRegistrations/1/number",
                        "\"DE12345678\"",
                        "/taxRegistrations/1/number",
                        INVALID_VAT_NUMBER),
                // the last digit is 5 in the right one
                arguments("/parties/0/bankIban", "\"FI2112345600000786\"", "/parties/0/bankIban", INVALID_IBAN),
                arguments("/products/0/endedOn", "\"2026-03-01\"", "/products/0/endedOn", EMPTY_VALIDITY),
                arguments("/accountLinks/1/validTo", "\"2026-06-30\"", "/accountLinks/1/validTo", EMPTY_VALIDITY),
                arguments("/cycles/0/openFrom", "\"2026-10-02\"", "/cycles/0/openFrom", NOT_A_PERIOD_BEGIN),
                arguments("/cycles/0/dayOfMonth", "2", "/cycles/0/openFrom", NOT_A_PERIOD_BEGIN),
                // validities and versions
                arguments("/accountLinks/1/validFrom", "\"2026-06-30\"", "/accountLinks/1", OVERLAP),
                arguments("/agreements/0/versions/1", """
                        {"version": 2, "validFrom": "2026-01-01", "sellingModel": "RESALE", "currency": "EUR", "residueParty": "host",
                         "shareModel": {"type": "percentage", "shares": [{"party": "host", "percent": "100"}]}}
                        """, "/agreements/0/versions/1/validFrom", VERSION_ORDER),
                // agreements and prices; 70.5 + 30 = 100.5
                arguments(
                        "/agreements/0/versions/0/shareModel/shares/0/percent",
                        "\"70.5\"",
                        "/agreements/0/versions/0/shareModel/shares",
                        SHARES_NOT_100),
                arguments(
                        "/agreements/0/versions/0/residueParty",
                        "\"group\"",
                        "/agreements/0/versions/0/residueParty",
                        RESIDUE_WITHOUT_SHARE),
                arguments(
                        "/agreements/0/versions/0/lateBill",
                        "\"WAIT\"",
                        "/agreements/0/versions/0/waitForBillDays",
                        WAIT_WITHOUT_DAYS),
                arguments(
                        "/agreements/0/versions/0/waitForBillDays",
                        "5",
                        "/agreements/0/versions/0/waitForBillDays",
                        WAIT_WITHOUT_DAYS),
                arguments(
                        "/offerings/1/pricePlans/0/model/tiers/0/upTo",
                        "\"-1\"",
                        "/offerings/1/pricePlans/0/model/tiers/0",
                        INVALID_PRICE_PLAN),
                arguments(
                        "/offerings/0/pricePlans/0/model/type",
                        "\"free\"",
                        "/offerings/0/pricePlans/0/model/type",
                        INVALID_PRICE_PLAN),
                arguments(
                        "/offerings/1/pricePlans/0/modifiers",
                        "{\"limit\": {\"key\": \"minimum\", \"name\": \"Minimum\", \"minimum\": \"-1\"}}",
                        "/offerings/1/pricePlans/0/modifiers/limit",
                        INVALID_PRICE_PLAN),
                arguments("/offerings/0/unit", "\"line\"", "/offerings/0/pricePlans/0/unit", UNIT_MISMATCH),
                // another fee for each period, and a second price for GB that are measured in GB
                arguments(
                        "/offerings/0/pricePlans/1",
                        fee("line-ahead", "IN_ADVANCE", "2026-06-01"),
                        "/offerings/0/pricePlans/1",
                        PRICES_OVERLAP),
                arguments("/offerings/1/pricePlans/1", usage("GB"), "/offerings/1/pricePlans/1", PRICES_OVERLAP),
                // the tree of accounts
                arguments("/accounts/1/parent", null, "/accounts/1/consolidates", CONSOLIDATES_WITHOUT_PARENT),
                arguments("/accounts/3/parent", "\"A-4\"", "/accounts/3/parent", HIERARCHY_CYCLE),
                arguments("/accounts/2/currency", "\"SEK\"", "/accounts/2/currency", UNLIKE_PARENT),
                // A-1 and a.1 would both be paid as RF..A1...
                arguments("/accounts/3/number", "\"a.1\"", "/accounts/3/number", PAYMENT_REFERENCE_TAKEN));
    }

    private static String fee(String key, String timing, String validFrom) {
        return """
                {"key": "%s", "version": 1, "name": "Fee", "currency": "EUR", "unit": "connection", "validFrom": "%s",
                 "model": {"type": "flat", "timing": "%s", "fee": "5.00", "proration": "NONE"}}
                """.formatted(key, validFrom, timing);
    }

    private static String usage(String measured) {
        return """
                {"key": "cloud-too", "version": 1, "name": "Cloud too", "currency": "EUR", "unit": "GB", "validFrom": "2026-06-01",
                 "metric": {"aggregation": "SUM", "unit": "%s", "conversion": {"divide": "1000"}},
                 "model": {"type": "perUnit", "unitPrice": "0.45"}}
                """.formatted(measured);
    }

    /** Beside each other stand a fee for each period, one that is charged once, and prices of usage in different units. */
    @Test
    void pricesForDifferentThingsOrDaysStandSideBySide() {
        byte[] document = Documents.with(
                Documents.small(), "/offerings/0/pricePlans/1", fee("line-once", "ONE_TIME", "2026-01-01"));
        document = Documents.with(document, "/offerings/1/pricePlans/1", usage("MB"));
        assertThat(findings(document)).isEmpty();
        byte[] after = Documents.with(Documents.small(), "/offerings/0/pricePlans/0/validTo", "\"2026-06-01\"");
        after = Documents.with(after, "/offerings/0/pricePlans/1", fee("line-ahead", "IN_ADVANCE", "2026-06-01"));
        assertThat(findings(after)).isEmpty();
    }

    @ParameterizedTest(name = "{0} = {1} is {3}")
    @MethodSource("oneThingWrong")
    void aWrongDocumentIsRefusedAtItsPlace(String pointer, String json, String where, OnboardingError code) {
        assertThat(findings(Documents.with(Documents.small(), pointer, json)))
                .extracting(Finding::pointer, Finding::code)
                .contains(tuple(where, code));
    }

    /** The place stands beside the message; in it, it would be said twice, and at the top it would be a stray colon. */
    @ParameterizedTest
    @CsvSource({"/surprise, 1", "/parties/0/key, '\"Not A Key\"'", "/parties/0/name,"})
    void aMessageDoesNotRepeatThePlace(String pointer, String json) {
        assertThat(findings(Documents.with(Documents.small(), pointer, json)))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.message())
                        .doesNotStartWith(":")
                        .doesNotStartWith("/")
                        .isNotBlank());
    }

    @Test
    void aCircleIsToldForEachAccountInIt() {
        byte[] circle = Documents.with(Documents.small(), "/accounts/0/parent", "\"A-3\"");
        assertThat(findings(circle))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(
                        tuple("/accounts/0/parent", HIERARCHY_CYCLE),
                        tuple("/accounts/1/parent", HIERARCHY_CYCLE),
                        tuple("/accounts/2/parent", HIERARCHY_CYCLE));
    }

    @Test
    void whatIsNotJsonIsToldWithLineAndColumn() {
        assertThat(findings("{\"parties\": [}".getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(NOT_JSON);
                    assertThat(finding.message()).startsWith("line 1, column ");
                });
    }

    @Test
    void aPropertyThatStandsTwiceIsRefused() {
        assertThat(findings("{\"parties\": [], \"parties\": []}".getBytes(StandardCharsets.UTF_8)))
                .extracting(Finding::code)
                .containsExactly(NOT_JSON);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThat(findings("{\"tenant\": {\"name\": \"Näkki\"}}".getBytes(StandardCharsets.ISO_8859_1)))
                .extracting(Finding::code)
                .containsExactly(NOT_JSON);
    }

    private static List<Finding> findings(byte[] document) {
        MasterDataReading reading = MasterDataJson.read(document);
        return reading instanceof MasterDataReading.Accepted accepted
                ? MasterDataRules.check(accepted.data(), KnownData.nothing())
                : ((MasterDataReading.Refused) reading).findings();
    }
}
