package io.billinghub.core.delivery.infrastructure;

import io.billinghub.core.archive.model.KeptDocument;
import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.Delivery;
import io.billinghub.core.delivery.model.DeliveryPreference;
import io.billinghub.core.delivery.model.Parcel;
import io.billinghub.core.delivery.model.Proof;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The queue of deliveries, which is their log too. */
@ApplicationScoped
public class DocumentDeliverySql {

    private static final String QUEUE = """
            insert into document_delivery (tenant_id, bill_id, account_id, channel, target, queued_at, due_since, next_attempt)
            select hub_tenant(), b.id, b.account_id, p.channel, p.target, $3, $3, $3
              from customer_bill b join account_delivery p on p.account_id = b.account_id
             where b.run_id = $1 and b.shard = $2 and coalesce(b.held_from, b.state) not in ('new', 'validated')
            on conflict (bill_id) do nothing
            """;
    private static final String CLAIM = """
            with due as (
              select d.id from document_delivery d join account_delivery p on p.account_id = d.account_id
               where d.state = 'PENDING' and d.next_attempt <= $1 order by d.next_attempt, d.id limit $3 for update of d skip locked
            )
            update document_delivery d
               set next_attempt = $2, attempts = d.attempts + 1, channel = p.channel, target = p.target
              from due, account_delivery p, customer_bill b, billing_account a
             where d.id = due.id and p.account_id = d.account_id and b.id = d.bill_id and a.id = d.account_id
            returning d.id as delivery_id, d.uuid as delivery, d.attempts, d.due_since, b.uuid as bill, b.payment_reference,
                      case when b.amount_due > 0 and not b.carries then b.due_date end as due_date,
                      b.currency || ' ' || b.amount_due as amount_due, a.number, (select key from tenant) as tenant,
                      (select i.name from party_role r join party i on i.id = r.party_id where r.role in ('CSP', 'MARKETPLACE')
                        order by r.role, r.id limit 1) as issuer,
                      p.uuid, p.channel, p.target, p.host_keys, p.credential, p.version
            """;
    private static final String DELIVERED = """
            update document_delivery
               set state = 'DELIVERED', ended_at = $3, failure = null, answer = $4, message_id = $5, documents = $6::text::jsonb
             where id = $1 and state = 'PENDING' and attempts = $2
            """;
    private static final String FAILED = """
            update document_delivery
               set state = case when $6 then 'FAILED' else state end, ended_at = case when $6 then $3::timestamptz end,
                   next_attempt = $4, failure = $5
             where id = $1 and state = 'PENDING' and attempts = $2
            """;
    private static final String RETRY = """
            update document_delivery d set state = 'PENDING', ended_at = null, due_since = $2, next_attempt = $2
             where d.uuid = $1 and d.state = 'FAILED' and exists (select from account_delivery p where p.account_id = d.account_id)
            """;
    private static final String READ = """
            select d.*, b.uuid as bill, b.payment_reference, a.number, d.documents::text as sent
              from document_delivery d join customer_bill b on b.id = d.bill_id join billing_account a on a.id = d.account_id
            """;

    /** Queues the deliveries of a shard's sent bills whose accounts have a preference, each bill's once. */
    public Uni<Void> queue(SqlConnection connection, long run, int shard, Instant now) {
        return connection
                .preparedQuery(QUEUE)
                .execute(Tuple.of(run, shard, at(now)))
                .replaceWithVoid();
    }

    /**
     * A delivery that this process is at.
     *
     * @param attempts with this one, by which it is known that nobody else has taken it up since
     * @param dueSince from when on its age counts
     */
    public record Claimed(
            long id,
            UUID uuid,
            int attempts,
            Instant dueSince,
            String tenant,
            String issuer,
            UUID bill,
            String number,
            String account,
            String amountDue,
            Optional<LocalDate> dueDate,
            DeliveryPreference to) {

        /** What is to be handed over. */
        public Parcel parcel(List<KeptDocument.Content> documents) {
            return new Parcel(uuid, tenant, issuer, bill, number, account, amountDue, dueDate, to, documents);
        }
    }

    /** Takes up what is due; until a time nobody else does. */
    public Uni<List<Claimed>> claim(SqlConnection connection, Instant now, Instant until, int most) {
        return connection
                .preparedQuery(CLAIM)
                .execute(Tuple.of(at(now), at(until), most))
                .map(rows -> {
                    List<Claimed> claimed = new ArrayList<>();
                    for (Row row : rows) {
                        claimed.add(new Claimed(
                                row.getLong("delivery_id"),
                                row.getUUID("delivery"),
                                row.getInteger("attempts"),
                                row.getOffsetDateTime("due_since").toInstant(),
                                row.getString("tenant"),
                                row.getString("issuer"),
                                row.getUUID("bill"),
                                row.getString("payment_reference"),
                                row.getString("number"),
                                row.getString("amount_due"),
                                Optional.ofNullable(row.getLocalDate("due_date")),
                                DeliveryPreferenceSql.preference(row)));
                    }
                    return claimed;
                });
    }

    public Uni<Void> delivered(
            SqlConnection connection, Claimed claimed, Instant now, Proof proof, List<Delivery.Sent> documents) {
        JsonArray sent = new JsonArray();
        documents.forEach(each -> sent.add(new JsonObject()
                .put("name", each.name())
                .put("mediaType", each.mediaType())
                .put("size", each.size())
                .put("sha256", each.sha256())));
        return connection
                .preparedQuery(DELIVERED)
                .execute(Tuple.of(
                        claimed.id(),
                        claimed.attempts(),
                        at(now),
                        proof.answer(),
                        proof.messageId().orElse(null),
                        sent.encode()))
                .replaceWithVoid();
    }

    public Uni<Void> failed(
            SqlConnection connection, Claimed claimed, Instant now, Instant next, String why, boolean givenUp) {
        return connection
                .preparedQuery(FAILED)
                .execute(Tuple.of(claimed.id(), claimed.attempts(), at(now), at(next), why, givenUp))
                .replaceWithVoid();
    }

    /** Whether it was given up and is due again. */
    public Uni<Boolean> retry(SqlConnection connection, UUID delivery, Instant now) {
        return connection
                .preparedQuery(RETRY)
                .execute(Tuple.of(delivery, at(now)))
                .map(done -> done.rowCount() > 0);
    }

    public Uni<Optional<Delivery>> one(SqlConnection connection, UUID delivery) {
        return connection
                .preparedQuery(READ + " where d.uuid = $1")
                .execute(Tuple.of(delivery))
                .map(rows -> deliveries(rows).stream().findFirst());
    }

    public Uni<Boolean> isBill(SqlConnection connection, UUID bill) {
        return connection
                .preparedQuery("select from customer_bill where uuid = $1")
                .execute(Tuple.of(bill))
                .map(rows -> rows.rowCount() > 0);
    }

    public Uni<List<Delivery>> ofBill(SqlConnection connection, UUID bill) {
        return connection
                .preparedQuery(READ + " where b.uuid = $1 order by d.id desc")
                .execute(Tuple.of(bill))
                .map(DocumentDeliverySql::deliveries);
    }

    /** The newest first. */
    public Uni<List<Delivery>> list(
            SqlConnection connection, Optional<Delivery.State> state, OptionalLong before, int most) {
        return connection
                .preparedQuery(
                        READ
                                + " where ($1::text is null or d.state = $1) and ($2::bigint is null or d.id < $2) order by d.id desc limit $3")
                .execute(Tuple.of(
                        state.map(Enum::name).orElse(null), before.isPresent() ? before.getAsLong() : null, most))
                .map(DocumentDeliverySql::deliveries);
    }

    private static List<Delivery> deliveries(RowSet<Row> rows) {
        List<Delivery> deliveries = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Delivery.State state = Delivery.State.valueOf(row.getString("state"));
            deliveries.add(new Delivery(
                    row.getLong("id"),
                    row.getUUID("uuid"),
                    row.getUUID("bill"),
                    row.getString("payment_reference"),
                    row.getString("number"),
                    Channel.valueOf(row.getString("channel")),
                    row.getString("target"),
                    state,
                    row.getInteger("attempts"),
                    row.getOffsetDateTime("queued_at").toInstant(),
                    state == Delivery.State.PENDING ? time(row, "next_attempt") : Optional.empty(),
                    time(row, "ended_at"),
                    Optional.ofNullable(row.getString("failure")),
                    Optional.ofNullable(row.getString("answer"))
                            .map(answer -> new Proof(answer, Optional.ofNullable(row.getString("message_id")))),
                    sent(row.getString("sent"))));
        }
        return deliveries;
    }

    private static List<Delivery.Sent> sent(String json) {
        List<Delivery.Sent> sent = new ArrayList<>();
        if (json != null) {
            JsonArray array = new JsonArray(json);
            for (int i = 0; i < array.size(); i++) {
                JsonObject each = array.getJsonObject(i);
                sent.add(new Delivery.Sent(
                        each.getString("name"),
                        each.getString("mediaType"),
                        each.getLong("size"),
                        each.getString("sha256")));
            }
        }
        return sent;
    }

    private static Optional<Instant> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
