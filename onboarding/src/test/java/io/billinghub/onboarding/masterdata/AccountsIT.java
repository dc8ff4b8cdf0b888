package io.billinghub.onboarding.masterdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.billinghub.core.billrun.model.PaymentReference;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.model.Finding;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts that are imported stand in a hierarchy, with a cycle and a payment reference of their own that bills can go by. */
@ExtendWith(TestImports.Shared.class)
class AccountsIT {

    private final TestImports hub;

    AccountsIT(TestImports hub) {
        this.hub = hub;
    }

    @Test
    void accountsConsolidateIntoTheNearestThatIsBilledByItself() {
        hub.imported("tree", Documents.smallOf("tree"));
        assertThat(roots("tree")).isEqualTo("A-1>A-1 A-2>A-1 A-3>A-1 A-4>A-4");
        // A-2 is billed by itself from now on, and A-3, which is not in the document, goes with it
        hub.imported("tree", """
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
        hub.imported("cycle", document);
        byte[] changed = Documents.with(document, "/accounts/3/cycle", "\"mid-month\"");
        changed = Documents.with(changed, "/accounts/3/name", "\"Elsewhere\"");
        assertThat(hub.refused("cycle", changed)).singleElement().satisfies(finding -> {
            assertThat(finding.pointer()).isEqualTo("/accounts/3/cycle");
            assertThat(finding.code()).isEqualTo(OnboardingError.IMMUTABLE);
            assertThat(finding.message()).contains("the cycle of account A-4");
        });
        assertThat(hub.text("cycle", "select name || version from billing_account where number = 'A-4'"))
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
        hub.imported(tenant, document);
        hub.execute(tenant, """
                insert into bill_run (tenant_id, uuid, cycle_id, bill_period, period_to, issue_date, due_date, state, started_by,
                                      created_at)
                select hub_tenant(), gen_random_uuid(), id, '2026-10-01', '2026-11-01', '2026-11-01', '2026-11-15', 'IN_REVIEW',
                       'operator', now() from bill_cycle
                on conflict do nothing
                """);
        assertThat(hub.refused(tenant, Documents.with(document, pointer, json)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(OnboardingError.IMMUTABLE);
                    assertThat(finding.message()).contains(what, "whose bill run is under way");
                });
        assertThat(roots(tenant)).isEqualTo("A-1>A-1 A-2>A-1 A-3>A-1 A-4>A-4");
    }

    @Test
    void twoAccountsDoNotShareAPaymentReference() {
        hub.imported("payment", Documents.smallOf("payment"));
        assertThat(hub.refused("payment", """
                {"accounts": [{"number": "a_1", "name": "Another", "party": "group", "cycle": "monthly", "currency": "EUR"},
                              {"number": "X-000000000000007", "name": "Long", "party": "group", "cycle": "monthly", "currency": "EUR"},
                              {"number": "Y-000000000000007", "name": "Tail", "party": "group", "cycle": "monthly", "currency": "EUR"}]}
                """.getBytes(StandardCharsets.UTF_8)))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(
                        tuple("/accounts/0/number", OnboardingError.PAYMENT_REFERENCE_TAKEN),
                        tuple("/accounts/2/number", OnboardingError.PAYMENT_REFERENCE_TAKEN));
        assertThat(hub.number("payment", "select count(*) from billing_account"))
                .isEqualTo(4);
    }

    @Test
    void theDatabaseRefusesWhatTheImportWouldRefuse() {
        hub.imported("index", Documents.smallOf("index"));
        assertThatThrownBy(() -> hub.execute("index", "update billing_account set number = 'a.1' where number = 'A-4'"))
                .hasMessageContaining("billing_account_payment_reference");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A-1", "a.1", "NL_1001/x", "0", "Z-0123456789-abcdefghijk", "i-ı-ß-é"})
    void theDatabaseDerivesReferencesAsTheHubDoes(String number) {
        hub.imported("derived", Documents.smallOf("derived"));
        assertThat(hub.text("derived", "select payment_reference_base('" + number + "')"))
                .isEqualTo(PaymentReference.base(number));
    }

    @Test
    void aCircleThroughStoredAccountsIsRefused() {
        hub.imported("circle", Documents.smallOf("circle"));
        assertThat(hub.refused("circle", """
                {"accounts": [{"number": "A-1", "name": "Group", "party": "group", "parent": "A-3", "cycle": "monthly",
                               "currency": "EUR"}]}
                """.getBytes(StandardCharsets.UTF_8)))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/accounts/0/parent", OnboardingError.HIERARCHY_CYCLE));
    }

    @Test
    void aLinkThatOverlapsAStoredOneIsRefused() {
        hub.imported("links", Documents.smallOf("links"));
        assertThat(hub.refused("links", """
                {"accountLinks": [{"partner": "acme", "partnerAccount": "77", "account": "A-4", "validFrom": "2026-08-01"}]}
                """.getBytes(StandardCharsets.UTF_8)))
                .extracting(Finding::pointer, Finding::code)
                .containsExactly(tuple("/accountLinks/0", OnboardingError.OVERLAP));
    }

    private String roots(String tenant) {
        return hub.text(tenant, """
                select string_agg(a.number || '>' || r.number, ' ' order by a.number)
                  from billing_account a join billing_account r on r.id = a.root_id
                """);
    }
}
