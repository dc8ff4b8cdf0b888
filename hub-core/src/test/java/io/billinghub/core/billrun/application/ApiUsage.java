package io.billinghub.core.billrun.application;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.testing.TestDatabase;

/** A product {@code api} of the partner {@code cloud}, its prices, and its usage on account A-0002 or another one, as intake writes it. */
final class ApiUsage {

    final BillRunFixture fixture;
    private final String account;

    /** A tenant of its own with the product. */
    ApiUsage(TestDatabase database, String tenant) {
        this(new BillRunFixture(database, tenant, null, UuidCreator::getTimeOrderedEpoch), "A-0002");
        fixture.load();
        offer();
    }

    /** The product in a tenant that is there. */
    static ApiUsage in(BillRunFixture fixture, String account) {
        ApiUsage usage = new ApiUsage(fixture, account);
        usage.offer();
        return usage;
    }

    private void offer() {
        execute("""
                insert into product_offering (tenant_id, uuid, key, name, agreement_id, unit, tax_class)
                select hub_tenant(), gen_random_uuid(), 'api', 'API', id, 'call', 'standard' from agreement where key = 'cloud'
                """);
    }

    private ApiUsage(BillRunFixture fixture, String account) {
        this.fixture = fixture;
        this.account = account;
    }

    /** The same tenant and product, for subscriptions, usage and charges of another account. */
    ApiUsage of(String number) {
        return new ApiUsage(fixture, number);
    }

    /** A plan that counts calls and is in force for ever. */
    void price(String key, String model) {
        price(key, "2026-01-01", "infinity", "call", null, model);
    }

    /** A plan that counts calls, has modifiers and is in force for ever. */
    void priceWith(String key, String model, String modifiers) {
        price(key, "2026-01-01", "infinity", "call", null, model + ",\"modifiers\":{" + modifiers + "}");
    }

    /** Subscribes the product for the account; without an end if that is null. */
    void subscribe(String from, String to) {
        subscribe("api-1", from, to);
    }

    /** The same with a key of its own. */
    void subscribe(String key, String from, String to) {
        execute("""
                insert into product (tenant_id, uuid, key, account_id, offering_id, started_on, ended_on)
                select hub_tenant(), gen_random_uuid(), '%s', a.id, o.id, '%s', '%s' from billing_account a, product_offering o
                where a.number = '%s' and o.key = 'api'
                """.formatted(key, from, to == null ? "infinity" : to, account));
    }

    /** Tells the day after the last one of the subscription; null for no end. */
    void end(String key, String to) {
        execute("update product set ended_on = '%s' where key = '%s'".formatted(to == null ? "infinity" : to, key));
    }

    /** @param metric the properties of the metric, or null */
    void price(String key, String from, String to, String unit, String metric, String model) {
        execute("""
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, valid_to, definition)
                select hub_tenant(), gen_random_uuid(), id, '%1$s', 1, 'EUR', '%2$s', '%3$s',
                  '{"key":"%1$s","version":1,"name":"API","currency":"EUR","unit":"%4$s",%5$s"model":%6$s}'
                from product_offering where key = 'api'
                """.formatted(key, from, to, unit, metric == null ? "" : "\"metric\":{" + metric + "},", model));
    }

    /** Usage at an instant of Helsinki that counts in the period in which it is billed. */
    void use(String at, String quantity, String billPeriod) {
        use(at, null, quantity, "{}", null, billPeriod, null);
    }

    /** Usage of an earlier period that is billed in a later one. */
    void useLate(String at, String quantity, String billPeriod, String ratedPeriod) {
        use(at, null, quantity, "{}", null, billPeriod, ratedPeriod);
    }

    /** Usage in another unit than calls. */
    void useIn(String unit, String at, String quantity, String billPeriod) {
        use(at, null, quantity, "{}", null, billPeriod, null, unit, false);
    }

    /** Usage that is charged by no run. */
    void evidence(String unit, String at, String quantity, String billPeriod) {
        use(at, null, quantity, "{}", null, billPeriod, null, unit, true);
    }

    void use(
            String at,
            String until,
            String quantity,
            String dimensions,
            String amount,
            String billPeriod,
            String ratedPeriod) {
        use(at, until, quantity, dimensions, amount, billPeriod, ratedPeriod, "call", false);
    }

    private void use(
            String at,
            String until,
            String quantity,
            String dimensions,
            String amount,
            String billPeriod,
            String ratedPeriod,
            String unit,
            boolean evidence) {
        execute("""
                call ensure_period('%6$s');
                with next as (
                  select d.id, d.partner_id, coalesce(max(u.position), 0) + 1 as position
                  from received_document d join party_role r on r.id = d.partner_id and r.key = 'cloud'
                  left join usage_record u on u.document_id = d.id group by d.id
                ), event as (
                  insert into usage_key (tenant_id, partner_id, event_id, document_id, position)
                  select hub_tenant(), partner_id, 'api-' || position, id, position from next
                )
                insert into usage_record (tenant_id, bill_period, document_id, position, partner_id, account_id, offering_id, occurred_at,
                                          ended_at, quantity, unit, dimensions, amount, rated_period, evidence)
                select hub_tenant(), '%6$s', n.id, n.position, n.partner_id, a.id, o.id, timestamp '%1$s' at time zone 'Europe/Helsinki',
                       %2$s, %3$s, '%8$s', '%4$s', %5$s, %7$s, %10$s
                from next n, billing_account a, product_offering o where a.number = '%9$s' and o.key = 'api'
                """.formatted(
                        at,
                        until == null ? "null" : "timestamp '" + until + "' at time zone 'Europe/Helsinki'",
                        quantity,
                        dimensions,
                        amount == null ? "null" : amount,
                        billPeriod,
                        ratedPeriod == null ? "null" : "'" + ratedPeriod + "'",
                        unit,
                        account,
                        evidence));
    }

    /** Takes back the usage of this quantity. */
    void takeBack(String quantity, String billPeriod, String ratedPeriod) {
        execute("""
                call ensure_period('%2$s');
                with next as (
                  select document_id, max(position) + 1 as position from usage_record group by document_id
                ), event as (
                  insert into usage_key (tenant_id, partner_id, event_id, document_id, position)
                  select hub_tenant(), u.partner_id, c.claimed, n.document_id, n.position
                  from usage_record u join next n using (document_id) join product_offering o on o.id = u.offering_id
                  join usage_key k on k.document_id = u.document_id and k.position = u.position and left(k.event_id, 1) <> chr(31)
                  cross join unnest(array['back-' || n.position, chr(31) || k.event_id]) as c (claimed)
                  where o.key = 'api' and u.quantity = %1$s
                )
                insert into usage_record (tenant_id, bill_period, document_id, position, partner_id, account_id, offering_id, occurred_at,
                                          ended_at, quantity, unit, dimensions, amount, rated_period, reverses_document, reverses_position)
                select hub_tenant(), '%2$s', u.document_id, n.position, u.partner_id, u.account_id, u.offering_id, u.occurred_at, u.ended_at,
                       -u.quantity, u.unit, u.dimensions, u.amount, %3$s, u.document_id, u.position
                from usage_record u join next n using (document_id) join product_offering o on o.id = u.offering_id
                where o.key = 'api' and u.quantity = %1$s
                """.formatted(quantity, billPeriod, ratedPeriod == null ? "null" : "'" + ratedPeriod + "'"));
    }

    /** What a period's run has charged the account, as {@code key quantity=amount}, with the days where they are not those of the period. */
    String charges(String billPeriod) {
        return fixture.database.text(fixture.operator, """
                select coalesce(string_agg(trim(c.grouping_key || ' ' || trim_scale(c.quantity) || '=' || trim_scale(c.amount)
                         || case when c.service_from = c.bill_period and c.service_to = c.bill_period + interval '1 month' then ''
                                 else ' ' || to_char(c.service_from, 'MM-DD') || '/' || to_char(c.service_to, 'MM-DD') end), '; '
                       order by c.grouping_key collate "C", c.service_from), '')
                from charge c join product_offering o on o.id = c.offering_id join billing_account a on a.id = c.account_id
                where o.key = 'api' and c.bill_period = '%s' and a.number = '%s'
                """.formatted(billPeriod, account));
    }

    String parked() {
        return fixture.database.text(
                fixture.operator,
                "select coalesce(string_agg(a.number || ' ' || r.parked_reason, ''), '') from bill_run_account r "
                        + "join billing_account a on a.id = r.root_id join bill_run n on n.id = r.run_id "
                        + "where r.parked_reason is not null and n.state <> 'CANCELLED'");
    }

    void execute(String sql) {
        fixture.database.execute(fixture.operator, sql);
    }
}
