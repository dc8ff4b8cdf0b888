package io.billinghub.adapters.expected;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.expected.ExpectedCalendar.Arrival;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The documents that are expected of the tenant's partners; a partner's login sees its own. */
@ApplicationScoped
public class ExpectedDocuments {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String EXPECTED = """
            select a.id, a.key, a.partner_id, r.key as partner, v.descriptor ->> 'kind' as kind, (v.descriptor -> 'expected')::text as expected,
                   (select created_at from adapter_version f where f.adapter_id = a.id and f.version = 1) as made_at,
                   (select time_zone from tenant where id = hub_tenant()) as time_zone
              from adapter a
              join adapter_version v on v.adapter_id = a.id and v.version = a.version
              join party_role r on r.id = a.partner_id
             where v.descriptor ? 'expected' and a.enabled and ($1::text is null or r.key = $1)
            """;
    // a bill is for the period that its middle day is in; usage comes while it is used
    private static final String ARRIVALS = """
            select d.adapter_id, b.period_from + (b.period_to - b.period_from) / 2 as covers, min(d.received_at) as received_at
              from received_document d left join partner_bill b on b.document_id = d.id
             where d.adapter_id = any($1) and d.received_at >= $2 and d.status <> 'REFUSED' and d.status <> 'RECEIVED'
             group by 1, 2, case when b.id is null then d.received_at::date end
            """;

    private final TenantTransaction transactions;
    private final Clock clock;

    public ExpectedDocuments(TenantTransaction transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** An expected document as the API shows it; {@code arrivedOn} is left out while none has come. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Expected(
            String partner,
            String adapter,
            LocalDate periodFrom,
            LocalDate periodTo,
            LocalDate dueOn,
            LocalDate missingFrom,
            String status,
            LocalDate arrivedOn) {}

    /**
     * An adapter with what is expected of it.
     *
     * @param bills whether its documents are bills, not usage
     */
    record OfAdapter(
            long adapterId,
            long partnerId,
            String partner,
            String adapter,
            boolean bills,
            List<ExpectedDocument> documents) {}

    /**
     * What is expected for the periods that are over, the newest first.
     *
     * @param partner key, or null for all
     * @param status one of {@link ExpectedDocument.Status}, or null for all
     */
    public Uni<List<Expected>> list(TenantContext context, String partner, String status) {
        return transactions
                .run(context, connection -> find(connection, clock.instant(), partner))
                .map(adapters -> adapters.stream()
                        .flatMap(of -> of.documents().stream().map(document -> shown(of, document)))
                        .filter(expected -> status == null || expected.status().equals(status))
                        .sorted(Comparator.comparing(Expected::periodFrom)
                                .reversed()
                                .thenComparing(Expected::adapter))
                        .toList());
    }

    private static Expected shown(OfAdapter of, ExpectedDocument document) {
        return new Expected(
                of.partner(),
                of.adapter(),
                document.from(),
                document.to(),
                document.dueOn(),
                document.missingFrom(),
                document.status().name(),
                document.arrivedOn());
    }

    /** What is expected of each adapter whose descriptor says so. */
    static Uni<List<OfAdapter>> find(SqlConnection connection, Instant now, String partner) {
        return connection.preparedQuery(EXPECTED).execute(Tuple.of(partner)).flatMap(rows -> {
            List<Row> adapters = new ArrayList<>();
            rows.forEach(adapters::add);
            if (adapters.isEmpty()) {
                return Uni.createFrom().item(List.of());
            }
            ZoneId zone = ZoneId.of(adapters.get(0).getString("time_zone"));
            LocalDate today = LocalDate.ofInstant(now, zone);
            Tuple values = Tuple.tuple()
                    .addValue(adapters.stream().map(row -> row.getLong("id")).toArray(Long[]::new))
                    .addOffsetDateTime(today.minusYears(4).atStartOfDay(zone).toOffsetDateTime());
            return connection.preparedQuery(ARRIVALS).execute(values).map(found -> {
                Map<Long, List<Arrival>> arrivals = new HashMap<>();
                for (Row row : found) {
                    LocalDate on = LocalDate.ofInstant(
                            row.getOffsetDateTime("received_at").toInstant(), zone);
                    LocalDate covers = row.getLocalDate("covers");
                    arrivals.computeIfAbsent(row.getLong("adapter_id"), id -> new ArrayList<>())
                            .add(new Arrival(covers == null ? on : covers, on));
                }
                return adapters.stream()
                        .map(row -> ofAdapter(row, today, zone, arrivals.getOrDefault(row.getLong("id"), List.of())))
                        .toList();
            });
        });
    }

    private static OfAdapter ofAdapter(Row row, LocalDate today, ZoneId zone, List<Arrival> arrivals) {
        LocalDate made = LocalDate.ofInstant(row.getOffsetDateTime("made_at").toInstant(), zone);
        return new OfAdapter(
                row.getLong("id"),
                row.getLong("partner_id"),
                row.getString("partner"),
                row.getString("key"),
                "BILL".equals(row.getString("kind")),
                ExpectedCalendar.on(today, Expectation.of(json(row.getString("expected"))), made, arrivals));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("jsonb is always JSON", e);
        }
    }
}
