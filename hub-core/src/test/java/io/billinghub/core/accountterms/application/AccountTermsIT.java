package io.billinghub.core.accountterms.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.accountterms.infrastructure.AccountTermsJson;
import io.billinghub.core.accountterms.infrastructure.AccountTermsSql;
import io.billinghub.core.accountterms.infrastructure.ContributionSql;
import io.billinghub.core.accountterms.infrastructure.TermsTable;
import io.billinghub.core.accountterms.model.AccountTerms;
import io.billinghub.core.accountterms.model.HandedIn;
import io.billinghub.core.accountterms.model.PointsRequest;
import io.billinghub.core.accountterms.model.TermsDocument;
import io.billinghub.core.accountterms.model.TermsHistory;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Terms as they are kept, and what a bill run of October 2026 sees of them. It is 15 October, 01:30 in Helsinki; a tenant for each test. */
class AccountTermsIT {
    private static final LocalDate OCTOBER = LocalDate.parse("2026-10-01");
    private static final LocalDate NOVEMBER = LocalDate.parse("2026-11-01");
    private static final LocalDate DECEMBER = LocalDate.parse("2026-12-01");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-10-14T22:30:00Z"), ZoneOffset.UTC);
    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final String TEN = "'reduction':{'type':'percentOff','percent':10}";
    private static final String PLAIN = "'discounts':[{'key':'ten','name':'Ten'," + TEN + "}]";

    private static TestDatabase database;
    private final AccountTermsSql inForce = new AccountTermsSql();
    private final TermsTable table = new TermsTable();
    private final TermsKeeping keeping = new TermsKeeping(table, new AuditLog(), CLOCK);
    private final AccountContributions contributions = new AccountContributions(
            new ContributionSql(), table, new AuditLog(), UuidCreator::getTimeOrderedEpoch, CLOCK);
    private TenantContext tenant;
    private long acme;

    @BeforeAll
    static void open() {
        database = TestDatabase.create("hub_it_account_terms");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void accounts() {
        tenant = database.tenant("terms-" + TENANTS.incrementAndGet());
        database.loadPublishedBill(tenant);
        database.execute(tenant, """
                delete from account_terms;
                update account_coupon set withdrawn_on = '2026-01-01', withdrawn_at = now(), withdrawn_by = 'test';
                update points_request set withdrawn_at = now(), withdrawn_by = 'test';
                insert into billing_account (tenant_id, uuid, number, name, party_id, root_id, cycle_id, currency)
                select a.tenant_id, gen_random_uuid(), n.number, n.number, a.party_id, 0, a.cycle_id, n.currency
                from billing_account a, (values ('NL-2', 'EUR'), ('US-3', 'USD')) as n (number, currency) where a.number = 'NL-1001';
                update billing_account set root_id = id where root_id = 0
                """);
        acme = id("NL-1001");
    }

    @Test
    void theTermsOfAPeriodAreThoseInForceOnItsFirstDay() {
        put("gold", "2026-10-01", PLAIN);
        put("later", "2026-10-02", PLAIN);
        put(
                "gold",
                "2026-11-01",
                "'discounts':[{'key':'five','name':'Five','reduction':{'type':'percentOff','percent':5}}]");

        assertThat(discounts(acme, OCTOBER, NOVEMBER)).containsExactly("gold/ten");
        assertThat(discounts(acme, NOVEMBER, DECEMBER)).containsExactly("gold/five", "later/ten");
        assertThat(terms(LocalDate.parse("2026-09-01"), OCTOBER)).isEmpty();
        assertThat(anyOn(LocalDate.parse("2026-09-01"))).isFalse();
        assertThat(anyOn(OCTOBER)).isTrue();
    }

    /** Document by audience and currency, and which of three accounts it reaches: Acme (business, staff), NL-2 (neither), US-3 (US dollars). */
    @ParameterizedTest(name = "{0} reaches {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                              | NL-1001 NL-2 US-3
            'audience':{'accounts':['NL-2']},                               | NL-2
            'audience':{'accounts':['NL-1001','US-3']},                     | NL-1001 US-3
            'audience':{'segments':['business']},                           | NL-1001
            'audience':{'segments':['private']},                            | ''
            'audience':{'groups':['friends','staff']},                      | NL-1001
            'audience':{'groups':['staff'],'segments':['private']},         | ''
            'audience':{'accounts':['NL-2'],'segments':['business']},       | ''
            'audience':{'accounts':['NL-1001'],'groups':['staff']},         | NL-1001
            'currency':'EUR',                                               | NL-1001 NL-2
            'currency':'USD',                                               | US-3
            """, quoteCharacter = '`')
    void termsReachWhomTheyAreFor(String audience, String reached) {
        membership("NL-1001", "business", List.of("staff"));
        put("gold", "2026-01-01", audience.replace("''", "") + PLAIN);

        assertThat(terms(OCTOBER, NOVEMBER).values().stream()
                        .map(each -> each.customer().account())
                        .sorted())
                .containsExactly(reached.equals("''") ? new String[0] : reached.split(" "));
    }

    @Test
    void aRunIsToldWhatTheAccountBrings() {
        membership("NL-1001", "business", List.of("staff", "friends"));
        put("gold", "2026-01-01", "'discounts':[{'key':'ten','name':'Ten'," + TEN + ",'coupon':{'code':'TEN'}}]");
        handIn("NL-1001", "TEN");
        ask("NL-1001", "100");
        ask("NL-1001", "20");
        unask("NL-1001", ask("NL-1001", "7"));

        AccountTerms october = terms(OCTOBER, NOVEMBER).get(acme);
        assertThat(october.customer().segment()).isEqualTo("business");
        assertThat(october.customer().groups()).containsExactly("friends", "staff");
        assertThat(october.customer().coupons()).containsExactly("TEN");
        assertThat(october.pointsToBurn()).isEqualByComparingTo("120");
        AccountTerms november = terms(NOVEMBER, DECEMBER).get(acme);
        assertThat(november.customer().coupons()).containsExactly("TEN");
        assertThat(november.pointsToBurn()).isEqualByComparingTo("0");
        AccountTerms september = terms(LocalDate.parse("2026-09-01"), OCTOBER).get(acme);
        assertThat(september.customer().coupons()).isEmpty();
    }

    /** Handed in and taken back on 15 October: a period that ended before never knew it, one that ends on that day has not either. */
    @Test
    void aCouponThatIsTakenBackCountsOnlyInPeriodsThatHaveEndedByThen() {
        put("gold", "2026-01-01", "'discounts':[{'key':'ten','name':'Ten'," + TEN + ",'coupon':{'code':'TEN'}}]");
        HandedIn coupon = handIn("NL-1001", "TEN");
        assertThat(coupon.day()).isEqualTo("2026-10-15");
        database.execute(tenant, "update account_coupon set day = '2026-10-10' where code = 'TEN'");
        database.inTenant(tenant, connection -> contributions.takeBack(connection, tenant, "NL-1001", coupon.id()));
        database.inTenant(tenant, connection -> contributions.takeBack(connection, tenant, "NL-1001", coupon.id()));

        assertThat(terms(OCTOBER, NOVEMBER).get(acme).customer().coupons()).isEmpty();
        assertThat(terms(OCTOBER, LocalDate.parse("2026-10-15"))
                        .get(acme)
                        .customer()
                        .coupons())
                .containsExactly("TEN");
        assertThat(terms(OCTOBER, LocalDate.parse("2026-10-10"))
                        .get(acme)
                        .customer()
                        .coupons())
                .isEmpty();
        handIn("NL-1001", "TEN");
        assertThat(terms(OCTOBER, NOVEMBER).get(acme).customer().coupons()).containsExactly("TEN");
        assertThat(audited("account-coupon.withdraw")).isEqualTo(1);
    }

    @Test
    void aCouponIsHandedInOnceHoweverManyTryAtOnce() {
        put("gold", "2026-01-01", "'discounts':[{'key':'ten','name':'Ten'," + TEN + ",'coupon':{'code':'TEN'}}]");
        List<CompletableFuture<Boolean>> clients = IntStream.range(0, 6)
                .mapToObj(client -> CompletableFuture.supplyAsync(() -> {
                    try {
                        handIn("NL-1001", "TEN");
                        return true;
                    } catch (HubException refused) {
                        assertThat(refused.code()).isEqualTo(CoreError.COUPON_THERE);
                        return false;
                    }
                }))
                .toList();

        assertThat(clients.stream().filter(CompletableFuture::join)).hasSize(1);
        assertThat(database.number(tenant, "select count(*) from account_coupon where code = 'TEN'"))
                .isEqualTo(1);
    }

    /** Account, code, and why it is of no use; the terms are for business accounts, one discount for staff among them. */
    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            NL-1001 | NONE  | there is no coupon 'NONE' in the terms that are in force on 2026-10-15
            NL-1001 | STAFF | the coupon 'STAFF' is not for the account NL-1001
            NL-1001 | OLD   | the discount of the coupon 'OLD' has ended on 2026-10-15
            NL-1001 | SOON  | there is no coupon 'SOON' in the terms
            NL-2    | TEN   | the coupon 'TEN' is not for the account NL-2
            """)
    void aCouponThatIsOfNoUseIsRefusedWithTheReason(String account, String code, String problem) {
        membership("NL-1001", "business", List.of());
        put(
                "gold",
                "2026-01-01",
                "'audience':{'segments':['business']},'discounts':["
                        + "{'key':'a','name':'A'," + TEN + ",'coupon':{'code':'TEN'}},"
                        + "{'key':'b','name':'B'," + TEN
                        + ",'coupon':{'code':'STAFF'},'audience':{'groups':['staff']}},"
                        + "{'key':'c','name':'C'," + TEN + ",'coupon':{'code':'OLD'},'validity':{'to':'2026-10-15'}}]");
        put("next", "2026-11-01", "'discounts':[{'key':'a','name':'A'," + TEN + ",'coupon':{'code':'SOON'}}]");

        assertThatThrownBy(() -> handIn(account, code))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.COUPON_REFUSED))
                .hasMessageContaining(problem);
    }

    /** What terms name, and why they are refused. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'audience':{'accounts':['NL-2','NL-9']},'discounts':[{'key':'d','name':'D',%TEN}] | $.audience.accounts[1]: there is no account 'NL-9'
            'currency':'EUR','audience':{'accounts':['US-3']},'discounts':[{'key':'d','name':'D',%TEN}] | $.audience.accounts[0]: the account 'US-3' is billed in USD, the terms are in EUR
            'currency':'EUR','sponsorships':[{'key':'s','name':'S','sponsor':'NL-9'}] | $.sponsorships[0].sponsor: there is no account 'NL-9'
            'currency':'EUR','sponsorships':[{'key':'s','name':'S','sponsor':'US-3'}] | $.sponsorships[0].sponsor: the account 'US-3' is billed in USD, the terms are in EUR
            'discounts':[{'key':'d','name':'D',%TEN,'scope':{'products':['cloud','nothing']}}] | $.discounts[0].scope.products[1]: there is no product 'nothing'
            'discounts':[{'key':'d','name':'D',%TEN,'scope':{'partners':['nobody']}}] | $.discounts[0].scope.partners[0]: there is no partner 'nobody'
            'discounts':[{'key':'d','name':'D',%TEN,'audience':{'accounts':['X']}}] | $.discounts[0].audience.accounts[0]: there is no account 'X'
            'bundles':[{'key':'b','name':'B','products':['cloud','tv'],%TEN}] | $.bundles[0].products[1]: there is no product 'tv'
            'bundles':[{'key':'b','name':'B','products':['cloud','desk'],%TEN,'on':['tv']}] | $.bundles[0].on[0]: there is no product 'tv'
            'bundles':[{'key':'b','name':'B','products':['cloud','desk'],%TEN,'bearers':[{'party':'me','weight':1}]}] | $.bundles[0].bearers[0].party: there is no partner 'me'
            'currency':'EUR','limits':[{'key':'l','name':'L','minimum':5,'chargedAs':{'product':'tv','partner':'cirrus'}}] | $.limits[0].chargedAs.product: there is no product 'tv'
            'currency':'EUR','limits':[{'key':'l','name':'L','minimum':5,'chargedAs':{'product':'cloud','partner':'deskly'}}] | $.limits[0].chargedAs.product: 'cloud' is a product of 'cirrus', not of 'deskly'
            'currency':'EUR','limits':[{'key':'l','name':'L','minimum':5,'chargedAs':{'product':'fibre','partner':'cirrus'}}] | $.limits[0].chargedAs.product: 'fibre' is the host's own product, not of 'cirrus'
            'discounts':[{'key':'d','name':'D',%TEN,'coupon':{'code':'TAKEN'}}] | $.discounts[0].coupon.code: 'TAKEN' is a coupon of the terms 'other' at the same time
            """)
    void termsThatNameWhatIsNotThereAreRefusedWithThePlace(String rest, String problem) {
        put(
                "other",
                "2026-01-01",
                "'validTo':'2027-01-01','discounts':[{'key':'a','name':'A'," + TEN + ",'coupon':{'code':'TAKEN'}}]");

        assertThatThrownBy(() -> put("gold", "2026-06-01", rest.replace("%TEN", TEN)))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.TERMS_REFUSED))
                .hasMessageContaining(problem);
    }

    @Test
    void aCouponCodeIsFreeAgainWhenItsTermsHaveEnded() {
        String coupon = "'discounts':[{'key':'a','name':'A'," + TEN + ",'coupon':{'code':'TEN'}}]";
        put("summer", "2026-01-01", "'validTo':'2026-11-01'," + coupon);
        put("winter", "2026-11-01", coupon);
        put("winter", "2026-11-01", coupon);

        assertThat(discounts(acme, NOVEMBER, DECEMBER)).containsExactly("winter/a");
    }

    @Test
    void aVersionEndsWhereTheNextOneBeginsAndEachChangeIsAudited() {
        put("gold", "2026-01-01", PLAIN);
        put("gold", "2026-12-01", PLAIN);
        TermsHistory after = put("gold", "2027-01-01", PLAIN);
        assertThat(after.versions())
                .extracting(each -> each.version() + " " + each.terms().validFrom() + " "
                        + each.terms().validTo())
                .containsExactly("1 2026-01-01 2027-01-01", "2 2027-01-01 null");
        assertThat(after.edit()).hasValue(3);

        assertThatThrownBy(() -> put("gold", "2026-01-01", PLAIN))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.TERMS_BEGUN));
        TermsHistory ended = end("gold", "2026-11-01");
        assertThat(ended.versions()).hasSize(1);
        assertThat(ended.versions().get(0).terms().validTo()).isEqualTo("2026-11-01");
        assertThat(ended.edit()).hasValue(4);
        assertThat(discounts(acme, OCTOBER, NOVEMBER)).containsExactly("gold/ten");
        assertThat(terms(NOVEMBER, DECEMBER)).isEmpty();
        assertThat(audited("account-terms.create") + " " + audited("account-terms.change") + " "
                        + audited("account-terms.end"))
                .isEqualTo("1 2 1");
    }

    @Test
    void theOnlyVersionIsGoneIfItEndsBeforeItBegins() {
        put("gold", "2026-11-01", "'audience':{'accounts':['NL-2']}," + PLAIN);

        assertThat(end("gold", "2026-11-01").versions()).isEmpty();
        assertThat(database.number(tenant, "select count(*) from account_terms_account"))
                .isZero();
        assertThatThrownBy(() -> end("gold", "2026-12-01"))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.UNKNOWN_RESOURCE));
    }

    @Test
    void aCustomersLoginSeesTermsThatReachItAndNoneThatNameOthers() {
        put("all", "2026-01-01", PLAIN);
        put("acme", "2026-01-01", "'audience':{'accounts':['NL-1001']}," + PLAIN);
        put("other", "2026-01-01", "'audience':{'accounts':['NL-2']}," + PLAIN);
        String keys = "select string_agg(key, ' ' order by key) from account_terms";

        assertThat(database.text(tenant.forAccount(acme), keys)).isEqualTo("acme all");
        assertThat(database.text(tenant.forPartner(1), "select count(*) from account_terms"))
                .isEqualTo("0");
    }

    @Test
    void pointsOfAPeriodThatTakesNothingInAnyMoreAreNotTakenBack() {
        PointsRequest request = ask("NL-1001", "50");
        assertThat(request.day()).isEqualTo(OCTOBER);
        database.execute(tenant, "update bill_cycle set open_from = '2026-11-01'");

        assertThatThrownBy(() -> unask("NL-1001", request))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.PERIOD_CLOSED));
        assertThat(ask("NL-1001", "60").day()).isEqualTo(NOVEMBER);
    }

    /** The second row is put past the check, as two rows of different days would be if the open period's first day moved. */
    @Test
    void pointsOfAPeriodNeverComeToMoreThanAnAmountHas() {
        put("gold", "2026-01-01", PLAIN);
        PointsRequest all = ask("NL-1001", "999999999999999");
        assertThatThrownBy(() -> ask("NL-1001", "1"))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.TOO_MANY_POINTS))
                .hasMessageContaining("1 more would exceed 999999999999999");
        database.execute(tenant, """
                insert into points_request (tenant_id, uuid, account_id, points, day, asked_at, asked_by)
                select tenant_id, gen_random_uuid(), account_id, 7, day + 1, asked_at, asked_by
                from points_request where points = 999999999999999
                """);
        assertThat(terms(OCTOBER, NOVEMBER).get(acme).pointsToBurn()).isEqualByComparingTo("999999999999999");

        unask("NL-1001", all);
        assertThat(ask("NL-1001", "1").points()).isEqualByComparingTo("1");
    }

    private TermsHistory put(String key, String from, String rest) {
        TermsDocument terms = AccountTermsJson.read(
                        ("{'key':'" + key + "','name':'Terms','validFrom':'" + from + "'," + rest + "}")
                                .replace('\'', '"'))
                .orElseThrow();
        return database.inTenant(tenant, connection -> keeping.put(connection, tenant, terms, edit -> {}));
    }

    private TermsHistory end(String key, String on) {
        return database.inTenant(
                tenant, connection -> keeping.end(connection, tenant, key, LocalDate.parse(on), edit -> {}));
    }

    private void membership(String number, String segment, List<String> groups) {
        database.inTenant(
                tenant,
                connection -> contributions.setMembership(connection, tenant, number, segment, groups, version -> {}));
    }

    private HandedIn handIn(String number, String code) {
        return database.inTenant(tenant, connection -> contributions.handIn(connection, tenant, number, code));
    }

    private PointsRequest ask(String number, String points) {
        return database.inTenant(
                tenant, connection -> contributions.ask(connection, tenant, number, new BigDecimal(points)));
    }

    private void unask(String number, PointsRequest request) {
        database.inTenant(tenant, connection -> contributions.unask(connection, tenant, number, request.id()));
    }

    private Map<Long, AccountTerms> terms(LocalDate from, LocalDate to) {
        Long[] accounts = {acme, id("NL-2"), id("US-3")};
        return database.inTenant(tenant, connection -> inForce.inForce(connection, accounts, from, to));
    }

    private List<String> discounts(long account, LocalDate from, LocalDate to) {
        return Optional.ofNullable(terms(from, to).get(account)).stream()
                .flatMap(each -> each.modifiers().discounts().stream())
                .map(Discount::key)
                .toList();
    }

    private boolean anyOn(LocalDate day) {
        return database.inTenant(tenant, connection -> inForce.anyInForce(connection, day));
    }

    private long id(String number) {
        return database.number(tenant, "select id from billing_account where number = '" + number + "'");
    }

    private long audited(String action) {
        return database.number(tenant, "select count(*) from audit_event where action = '" + action + "'");
    }
}
