package io.billinghub.core.notification.infrastructure;

import io.billinghub.core.notification.model.Notification;
import io.billinghub.core.notification.model.Notification.Audience;
import io.billinghub.core.notification.model.Notification.Resource;
import io.billinghub.core.notification.model.ShardChange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.UUID;

/** From what happened to a row of the queue per listener: set-based, in the caller's transaction and tenant. */
@ApplicationScoped
public class FanOutSql {

    /** A customer bill as events tell it, over the aliases {@code b} and {@code a}; its state is a parameter. What is not asked for is not due. */
    private static final String BILL = """
            json_strip_nulls(json_build_object('id', b.uuid, 'href', '/tmf-api/customerBillManagement/v4/customerBill/' || b.uuid,
              'billNo', b.payment_reference, 'state', $1::text, 'billDate', b.issue_date || 'T00:00:00Z',
              'paymentDueDate', case when not b.carries then b.due_date || 'T00:00:00Z' end,
              'amountDue', json_build_object('unit', b.currency, 'value', b.amount_due),
              'billingAccount', json_build_object('id', a.uuid, '@referredType', 'BillingAccount'), '@type', 'CustomerBill'))
            """;

    private static final String ONE = """
            with notification (position, event_id, type, subject, occurred_at, api, tmf_type, member, data, partners, account_id,
                               correlation) as (
              select 1, $2::uuid, $3::text, $4::text, $5::timestamptz, $6::text, $7::text, $8::text,
                     case when $6::text is null then $9::text::json else $9::text::json -> 'value' end,
                     array(select r.id from party_role r join party p on p.id = r.party_id
                            where r.id = $10::bigint or r.role = 'PARTNER' and r.key = $11::text
                               or r.role in ('PARTNER', 'SUB_PARTNER') and p.key = $12::text),
                     $13::bigint, $2::text
            )
            """;

    private static final String BILLS_OF_SHARD = """
            with notification (position, event_id, type, subject, occurred_at, api, tmf_type, member, data, partners, account_id,
                               correlation) as (
              select row_number() over (order by b.id), event_id_of('customer-bill/' || b.uuid || '/' || $1::text), $3::text,
                     'customerBill/' || b.uuid, $4::timestamptz, $5::text, $6::text, 'customerBill',
                     """ + BILL + """
                     , '{}'::bigint[], case when $7::boolean then b.account_id end, r.uuid::text
                from bill_run r
                join customer_bill b on b.run_id = r.id
                join billing_account a on a.id = b.account_id
               where r.uuid = $8 and b.shard = $9 and exists (select from event_listener)
                 and case $1::text when 'new' then true
                                   when 'validated' then b.state in ('validated', 'sent', 'partiallyPaid', 'settled')
                                   else b.state in ('sent', 'partiallyPaid', 'settled') or b.held_from in ('sent', 'partiallyPaid') end
            )
            """;

    private static final String QUEUE = """
            insert into event_delivery (tenant_id, listener_id, partner_id, account_id, event_id, type, subject, body)
            select l.tenant_id, l.id, l.partner_id, l.account_id, n.event_id, t.type, n.subject,
                   case l.kind
                     when 'TMF' then json_build_object(
                       'eventId', n.event_id, 'eventTime', at.time, 'eventType', n.tmf_type, 'correlationId', n.correlation,
                       'domain', n.api, 'title', n.tmf_type,
                       'event', json_build_object(n.member, case when l.fields is null then n.data else (
                         select json_object_agg(f.key, f.value) from json_each(n.data) f
                          where f.key = any(l.fields) or f.key in ('id', 'href', '@type')) end))
                     else json_build_object(
                       'specversion', '1.0', 'id', n.event_id, 'source', %s, 'type', n.type, 'subject', n.subject,
                       'time', at.time, 'datacontenttype', 'application/json', 'data', n.data)
                   end::text
              from notification n
              cross join lateral (
                select to_char(n.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) at (time)
              join event_listener l on l.kind = 'HUB' or l.api = n.api and n.tmf_type is not null
              cross join lateral (select case l.kind when 'TMF' then n.tmf_type else n.type end) t (type)
             where (l.event_types is null or t.type = any(l.event_types))
               and (l.partner_id is null or l.partner_id = any(n.partners))
               and (l.account_id is null
                    or exists (select from billing_account p where p.id = n.account_id and l.account_id in (p.id, p.root_id)))
               and not exists (
                 select from jsonb_array_elements(l.filter) f
                  where coalesce(n.data #>> array(select jsonb_array_elements_text(f -> 'path')), '')
                        <> all(array(select jsonb_array_elements_text(f -> 'values'))))
             order by n.position, l.id
            on conflict (listener_id, event_id) do nothing
            """;

    private static final String QUEUE_ONE = ONE + QUEUE.formatted("$1::text");
    private static final String QUEUE_BILLS = BILLS_OF_SHARD + QUEUE.formatted("$2::text");

    /** Queues one notification for whoever listens; answers for how many listeners. */
    public Uni<Integer> queue(SqlConnection transaction, String source, Notification notification) {
        Audience audience = notification.audience();
        Tuple values = Tuple.tuple()
                .addString(source)
                .addUUID(notification.eventId())
                .addString(notification.type())
                .addString(notification.subject())
                .addOffsetDateTime(at(notification.occurredAt()))
                .addString(notification.resource().map(Resource::api).orElse(null))
                .addString(notification.resource().map(Resource::eventType).orElse(null))
                .addString(notification.resource().map(Resource::member).orElse(null))
                .addString(notification.data())
                .addLong(orNull(audience.partnerId()))
                .addString(audience.partnerKey().orElse(null))
                .addString(audience.partyKey().orElse(null))
                .addLong(orNull(audience.accountId()));
        return transaction.preparedQuery(QUEUE_ONE).execute(values).map(queued -> queued.rowCount());
    }

    /** Queues a notification per bill of the shard; answers how many deliveries that makes. */
    public Uni<Integer> queueBills(
            SqlConnection transaction,
            String source,
            ShardChange change,
            Resource resource,
            Instant at,
            UUID run,
            int shard) {
        Tuple values = Tuple.tuple()
                .addString(change.billState())
                .addString(source)
                .addString(change.change().hubEventType("CustomerBill"))
                .addOffsetDateTime(at(at))
                .addString(resource.api())
                .addString(resource.eventType())
                .addBoolean(change.forCustomers())
                .addUUID(run)
                .addInteger(shard);
        return transaction.preparedQuery(QUEUE_BILLS).execute(values).map(queued -> queued.rowCount());
    }

    /**
     * A bill as events tell it.
     *
     * @param accountId {@code billing_account.id}, if a customer may see the bill; drafts are seen by nobody but the host
     */
    public record Bill(UUID uuid, OptionalLong accountId, String json) {}

    /** The bill of that {@code customer_bill.id} in the state that it has now. */
    public Uni<Bill> bill(SqlConnection transaction, long id, String state) {
        return transaction
                .preparedQuery(
                        "select b.uuid, b.account_id, coalesce(b.held_from, b.state) in ('new', 'validated'), (" + BILL
                                + ")::text from customer_bill b join billing_account a on a.id = b.account_id where b.id = $2")
                .execute(Tuple.of(state, id))
                .map(rows -> rows.iterator().next())
                .map(row -> new Bill(
                        row.getUUID(0),
                        row.getBoolean(2) ? OptionalLong.empty() : OptionalLong.of(row.getLong(1)),
                        row.getString(3)));
    }

    private static Long orNull(OptionalLong id) {
        return id.isPresent() ? id.getAsLong() : null;
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
