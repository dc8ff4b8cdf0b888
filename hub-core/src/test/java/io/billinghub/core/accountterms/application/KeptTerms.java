package io.billinghub.core.accountterms.application;

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
import java.util.concurrent.atomic.AtomicInteger;

/** The real use cases of terms and of what accounts bring to them, in a tenant of its own. It is 15 October, 01:30 in Helsinki. */
final class KeptTerms {
    static final LocalDate OCTOBER = LocalDate.parse("2026-10-01");
    static final LocalDate NOVEMBER = LocalDate.parse("2026-11-01");
    static final LocalDate DECEMBER = LocalDate.parse("2026-12-01");
    static final String TEN = "'reduction':{'type':'percentOff','percent':10}";
    static final String PLAIN = "'discounts':[{'key':'ten','name':'Ten'," + TEN + "}]";

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-10-14T22:30:00Z"), ZoneOffset.UTC);
    private static final AtomicInteger TENANTS = new AtomicInteger();

    final TenantContext tenant;
    final long acme;
    private final TestDatabase database;
    private final AccountTermsSql inForce = new AccountTermsSql();
    private final TermsTable table = new TermsTable();
    private final TermsKeeping keeping = new TermsKeeping(table, new AuditLog(), CLOCK);
    private final AccountContributions contributions = new AccountContributions(
            new ContributionSql(), table, new AuditLog(), UuidCreator::getTimeOrderedEpoch, CLOCK);

    /** Three accounts without terms: NL-1001, NL-2, and US-3 in US dollars. */
    KeptTerms(TestDatabase database) {
        this.database = database;
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

    TermsHistory put(String key, String from, String rest) {
        TermsDocument terms = AccountTermsJson.read(
                        ("{'key':'" + key + "','name':'Terms','validFrom':'" + from + "'," + rest + "}")
                                .replace('\'', '"'))
                .orElseThrow();
        return database.inTenant(tenant, connection -> keeping.put(connection, tenant, terms, edit -> {}));
    }

    TermsHistory end(String key, String on) {
        return database.inTenant(
                tenant, connection -> keeping.end(connection, tenant, key, LocalDate.parse(on), edit -> {}));
    }

    void membership(String number, String segment, List<String> groups) {
        database.inTenant(
                tenant,
                connection -> contributions.setMembership(connection, tenant, number, segment, groups, version -> {}));
    }

    HandedIn handIn(String number, String code) {
        return database.inTenant(tenant, connection -> contributions.handIn(connection, tenant, number, code));
    }

    void takeBack(String number, HandedIn coupon) {
        database.inTenant(tenant, connection -> contributions.takeBack(connection, tenant, number, coupon.id()));
    }

    PointsRequest ask(String number, String points) {
        return database.inTenant(
                tenant, connection -> contributions.ask(connection, tenant, number, new BigDecimal(points)));
    }

    void unask(String number, PointsRequest request) {
        database.inTenant(tenant, connection -> contributions.unask(connection, tenant, number, request.id()));
    }

    Map<Long, AccountTerms> terms(LocalDate from, LocalDate to) {
        Long[] accounts = {acme, id("NL-2"), id("US-3")};
        return database.inTenant(tenant, connection -> inForce.inForce(connection, accounts, from, to));
    }

    List<String> discounts(long account, LocalDate from, LocalDate to) {
        return Optional.ofNullable(terms(from, to).get(account)).stream()
                .flatMap(each -> each.modifiers().discounts().stream())
                .map(Discount::key)
                .toList();
    }

    boolean anyOn(LocalDate day) {
        return database.inTenant(tenant, connection -> inForce.anyInForce(connection, day));
    }

    private long id(String number) {
        return database.number(tenant, "select id from billing_account where number = '" + number + "'");
    }

    long audited(String action) {
        return database.number(tenant, "select count(*) from audit_event where action = '" + action + "'");
    }
}
