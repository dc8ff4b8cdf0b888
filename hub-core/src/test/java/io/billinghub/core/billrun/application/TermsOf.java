package io.billinghub.core.billrun.application;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.infrastructure.AccountStateSql;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.testing.TestDatabase;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.assertj.core.api.Assertions;

/** A tenant with the accounts of {@code fixtures/bill-run.sql}, and terms for some of them, as their documents are kept. */
final class TermsOf {

    final BillRunFixture fixture;
    final BillRunWorker worker;

    /** A tenant of its own; one worker that takes all accounts at once. */
    TermsOf(TestDatabase database, String tenant) {
        this(database, tenant, 100, 1);
    }

    TermsOf(TestDatabase database, String tenant, int accountsPerShard, int workers) {
        this.fixture = new BillRunFixture(database, tenant, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        this.worker = fixture.worker(accountsPerShard, workers);
    }

    /**
     * Terms in EUR that are in force from the beginning.
     *
     * @param modifiers JSON properties of the document
     * @param accounts numbers of those that they are for
     */
    TermsOf give(String key, String modifiers, String... accounts) {
        String numbers = String.join("','", accounts);
        execute("""
                with terms as (
                  insert into account_terms (tenant_id, key, version, name, currency, valid_from, names_accounts, groups, segments,
                                             definition, changed_at, changed_by)
                  values (hub_tenant(), '%1$s', 1, '%1$s', 'EUR', '2026-01-01', true, '{}', '{}',
                          '{"key":"%1$s","name":"%1$s","currency":"EUR","audience":{"accounts":["%2$s"]},"validFrom":"2026-01-01",%3$s}',
                          now(), 'test') returning id)
                insert into account_terms_account (tenant_id, terms_id, account_id)
                select hub_tenant(), t.id, a.id from terms t, billing_account a where a.number in ('%4$s')
                """.formatted(key, String.join("\",\"", accounts), modifiers, numbers));
        return this;
    }

    TermsOf handIn(String code, String... accounts) {
        execute("""
                insert into account_coupon (tenant_id, uuid, account_id, code, day, handed_in_at, handed_in_by)
                select hub_tenant(), gen_random_uuid(), id, '%s', '2026-10-05', now(), 'test' from billing_account where number in ('%s')
                """.formatted(code, String.join("','", accounts)));
        return this;
    }

    TermsOf burn(int points, String day, String account) {
        execute("""
                insert into points_request (tenant_id, uuid, account_id, points, day, asked_at, asked_by)
                select hub_tenant(), gen_random_uuid(), id, %s, '%s', now(), 'test' from billing_account where number = '%s'
                """.formatted(points, day, account));
        return this;
    }

    /** Bills the period of the day, whole; no account is parked. */
    UUID run(LocalDate day) {
        UUID run = fixture.runToTheEnd(worker, day);
        Assertions.assertThat(parked()).isEmpty();
        Assertions.assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
        return run;
    }

    /** Starts a run and brings it into review. */
    UUID review(LocalDate day) {
        UUID run = fixture.start(day).uuid();
        TestDatabase.await(worker.workOnce());
        return run;
    }

    void cancel(UUID run) {
        fixture.database.inTenant(
                fixture.operator, transaction -> fixture.runs.cancel(transaction, fixture.operator, run));
    }

    void resume(UUID run) {
        fixture.database.inTenant(
                fixture.operator, transaction -> fixture.runs.resume(transaction, fixture.operator, run));
        TestDatabase.await(worker.workOnce());
    }

    String parked() {
        return text(
                "select coalesce(string_agg(a.number || ' ' || r.parked_reason, '; ' order by a.number), '') from bill_run_account r "
                        + "join billing_account a on a.id = r.root_id where r.parked_reason is not null");
    }

    /** What terms have charged an account in a period: {@code product amount words}, with whoever bears it. */
    String charges(String account, String billPeriod) {
        return text("""
                select coalesce(string_agg(o.key || ' ' || trim_scale(c.amount) || ' ' || c.description || coalesce(' by ' || p.key, ''), '; '
                                           order by o.key, c.grouping_key, c.source_key), '')
                from charge c join product_offering o on o.id = c.offering_id join billing_account a on a.id = c.account_id
                left join party p on p.id = c.borne_by
                where c.source in ('MODIFIER', 'SPONSORED') and a.number = '%s' and c.bill_period = '%s'
                """.formatted(account, billPeriod));
    }

    /** The loyalty points of an account, and the period that has left them. */
    String points(String account) {
        long id = fixture.database.number(
                fixture.operator, "select id from billing_account where number = '" + account + "'");
        LoyaltyPoints points = new LoyaltyPoints(new AccountStateSql(), Clock.systemUTC());
        LoyaltyPoints.Balance balance =
                fixture.database.inTenant(fixture.operator, connection -> points.of(connection, id, ZoneOffset.UTC));
        return balance.points().stripTrailingZeros().toPlainString()
                + balance.period().map(day -> " after " + day).orElse(" before the first run");
    }

    /** All that the terms have made: charges on bills, states, coupons, what sponsors pay. */
    String everything() {
        return text("""
                select coalesce(string_agg(line, E'\\n' order by line), '') from (
                  select a.number || ' ' || c.bill_period || ' ' || c.source || ' ' || c.grouping_key || ' ' || c.amount || ' ' || coalesce(l.net::text, 'unbilled') as line
                  from charge c join billing_account a on a.id = c.account_id left join bill_line l on l.charge_id = c.id
                  where c.source in ('MODIFIER', 'SPONSORED')
                  union all select a.number || ' ' || s.rated_period || ' ' || s.state from account_state s join billing_account a on a.id = s.account_id
                  union all select a.number || ' ' || u.code || ' ' || u.times || ' ' || u.amount from coupon_use u join billing_account a on a.id = u.account_id
                  union all select a.number || ' pays ' || s.amount || ' ' || (s.claimed_run is not null) from sponsored_charge s join billing_account a on a.id = s.sponsor_id) x
                """);
    }

    String text(String sql) {
        return fixture.database.text(fixture.operator, sql);
    }

    void execute(String sql) {
        fixture.database.execute(fixture.operator, sql);
    }
}
