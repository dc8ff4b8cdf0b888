package io.billinghub.onboarding.masterdata;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.application.BilledDays;
import io.billinghub.core.billrun.infrastructure.BilledDaysSql;
import io.billinghub.core.billrun.model.PaymentReference;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.core.testing.TestDatabase;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.billinghub.onboarding.masterdata.infrastructure.MasterDataStore;
import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.ImportOutcome;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.Imported;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.Refused;
import io.billinghub.onboarding.masterdata.model.ImportOutcome.SectionCount;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An import stores all of a document or nothing, once, for its own tenant, and never changes what bills may have used. */
class MasterDataImportIT {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-10-15T09:00:00Z"), ZoneOffset.UTC);
    private static final String PLAN_2 = """
            {"key": "line", "version": 2, "name": "Line", "currency": "EUR", "unit": "connection", "validFrom": "%s",
             "model": {"type": "flat", "timing": "IN_ARREARS", "fee": "22.00", "proration": "END_DAY_EXCLUDED"}}
            """;

    private static TestDatabase database;
    private static MasterDataImport imports;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_master_data");
        imports = new MasterDataImport(
                new Tenants(database.app()),
                database.transactions(),
                new MasterDataStore(UuidCreator::getTimeOrderedEpoch),
                new BilledDays(new BilledDaysSql()),
                CLOCK);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void aNewTenantIsCreatedWithAllThatTheDocumentHolds() {
        assertThat(imported("first", Documents.smallOf("first")))
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
                        tuple("accounts", 4, 0, 0),
                        tuple("accountLinks", 2, 0, 0),
                        tuple("offerings", 2, 0, 0),
                        tuple("partnerProducts", 1, 0, 0),
                        tuple("pricePlans", 2, 0, 0),
                        tuple("products", 1, 0, 0),
                        tuple("exchangeRates", 1, 0, 0));
    }

    @Test
    void theSameDocumentAgainChangesNothing() {
        imported("again", Documents.smallOf("again"));
        assertThat(imported("again", Documents.smallOf("again"))).allSatisfy(section -> {
            assertThat(section.created()).as(section.section()).isZero();
            assertThat(section.updated()).as(section.section()).isZero();
        });
        assertThat(number("again", "select sum(version) from party")).isZero();
        assertThat(number("again", "select sum(version) from billing_account")).isZero();
    }

    @Test
    void theDemosDocumentIsTakenInAndTakenInAgain() {
        assertThat(run("nordlys", Documents.demo("master-data.json"))).isInstanceOf(Imported.class);
        assertThat(((Imported) run("nordlys", Documents.demo("master-data.json"))).unchanged())
                .isTrue();
        assertThat(number("nordlys", "select count(*) from billing_account")).isEqualTo(28);
        assertThat(number("nordlys", "select count(*) from billing_account where root_id = id"))
                .isEqualTo(25);
    }

    @Test
    void onlyWhatDiffersIsUpdated() {
        imported("differs", Documents.smallOf("differs"));
        byte[] document = Documents.with(Documents.smallOf("differs"), "/parties/1/name", "\"Acme SE\"");
        document = Documents.with(document, "/accounts/1/buyerReference", "\"PO-7\"");
        assertThat(imported("differs", document))
                .filteredOn(section -> section.updated() > 0)
                .extracting(SectionCount::section, SectionCount::updated, SectionCount::unchanged)
                .containsExactly(tuple("parties", 1, 3), tuple("accounts", 1, 3));
        assertThat(text("differs", "select name || version from party where key = 'acme'"))
                .isEqualTo("Acme SE1");
    }

    @Test
    void aRefusedDocumentLeavesNothingBehind() {
        imported("refused", Documents.smallOf("refused"));
        byte[] document = Documents.with(Documents.smallOf("refused"), "/parties/1/name", "\"Acme SE\"");
        document = Documents.with(document, "/exchangeRates/0/rate", "\"0.9\"");
        assertThat(refused("refused", document))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/exchangeRates/0/rate", OnboardingError.IMMUTABLE));
        assertThat(text("refused", "select name from party where key = 'acme'")).isEqualTo("Acme GmbH");
        assertThat(number("refused", "select count(*) from audit_event")).isEqualTo(1);
    }

    @Test
    void aRefusedDocumentDoesNotCreateItsTenant() {
        byte[] document = Documents.with(Documents.smallOf("never"), "/roles/0/party", "\"nobody\"");
        assertThat(refused("never", document)).isNotEmpty();
        assertThat(await(new Tenants(database.app()).idOf("never"))).isEmpty();
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
                arguments("/accounts/3/currency", "\"SEK\"", "/accounts/3/currency"),
                arguments("/offerings/1/agreement", null, "/offerings/1"),
                arguments("/offerings/0/pricePlans/0/model/fee", "\"21.00\"", "/offerings/0/pricePlans/0"),
                arguments("/offerings/0/pricePlans/0/validTo", "\"2026-09-01\"", "/offerings/0/pricePlans/0/validTo"),
                arguments("/products/0/startedOn", "\"2026-04-01\"", "/products/0"),
                arguments("/exchangeRates/0/rate", "\"0.9\"", "/exchangeRates/0/rate"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("changesOfThePast")
    void whatBillsMayHaveUsedIsNotChanged(String pointer, String json, String where) {
        byte[] document = Documents.smallOf("past");
        imported("past", document);
        byte[] changed = Documents.with(document, pointer, json);
        if (pointer.equals("/offerings/1/agreement")) {
            changed = Documents.with(changed, "/offerings/1/partnerProducts", "[]");
        }
        assertThat(refused("past", changed))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple(where, OnboardingError.IMMUTABLE));
    }

    @Test
    void aNewVersionEndsTheOneBefore() {
        imported("versions", Documents.smallOf("versions"));
        byte[] document = Documents.with(
                Documents.smallOf("versions"), "/offerings/0/pricePlans/1", PLAN_2.formatted("2026-11-01"));
        assertThat(imported("versions", document))
                .filteredOn(section -> section.section().equals("pricePlans"))
                .containsExactly(new SectionCount("pricePlans", 1, 1, 1));
        assertThat(text(
                        "versions",
                        "select string_agg(valid_to::text, ' ' order by version) from price_plan where key = 'line'"))
                .isEqualTo("2026-11-01 infinity");
        assertThat(((Imported) run("versions", document)).unchanged()).isTrue();
        // the document without the new version neither takes it out nor opens the old one again
        run("versions", Documents.smallOf("versions"));
        assertThat(text("versions", "select valid_to::text from price_plan where key = 'line' and version = 1"))
                .isEqualTo("2026-11-01");
    }

    @Test
    void aPricePlanMayComeByItself() {
        imported("alone", Documents.smallOf("alone"));
        String plan = PLAN_2.formatted("2026-11-01");
        byte[] plans = ("{\"pricePlans\": [" + plan + "," + plan.replace("\"line\"", "\"later\"") + "]}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(imported("alone", plans)).containsExactly(new SectionCount("pricePlans", 2, 0, 0));
        // the new version of a plan that is stored joins its offering, the other waits for one
        assertThat(text("alone", """
                select string_agg(p.key || ' ' || p.version || ' ' || coalesce(o.key, 'none'), ', ' order by p.key, p.version)
                  from price_plan p left join product_offering o on o.id = p.offering_id where p.key in ('later', 'line')
                """)).isEqualTo("later 2 none, line 1 line, line 2 line");
        assertThat(((Imported) run("alone", plans)).unchanged()).isTrue();
        assertThat(refused("alone", Documents.with(plans, "/pricePlans/0/model/fee", "\"23.00\"")))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/pricePlans/0", OnboardingError.IMMUTABLE));
    }

    @Test
    void aNewVersionDoesNotReachIntoClosedPeriods() {
        imported("closed", Documents.smallOf("closed"));
        byte[] document = Documents.with(
                Documents.smallOf("closed"), "/offerings/0/pricePlans/1", PLAN_2.formatted("2026-09-30"));
        assertThat(refused("closed", document))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/offerings/0/pricePlans/1/validFrom", OnboardingError.PERIOD_CLOSED));
    }

    /** What is refused in which cases is tried with the bill runs of the core. */
    @Test
    void aProductDoesNotBeginInPeriodsThatAreBilled() {
        byte[] document = Documents.smallOf("billed");
        imported("billed", document);
        database.execute(context("billed"), """
                with run as (
                  insert into bill_run (tenant_id, uuid, cycle_id, bill_period, period_to, issue_date, due_date, state, started_by,
                                        created_at)
                  select hub_tenant(), gen_random_uuid(), id, '2026-10-01', '2026-11-01', '2026-11-01', '2026-11-15', 'CLOSED',
                         'operator', now() from bill_cycle returning id)
                insert into bill_run_account (tenant_id, run_id, root_id, shard)
                select hub_tenant(), run.id, a.id, 0 from run, billing_account a where a.root_id = a.id
                """);
        byte[] late = Documents.with(document, "/products/1", """
                {"key": "a-2-line", "account": "A-2", "offering": "line", "startedOn": "2026-10-31"}
                """);
        assertThat(refused("billed", late)).singleElement().satisfies(finding -> {
            assertThat(finding.pointer()).isEqualTo("/products/1/startedOn");
            assertThat(finding.code()).isEqualTo(OnboardingError.BILLED_PERIOD);
            assertThat(finding.message()).contains("before 2026-11-01 are billed for account A-2");
        });
        imported("billed", Documents.with(late, "/products/1/startedOn", "\"2026-11-01\""));
    }

    @Test
    void theEarlierTaxRateEndsWhenTheLaterBegins() {
        imported("rates", Documents.smallOf("rates"));
        assertThat(text("rates", "select string_agg(valid_to::text, ' ' order by valid_from) from tax_rate"))
                .isEqualTo("2024-09-01 infinity");
    }

    @Test
    void accountsConsolidateIntoTheNearestThatIsBilledByItself() {
        imported("tree", Documents.smallOf("tree"));
        assertThat(roots("tree")).isEqualTo("A-1>A-1 A-2>A-1 A-3>A-1 A-4>A-4");
        // A-2 is billed by itself from now on, and A-3, which is not in the document, goes with it
        imported("tree", """
                {"accounts": [{"number": "A-2", "name": "Site", "party": "group", "parent": "A-1", "consolidates": false,
                               "cycle": "monthly", "currency": "EUR"}]}
                """.getBytes(StandardCharsets.UTF_8));
        assertThat(roots("tree")).isEqualTo("A-1>A-1 A-2>A-2 A-3>A-2 A-4>A-4");
    }

    @Test
    void anAccountKeepsItsCycle() {
        byte[] document = Documents.with(Documents.smallOf("cycle"), "/cycles/1", """
                {"key": "mid-month", "name": "Mid-month", "dayOfMonth": 15, "timeZone": "Europe/Helsinki", "paymentDays": 14,
                 "openFrom": "2026-10-15"}
                """);
        imported("cycle", document);
        byte[] changed = Documents.with(document, "/accounts/3/cycle", "\"mid-month\"");
        changed = Documents.with(changed, "/accounts/3/name", "\"Elsewhere\"");
        assertThat(refused("cycle", changed)).singleElement().satisfies(finding -> {
            assertThat(finding.pointer()).isEqualTo("/accounts/3/cycle");
            assertThat(finding.code()).isEqualTo(OnboardingError.IMMUTABLE);
            assertThat(finding.message()).contains("the cycle of account A-4");
        });
        assertThat(text("cycle", "select name || version from billing_account where number = 'A-4'"))
                .isEqualTo("By itself0");
    }

    /** What would change of account, and to what. */
    static Stream<Arguments> changesOfTheHierarchy() {
        return Stream.of(
                arguments("/accounts/3/parent", "\"A-2\"", "the parent of account A-4"),
                arguments("/accounts/3/parent", null, "the parent of account A-4"),
                arguments("/accounts/3/consolidates", "true", "the parent of account A-4"),
                arguments("/accounts/1/consolidates", "false", "the parent of account A-2"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("changesOfTheHierarchy")
    void anAccountKeepsItsParentWhileARunIsUnderWay(String pointer, String json, String what) {
        String tenant = "hierarchy";
        byte[] document = Documents.smallOf(tenant);
        imported(tenant, document);
        database.execute(context(tenant), """
                insert into bill_run (tenant_id, uuid, cycle_id, bill_period, period_to, issue_date, due_date, state, started_by,
                                      created_at)
                select hub_tenant(), gen_random_uuid(), id, '2026-10-01', '2026-11-01', '2026-11-01', '2026-11-15', 'IN_REVIEW',
                       'operator', now() from bill_cycle
                on conflict do nothing
                """);
        assertThat(refused(tenant, Documents.with(document, pointer, json)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(OnboardingError.IMMUTABLE);
                    assertThat(finding.message()).contains(what, "whose bill run is under way");
                });
        assertThat(roots(tenant)).isEqualTo("A-1>A-1 A-2>A-1 A-3>A-1 A-4>A-4");
    }

    @Test
    void twoAccountsDoNotShareAPaymentReference() {
        imported("payment", Documents.smallOf("payment"));
        assertThat(refused("payment", """
                {"accounts": [{"number": "a_1", "name": "Another", "party": "group", "cycle": "monthly", "currency": "EUR"},
                              {"number": "X-000000000000007", "name": "Long", "party": "group", "cycle": "monthly", "currency": "EUR"},
                              {"number": "Y-000000000000007", "name": "Tail", "party": "group", "cycle": "monthly", "currency": "EUR"}]}
                """.getBytes(StandardCharsets.UTF_8)))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(
                        tuple("/accounts/0/number", OnboardingError.PAYMENT_REFERENCE_TAKEN),
                        tuple("/accounts/2/number", OnboardingError.PAYMENT_REFERENCE_TAKEN));
        assertThat(number("payment", "select count(*) from billing_account")).isEqualTo(4);
    }

    @Test
    void theDatabaseRefusesWhatTheImportWouldRefuse() {
        imported("index", Documents.smallOf("index"));
        assertThatThrownBy(() -> database.execute(
                        context("index"), "update billing_account set number = 'a.1' where number = 'A-4'"))
                .hasMessageContaining("billing_account_payment_reference");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A-1", "a.1", "NL_1001/x", "0", "Z-0123456789-abcdefghijk", "i-ı-ß-é"})
    void theDatabaseDerivesReferencesAsTheHubDoes(String number) {
        imported("derived", Documents.smallOf("derived"));
        assertThat(text("derived", "select payment_reference_base('" + number + "')"))
                .isEqualTo(PaymentReference.base(number));
    }

    @Test
    void aCircleThroughStoredAccountsIsRefused() {
        imported("circle", Documents.smallOf("circle"));
        assertThat(refused("circle", """
                {"accounts": [{"number": "A-1", "name": "Group", "party": "group", "parent": "A-3", "cycle": "monthly",
                               "currency": "EUR"}]}
                """.getBytes(StandardCharsets.UTF_8)))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/accounts/0/parent", OnboardingError.HIERARCHY_CYCLE));
    }

    @Test
    void aLinkThatOverlapsAStoredOneIsRefused() {
        imported("links", Documents.smallOf("links"));
        assertThat(refused("links", """
                {"accountLinks": [{"partner": "acme", "partnerAccount": "77", "account": "A-4", "validFrom": "2026-08-01"}]}
                """.getBytes(StandardCharsets.UTF_8)))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/accountLinks/0", OnboardingError.OVERLAP));
    }

    @Test
    void whatIsStoredNeedNotStandInTheDocument() {
        imported("stored", Documents.smallOf("stored"));
        assertThat(imported("stored", """
                {"products": [{"key": "a-4-line", "account": "A-4", "offering": "line", "startedOn": "2026-10-16"}]}
                """.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(new SectionCount("products", 1, 0, 0));
    }

    @Test
    void tenantsDoNotSeeOneAnothersData() {
        imported("here", Documents.smallOf("here"));
        imported("there", Documents.smallOf("there"));
        assertThat(number("here", "select count(*) from party")).isEqualTo(4);
        assertThat(refused("there", """
                {"products": [{"key": "x", "account": "NL-1001", "offering": "line", "startedOn": "2026-10-16"}]}
                """.getBytes(StandardCharsets.UTF_8)))
                .extracting(Finding::code)
                .containsExactly(OnboardingError.UNKNOWN_REFERENCE);
    }

    @Test
    void twoImportsAtOnceStoreEachThingOnce() {
        imported("twice", Documents.smallOf("twice"));
        byte[] document =
                Documents.with(Documents.smallOf("twice"), "/offerings/0/pricePlans/1", PLAN_2.formatted("2026-11-01"));
        List<ImportOutcome> outcomes = await(Uni.join()
                .all(imports.run(importer("twice"), document), imports.run(importer("twice"), document))
                .andFailFast());
        assertThat(outcomes)
                .extracting(outcome -> ((Imported) outcome).unchanged())
                .containsExactlyInAnyOrder(false, true);
    }

    @Test
    void theAuditRowSaysWhoAndHowMuch() {
        imported("audit", Documents.smallOf("audit"));
        assertThat(
                        text(
                                "audit",
                                "select actor || ' ' || action || ' ' || subject || ' ' || (after->'sections'->7)::text from audit_event"))
                .isEqualTo("anna master-data.import tenant audit "
                        + "{\"created\": 4, \"section\": \"accounts\", \"updated\": 0, \"unchanged\": 0}");
    }

    @Test
    void onlyAHubAdministratorDefinesTheTenant() {
        Importer marketplace = new Importer("first", "mats", false);
        assertThat(((Refused) await(imports.run(marketplace, Documents.smallOf("first")))).findings())
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/tenant", OnboardingError.TENANT_NOT_ALLOWED));
    }

    @Test
    void aDocumentOfAnotherTenantIsRefused() {
        assertThat(refused("first", Documents.smallOf("second")))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/tenant/key", OnboardingError.TENANT_MISMATCH));
    }

    @Test
    void anUnknownTenantIsNotCreatedInPassing() {
        byte[] document = Documents.with(Documents.small(), "/tenant", null);
        assertThatThrownBy(() -> run("nowhere", document))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.UNKNOWN_TENANT));
    }

    private static Importer importer(String tenant) {
        return new Importer(tenant, "anna", true);
    }

    private static ImportOutcome run(String tenant, byte[] document) {
        return await(imports.run(importer(tenant), document));
    }

    private static List<SectionCount> imported(String tenant, byte[] document) {
        ImportOutcome outcome = run(tenant, document);
        assertThat(outcome).isInstanceOf(Imported.class);
        return ((Imported) outcome).sections();
    }

    private static List<Finding> refused(String tenant, byte[] document) {
        ImportOutcome outcome = run(tenant, document);
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).findings();
    }

    private static String roots(String tenant) {
        return text(tenant, """
                select string_agg(a.number || '>' || r.number, ' ' order by a.number)
                  from billing_account a join billing_account r on r.id = a.root_id
                """);
    }

    private static long number(String tenant, String sql) {
        return database.number(context(tenant), sql);
    }

    private static String text(String tenant, String sql) {
        return database.text(context(tenant), sql);
    }

    private static TenantContext context(String tenant) {
        return TenantContext.of(await(new Tenants(database.app()).idOf(tenant)).orElseThrow(), "test");
    }
}
