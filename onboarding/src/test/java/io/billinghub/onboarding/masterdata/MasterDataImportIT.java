package io.billinghub.onboarding.masterdata;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.ImportOutcome;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.Imported;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.Refused;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.SectionCount;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An import stores all of a document or nothing, once, and for its own tenant. */
@ExtendWith(TestImports.Shared.class)
class MasterDataImportIT {

    private final TestImports hub;

    MasterDataImportIT(TestImports hub) {
        this.hub = hub;
    }

    @Test
    void aNewTenantIsCreatedWithAllThatTheDocumentHolds() {
        assertThat(hub.imported("first", Documents.smallOf("first")))
                .extracting(
                        SectionCount::section, SectionCount::created, SectionCount::updated, SectionCount::unchanged)
                .containsExactly(
                        tuple("parties", 4, 0, 0),
                        tuple("roles", 2, 0, 0),
                        tuple("taxRegistrations", 2, 0, 0),
                        tuple("taxRates", 2, 0, 0),
                        tuple("agreements", 1, 0, 0),
                        tuple("agreementVersions", 1, 0, 0),
                        tuple("cycles", 1, 0, 0),
                        tuple("amountsDue", 1, 0, 0),
                        tuple("accounts", 4, 0, 0),
                        tuple("accountLinks", 2, 0, 0),
                        tuple("offerings", 2, 0, 0),
                        tuple("partnerProducts", 1, 0, 0),
                        tuple("pricePlans", 2, 0, 0),
                        tuple("invoiceSplits", 1, 0, 0),
                        tuple("products", 1, 0, 0),
                        tuple("exchangeRates", 1, 0, 0));
    }

    @Test
    void theSameDocumentAgainChangesNothing() {
        hub.imported("again", Documents.smallOf("again"));
        assertThat(hub.imported("again", Documents.smallOf("again"))).allSatisfy(section -> {
            assertThat(section.created()).as(section.section()).isZero();
            assertThat(section.updated()).as(section.section()).isZero();
        });
        assertThat(hub.number("again", "select sum(version) from party")).isZero();
        assertThat(hub.number("again", "select sum(version) from billing_account"))
                .isZero();
    }

    @Test
    void theDemosDocumentIsTakenInAndTakenInAgain() {
        assertThat(hub.run("nordlys", Documents.demo("master-data.json"))).isInstanceOf(Imported.class);
        assertThat(((Imported) hub.run("nordlys", Documents.demo("master-data.json"))).unchanged())
                .isTrue();
        assertThat(hub.number("nordlys", "select count(*) from billing_account"))
                .isEqualTo(28);
        assertThat(hub.number("nordlys", "select count(*) from billing_account where root_id = id"))
                .isEqualTo(25);
    }

    @Test
    void onlyWhatDiffersIsUpdated() {
        hub.imported("differs", Documents.smallOf("differs"));
        byte[] document = Documents.with(Documents.smallOf("differs"), "/parties/1/name", "\"Acme SE\"");
        document = Documents.with(document, "/accounts/1/buyerReference", "\"PO-7\"");
        assertThat(hub.imported("differs", document))
                .filteredOn(section -> section.updated() > 0)
                .extracting(SectionCount::section, SectionCount::updated, SectionCount::unchanged)
                .containsExactly(tuple("parties", 1, 3), tuple("accounts", 1, 3));
        assertThat(hub.text("differs", "select name || version from party where key = 'acme'"))
                .isEqualTo("Acme SE1");
    }

    @Test
    void aRefusedDocumentLeavesNothingBehind() {
        hub.imported("refused", Documents.smallOf("refused"));
        byte[] document = Documents.with(Documents.smallOf("refused"), "/parties/1/name", "\"Acme SE\"");
        document = Documents.with(document, "/exchangeRates/0/rate", "\"0.9\"");
        assertThat(hub.refused("refused", document))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/exchangeRates/0/rate", OnboardingError.IMMUTABLE));
        assertThat(hub.text("refused", "select name from party where key = 'acme'"))
                .isEqualTo("Acme GmbH");
        assertThat(hub.number("refused", "select count(*) from audit_event")).isEqualTo(1);
    }

    @Test
    void aRefusedDocumentDoesNotCreateItsTenant() {
        byte[] document = Documents.with(Documents.smallOf("never"), "/roles/0/party", "\"nobody\"");
        assertThat(hub.refused("never", document)).isNotEmpty();
        assertThat(hub.idOf("never")).isEmpty();
    }

    @Test
    void whatIsStoredNeedNotStandInTheDocument() {
        hub.imported("stored", Documents.smallOf("stored"));
        assertThat(hub.imported("stored", """
                {"products": [{"key": "a-4-line", "account": "A-4", "offering": "line", "startedOn": "2026-10-16"}]}
                """.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(new SectionCount("products", 1, 0, 0));
    }

    /** The small document's line costs 20.00 each period from 2026-01-01 on. */
    @Test
    void aPriceForWhatAStoredOneIsForHasToWaitForItsEnd() {
        hub.imported("overlap", Documents.smallOf("overlap"));
        String second = """
                {"key": "line-too", "version": 1, "name": "Line too", "currency": "EUR", "unit": "connection", "validFrom": "2026-11-01",
                 "model": {"type": "flat", "timing": "IN_ARREARS", "fee": "22.00", "proration": "END_DAY_EXCLUDED"}}
                """;
        byte[] both = Documents.with(Documents.smallOf("overlap"), "/offerings/0/pricePlans/1", second);
        byte[] alone = Documents.with(both, "/offerings/0/pricePlans/0", null);
        assertThat(hub.refused("overlap", alone))
                .extracting(Finding::pointer, Finding::code, Finding::message)
                .containsExactly(tuple(
                        "/offerings/0/pricePlans/0",
                        OnboardingError.PRICES_OVERLAP,
                        "'Line' (line, version 1) and 'Line too' (line-too, version 1) are both a price for each period,"
                                + " from 2026-11-01; the hub bills one alone"));
        assertThat(hub.number("overlap", "select count(*) from price_plan where key = 'line-too'"))
                .isZero();

        hub.imported("overlap", Documents.with(both, "/offerings/0/pricePlans/0/validTo", "\"2026-11-01\""));
        assertThat(hub.text(
                        "overlap",
                        "select string_agg(key || ' ' || valid_from || ' ' || valid_to, ', ' order by valid_from)"
                                + " from price_plan where key like 'line%'"))
                .isEqualTo("line 2026-01-01 2026-11-01, line-too 2026-11-01 infinity");
    }

    /** A version of a plan that follows too late runs into the plan that has taken its place. */
    @Test
    void aVersionThatNamesNoOfferingIsHeldToThePricesOfItsPlansOffering() {
        hub.imported("overlap-version", Documents.smallOf("overlap-version"));
        byte[] document = Documents.with(
                Documents.smallOf("overlap-version"), "/offerings/0/pricePlans/0/validTo", "\"2026-11-01\"");
        hub.imported("overlap-version", Documents.with(document, "/offerings/0/pricePlans/1", """
                {"key": "line-too", "version": 1, "name": "Line too", "currency": "EUR", "unit": "connection", "validFrom": "2026-11-01",
                 "model": {"type": "flat", "timing": "IN_ARREARS", "fee": "22.00", "proration": "END_DAY_EXCLUDED"}}
                """));
        assertThat(hub.refused(
                        "overlap-version",
                        ("{\"pricePlans\": [" + Documents.secondPlan("2027-01-01") + "]}")
                                .getBytes(StandardCharsets.UTF_8)))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/pricePlans/0", OnboardingError.PRICES_OVERLAP));
    }

    @Test
    void tenantsDoNotSeeOneAnothersData() {
        hub.imported("here", Documents.smallOf("here"));
        hub.imported("there", Documents.smallOf("there"));
        assertThat(hub.number("here", "select count(*) from party")).isEqualTo(4);
        assertThat(hub.refused("there", """
                {"products": [{"key": "x", "account": "NL-1001", "offering": "line", "startedOn": "2026-10-16"}]}
                """.getBytes(StandardCharsets.UTF_8)))
                .extracting(Finding::code)
                .containsExactly(OnboardingError.UNKNOWN_REFERENCE);
    }

    @Test
    void twoImportsAtOnceStoreEachThingOnce() {
        hub.imported("twice", Documents.smallOf("twice"));
        byte[] document = Documents.with(
                Documents.smallOf("twice"), "/offerings/0/pricePlans/1", Documents.secondPlan("2026-11-01"));
        List<ImportOutcome> outcomes = await(Uni.join()
                .all(hub.begin("twice", document), hub.begin("twice", document))
                .andFailFast());
        assertThat(outcomes)
                .extracting(outcome -> ((Imported) outcome).unchanged())
                .containsExactlyInAnyOrder(false, true);
    }

    @Test
    void theAuditRowSaysWhoAndHowMuch() {
        hub.imported("audit", Documents.smallOf("audit"));
        assertThat(hub.text("audit", """
                select actor || ' ' || action || ' ' || subject || ' ' || (after->'sections'->8)::text from audit_event
                """))
                .isEqualTo("anna master-data.import tenant audit "
                        + "{\"created\": 4, \"section\": \"accounts\", \"updated\": 0, \"unchanged\": 0}");
    }

    @Test
    void onlyAHubAdministratorDefinesTheTenant() {
        Importer marketplace = new Importer("first", "mats", false);
        assertThat(((Refused) hub.run(marketplace, Documents.smallOf("first"))).findings())
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/tenant", OnboardingError.TENANT_NOT_ALLOWED));
    }

    @Test
    void aDocumentOfAnotherTenantIsRefused() {
        assertThat(hub.refused("first", Documents.smallOf("second")))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/tenant/key", OnboardingError.TENANT_MISMATCH));
    }

    @Test
    void anUnknownTenantIsNotCreatedInPassing() {
        byte[] document = Documents.with(Documents.small(), "/tenant", null);
        assertThatThrownBy(() -> hub.run("nowhere", document))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.UNKNOWN_TENANT));
    }
}
