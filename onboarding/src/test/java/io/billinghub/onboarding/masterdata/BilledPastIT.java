package io.billinghub.onboarding.masterdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.Imported;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.SectionCount;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An import never changes what bills may have used; what follows it begins where nothing is billed yet. */
@ExtendWith(TestImports.Shared.class)
class BilledPastIT {

    private final TestImports hub;

    BilledPastIT(TestImports hub) {
        this.hub = hub;
    }

    /** What bills may have used: what would change, to what, and where it is told. */
    static Stream<Arguments> changesOfThePast() {
        return Stream.of(
                arguments("/roles/1/party", "\"group\"", "/roles/1/party"),
                arguments("/taxRates/1/rate", "\"26\"", "/taxRates/1"),
                arguments("/agreements/0/versions/0/currency", "\"SEK\"", "/agreements/0/versions/0"),
                arguments("/agreements/0/versions/0/validFrom", "\"2026-02-01\"", "/agreements/0/versions/0"),
                arguments("/agreements/0/versions/0/validTo", "\"2026-09-01\"", "/agreements/0/versions/0/validTo"),
                arguments("/cycles/0/dayOfMonth", "2", "/cycles/0"),
                arguments("/cycles/0/timeZone", "\"Europe/Stockholm\"", "/cycles/0"),
                arguments("/accounts/3/currency", "\"SEK\"", "/accounts/3/currency"),
                arguments("/offerings/1/agreement", null, "/offerings/1"),
                arguments("/offerings/1/feesBilledBy", "\"PARTNER\"", "/offerings/1/feesBilledBy"),
                arguments("/offerings/0/pricePlans/0/model/fee", "\"21.00\"", "/offerings/0/pricePlans/0"),
                arguments("/offerings/0/pricePlans/0/validTo", "\"2026-09-01\"", "/offerings/0/pricePlans/0/validTo"),
                arguments("/products/0/startedOn", "\"2026-04-01\"", "/products/0"),
                arguments("/exchangeRates/0/rate", "\"0.9\"", "/exchangeRates/0/rate"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("changesOfThePast")
    void whatBillsMayHaveUsedIsNotChanged(String pointer, String json, String where) {
        byte[] document = Documents.smallOf("past");
        hub.imported("past", document);
        byte[] changed = Documents.with(document, pointer, json);
        if (pointer.equals("/offerings/1/agreement")) {
            changed = Documents.with(changed, "/offerings/1/partnerProducts", "[]");
        }
        assertThat(hub.refused("past", changed))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple(where, OnboardingError.IMMUTABLE));
    }

    @Test
    void aNewVersionEndsTheOneBefore() {
        hub.imported("versions", Documents.smallOf("versions"));
        byte[] document = Documents.with(
                Documents.smallOf("versions"), "/offerings/0/pricePlans/1", Documents.secondPlan("2026-11-01"));
        assertThat(hub.imported("versions", document))
                .filteredOn(section -> section.section().equals("pricePlans"))
                .containsExactly(new SectionCount("pricePlans", 1, 1, 1));
        assertThat(hub.text("versions", """
                select string_agg(valid_to::text, ' ' order by version) from price_plan where key = 'line'
                """)).isEqualTo("2026-11-01 infinity");
        assertThat(((Imported) hub.run("versions", document)).unchanged()).isTrue();
        // the document without the new version neither takes it out nor opens the old one again
        hub.run("versions", Documents.smallOf("versions"));
        assertThat(hub.text("versions", "select valid_to::text from price_plan where key = 'line' and version = 1"))
                .isEqualTo("2026-11-01");
    }

    @Test
    void aPricePlanMayComeByItself() {
        hub.imported("alone", Documents.smallOf("alone"));
        String plan = Documents.secondPlan("2026-11-01");
        byte[] plans = ("{\"pricePlans\": [" + plan + "," + plan.replace("\"line\"", "\"later\"") + "]}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(hub.imported("alone", plans)).containsExactly(new SectionCount("pricePlans", 2, 0, 0));
        // the new version of a plan that is stored joins its offering, the other waits for one
        assertThat(hub.text("alone", """
                select string_agg(p.key || ' ' || p.version || ' ' || coalesce(o.key, 'none'), ', ' order by p.key, p.version)
                  from price_plan p left join product_offering o on o.id = p.offering_id where p.key in ('later', 'line')
                """)).isEqualTo("later 2 none, line 1 line, line 2 line");
        assertThat(((Imported) hub.run("alone", plans)).unchanged()).isTrue();
        assertThat(hub.refused("alone", Documents.with(plans, "/pricePlans/0/model/fee", "\"23.00\"")))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/pricePlans/0", OnboardingError.IMMUTABLE));
    }

    @Test
    void aNewVersionDoesNotReachIntoClosedPeriods() {
        hub.imported("closed", Documents.smallOf("closed"));
        byte[] document = Documents.with(
                Documents.smallOf("closed"), "/offerings/0/pricePlans/1", Documents.secondPlan("2026-09-30"));
        assertThat(hub.refused("closed", document))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/offerings/0/pricePlans/1/validFrom", OnboardingError.PERIOD_CLOSED));
    }

    @Test
    void theEarlierTaxRateEndsWhenTheLaterBegins() {
        hub.imported("rates", Documents.smallOf("rates"));
        assertThat(hub.text("rates", "select string_agg(valid_to::text, ' ' order by valid_from) from tax_rate"))
                .isEqualTo("2024-09-01 infinity");
    }

    /**
     * October is billed with 25.5 %: a rate from 15 October would tax differences of October. Where no rate is stored, one may begin
     * at any time.
     */
    @Test
    void aTaxRateDoesNotReachIntoPeriodsThatAreBilled() {
        byte[] document = Documents.smallOf("taxed");
        hub.imported("taxed", document);
        byte[] inside = Documents.with(document, "/taxRates/2", rate("FI", "2026-10-15"));
        billOctober("taxed", "CANCELLED");
        hub.imported("taxed", Documents.with(document, "/taxRates/2", rate("FI", "2027-07-01")));
        billOctober("taxed", "IN_REVIEW");

        assertThat(hub.refused("taxed", inside)).singleElement().satisfies(finding -> {
            assertThat(finding.pointer()).isEqualTo("/taxRates/2/validFrom");
            assertThat(finding.code()).isEqualTo(OnboardingError.PERIOD_CLOSED);
            assertThat(finding.message())
                    .isEqualTo(
                            "the rate of tax class standard of FI begins on 2026-10-15, but periods before 2026-11-01"
                                    + " are billed with the one from 2024-09-01");
        });
        assertThat(hub.refused("taxed", Documents.with(document, "/taxRates/1/validTo", "\"2026-10-31\"")))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/taxRates/1/validTo", OnboardingError.PERIOD_CLOSED));
        assertThat(((Imported) hub.run("taxed", document)).unchanged()).isTrue();
        hub.imported("taxed", Documents.with(document, "/taxRates/2", rate("FI", "2026-11-01")));
        hub.imported("taxed", Documents.with(document, "/taxRates/2", rate("SE", "2026-10-15")));
        hub.imported("taxed", Documents.with(document, "/taxRates/2", rate("FI", "2012-01-01")));
    }

    /** An open day that is moved on closes all periods before it: as long as nothing is billed that is how a cycle begins later. */
    @Test
    void theOpenDayOfACycleThatHasBilledIsMovedByItsRunsAlone() {
        byte[] document = Documents.smallOf("opened");
        hub.imported("opened", document);
        hub.imported("opened", Documents.with(document, "/cycles/0/openFrom", "\"2026-11-01\""));
        billOctober("opened", "IN_REVIEW");

        assertThat(hub.refused("opened", Documents.with(document, "/cycles/0/openFrom", "\"2027-02-01\"")))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/cycles/0/openFrom", OnboardingError.IMMUTABLE));
        assertThat(((Imported) hub.run("opened", document)).unchanged()).isTrue();
    }

    private static String rate(String country, String validFrom) {
        return "{\"country\": \"%s\", \"taxClass\": \"standard\", \"category\": \"S\", \"rate\": \"14\", \"validFrom\": \"%s\"}"
                .formatted(country, validFrom);
    }

    /** What is refused in which cases is tried with the bill runs of the core. */
    @Test
    void aProductDoesNotBeginInPeriodsThatAreBilled() {
        byte[] document = Documents.smallOf("billed");
        hub.imported("billed", document);
        billOctober("billed", "CLOSED");
        byte[] late = Documents.with(document, "/products/1", """
                {"key": "a-2-line", "account": "A-2", "offering": "line", "startedOn": "2026-10-31"}
                """);
        assertThat(hub.refused("billed", late)).singleElement().satisfies(finding -> {
            assertThat(finding.pointer()).isEqualTo("/products/1/startedOn");
            assertThat(finding.code()).isEqualTo(OnboardingError.BILLED_PERIOD);
            assertThat(finding.message()).contains("before 2026-11-01 are billed for account A-2");
        });
        hub.imported("billed", Documents.with(late, "/products/1/startedOn", "\"2026-11-01\""));
    }

    private void billOctober(String tenant, String state) {
        hub.execute(tenant, """
                with run as (
                  insert into bill_run (tenant_id, uuid, cycle_id, bill_period, period_to, issue_date, due_date, state, started_by,
                                        created_at)
                  select hub_tenant(), gen_random_uuid(), id, '2026-10-01', '2026-11-01', '2026-11-01', '2026-11-15', '%s',
                         'operator', now() from bill_cycle returning id)
                insert into bill_run_account (tenant_id, run_id, root_id, shard)
                select hub_tenant(), run.id, a.id, 0 from run, billing_account a where a.root_id = a.id
                """.formatted(state));
    }
}
