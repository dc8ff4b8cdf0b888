package io.billinghub.core.event.infrastructure;

import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The outbox in the table {@code outbox}: any number of events in one statement. */
@ApplicationScoped
public class SqlOutbox implements Outbox {

    /** Number of buckets that the events' keys are spread over; the table's check holds the same number. */
    static final int BUCKETS = 16;

    // the order by makes ids follow the order of the list: the relay sends a key's events by id
    private static final String APPEND = """
            insert into outbox (tenant_id, occurred_on, bucket, event_id, topic, key, type, subject, occurred_at, data)
            select $1, e.occurred_on, e.bucket, e.event_id, e.topic, e.key, e.type, e.subject, e.occurred_at, e.data
              from unnest($2::date[], $3::smallint[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
                          $9::timestamptz[], $10::text[]) with ordinality
                as e (occurred_on, bucket, event_id, topic, key, type, subject, occurred_at, data, position)
             order by e.position
            """;

    @Override
    public Uni<Void> append(SqlConnection transaction, TenantContext context, List<DomainEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple parameters = Tuple.tuple()
                .addInteger(context.tenantId())
                .addValue(column(events, event -> at(event).toLocalDate(), LocalDate[]::new))
                .addValue(column(events, event -> bucketOf(event.key()), Short[]::new))
                .addValue(column(events, DomainEvent::id, UUID[]::new))
                .addValue(column(events, event -> event.topic().baseName(), String[]::new))
                .addValue(column(events, DomainEvent::key, String[]::new))
                .addValue(column(events, DomainEvent::type, String[]::new))
                .addValue(column(events, DomainEvent::subject, String[]::new))
                .addValue(column(events, SqlOutbox::at, OffsetDateTime[]::new))
                .addValue(column(events, DomainEvent::data, String[]::new));
        return transaction.preparedQuery(APPEND).execute(parameters).replaceWithVoid();
    }

    /** {@link String#hashCode} is specified, so every process and version puts a key into the same bucket. */
    static short bucketOf(String key) {
        return (short) Math.floorMod(key.hashCode(), BUCKETS);
    }

    private static OffsetDateTime at(DomainEvent event) {
        return event.occurredAt().atOffset(ZoneOffset.UTC);
    }

    private static <T> T[] column(List<DomainEvent> events, Function<DomainEvent, T> value, IntFunction<T[]> array) {
        return events.stream().map(value).toArray(array);
    }
}
