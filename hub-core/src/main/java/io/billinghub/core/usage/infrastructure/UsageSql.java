package io.billinghub.core.usage.infrastructure;

import io.billinghub.core.sql.Columns;
import io.billinghub.core.usage.model.Meter;
import io.billinghub.core.usage.model.Meters;
import io.billinghub.core.usage.model.UsageEventRow;
import io.billinghub.core.usage.model.UsageGroup;
import io.billinghub.core.usage.model.UsageSpan;
import io.billinghub.core.usage.model.UsageSum;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads usage of many accounts at once; index {@code usage_record_account}. */
@ApplicationScoped
public class UsageSql {

    /** How long before a period sessions that go on in it, and levels that hold in it, are looked for. */
    private static final int DAYS_BACK = 400;

    /** Parameters $5 to $10: one row per meter; beginning and end are null where usage of before or after counts too. */
    private static final String METERS = """
            with meter as (
              select m.meter, m.offering_id, m.unit, m.begins, m.ends,
                     case when m.dimensions <> '[]' then array(select jsonb_array_elements_text(m.dimensions::jsonb)) end as dimensions
              from unnest($5::integer[], $6::bigint[], $7::text[], $8::timestamptz[], $9::timestamptz[], $10::text[])
                   as m (meter, offering_id, unit, begins, ends, dimensions))
            """;

    private static final String OF_METER =
            "m.offering_id = u.offering_id and m.unit = u.unit and (m.begins is null or u.occurred_at >= m.begins)"
                    + " and (m.ends is null or u.occurred_at < m.ends)";

    /**
     * $1 accounts, $2 and $3 first and last rated period, $4 end of the bill periods. An array, not a join with one: then the pages are
     * read in their order, once each; and the planner knows how often a rated period is null, but not what {@code coalesce} makes of it.
     */
    private static final String COUNTED = """

            where u.account_id = any($1) and not u.evidence and u.bill_period >= $2 and u.bill_period < $4
              and (u.rated_period is null and u.bill_period < $3 or u.rated_period >= $2 and u.rated_period < $3)
            """;

    private static final String SUM = """
            sum(u.quantity) as quantity, sum(case when u.quantity < 0 then -1 when u.quantity > 0 or u.reverses_document is null then 1 else -1 end) as net,
            count(*) - 2 * count(u.reverses_document) as records, min(u.occurred_at) as first_at
            """;

    private static final String NAMED = """
            join product_offering o on o.id = s.offering_id
            join party_role p on p.id = s.partner_id
            """;

    /** Of products whose meters have the whole period and ask for no dimensions: summed before meters are looked for. $11 the other products. */
    private static final String WHOLE_SUMS = METERS + """
            select s.account_id, s.offering_id, o.key, o.name, s.partner_id, p.key, s.grouping_key, s.unit, m.meter,
                   null::text, s.quantity, s.net, s.records, s.first_at
            from (
              select u.account_id, u.offering_id, u.partner_id, u.grouping_key, u.unit,\s""" + SUM + "from usage_record u" + COUNTED + """
                and u.offering_id <> all ($11)
              group by u.account_id, u.offering_id, u.partner_id, u.grouping_key, u.unit
            ) s
            left join meter m on m.offering_id = s.offering_id and m.unit = s.unit
            """ + NAMED;

    /** Of products whose meters share the period, or ask for dimensions: $11. */
    private static final String PART_SUMS =
            METERS + """
            select s.account_id, s.offering_id, o.key, o.name, s.partner_id, p.key, s.grouping_key, s.unit, s.meter,
                   s.dimensions::text, s.quantity, s.net, s.records, s.first_at
            from (
              select u.account_id, u.offering_id, u.partner_id, u.grouping_key, u.unit, m.meter,
                     case when m.dimensions is not null then picked_dimensions(u.dimensions, m.dimensions) end as dimensions,
            """ + SUM + "from usage_record u left join meter m on " + OF_METER + COUNTED + """
                and u.offering_id = any ($11)
              group by u.account_id, u.offering_id, u.partner_id, u.grouping_key, u.unit, m.meter, 7
            ) s
            """ + NAMED;

    private static final String EVENT = """
            u.account_id, u.offering_id, u.partner_id, u.grouping_key, m.meter, u.document_id, u.position, u.occurred_at,
            u.ended_at, u.quantity, u.dimensions::text as dimensions, u.amount, u.reverses_document, u.reverses_position
            """;

    private static final String EVENTS =
            METERS + "select " + EVENT + "from usage_record u join meter m on " + OF_METER + COUNTED;

    /**
     * What began before a meter's days and goes on in them; late usage, which counts in the first days anyway, is not among it. $11 first
     * rated period, $12 the meters of its first days. Levels (usage without an end) hold until the next one of the same
     * kind: only the last of each kind is looked for.
     */
    private static final String CARRIED = METERS + """
            select c.*, o.key as offering_key, o.name as offering_name, p.key as partner_key from (
              select\s""" + EVENT + """
              from usage_record u
              join meter m on m.offering_id = u.offering_id and m.unit = u.unit and u.occurred_at < m.begins and u.ended_at > m.begins
                and (coalesce(u.rated_period, u.bill_period) < $11 or m.meter <> all ($12))
              where u.account_id = any($1) and not u.evidence and u.bill_period >= $2 and u.bill_period < $4
                and coalesce(u.rated_period, u.bill_period) < $3
              union all
              select * from (
                select distinct on (u.account_id, u.offering_id, u.partner_id, u.grouping_key, m.meter, u.dimensions)\s""" + EVENT + """
                from usage_record u
                join meter m on m.offering_id = u.offering_id and m.unit = u.unit and u.occurred_at < m.begins
                  and (coalesce(u.rated_period, u.bill_period) < $11 or m.meter <> all ($12))
                where u.account_id = any($1) and not u.evidence and u.bill_period >= $2 and u.bill_period < $4
                  and coalesce(u.rated_period, u.bill_period) < $3 and u.ended_at is null and u.reverses_document is null
                  and not exists (
                  select from usage_record r
                  where r.account_id = u.account_id and r.bill_period >= $2 and r.bill_period < $4 and r.reverses_document is not null
                    and r.reverses_document = u.document_id and r.reverses_position = u.position)
                order by u.account_id, u.offering_id, u.partner_id, u.grouping_key, m.meter, u.dimensions, u.occurred_at desc,
                         u.document_id desc, u.position desc) l
            ) c
            join product_offering o on o.id = c.offering_id
            join party_role p on p.id = c.partner_id
            """;

    /** A record that began before the days of its meter, with the names of what it is about. */
    public record Carried(UsageEventRow row, String offeringKey, String offeringName, String partnerKey) {}

    /** What counts in the span, summed; one aggregation for all accounts, products and combinations of dimensions. */
    public Uni<List<UsageSum>> sums(SqlConnection connection, UsageSpan span, Long[] accounts, Meters meters) {
        return sums(connection, span, accounts, meters, Integer.MAX_VALUE).map(Optional::orElseThrow);
    }

    /**
     * As {@link #sums}, of a great part of all accounts: most of what is stored of the period is read once, in the order of pages.
     *
     * @param most how many sums the caller has room for
     * @return empty if there are more
     */
    public Uni<Optional<List<UsageSum>>> sumsOfMany(
            SqlConnection connection, UsageSpan span, Long[] accounts, Meters meters, int most) {
        return connection
                .query("select set_config('work_mem', '64MB', true), set_config('enable_indexscan', 'off', true), "
                        + "set_config('plan_cache_mode', 'force_custom_plan', true)")
                .execute()
                .flatMap(set -> sums(connection, span, accounts, meters, most));
    }

    private static Uni<Optional<List<UsageSum>>> sums(
            SqlConnection connection, UsageSpan span, Long[] accounts, Meters meters, int most) {
        Long[] parted = meters.all().stream()
                .filter(meter -> !meter.first()
                        || !meter.last()
                        || !meter.sumDimensions().isEmpty())
                .map(Meter::offeringId)
                .distinct()
                .toArray(Long[]::new);
        return sums(connection, WHOLE_SUMS, span, accounts, meters, parted, most)
                .flatMap(whole -> parted.length == 0 || whole.isEmpty()
                        ? Uni.createFrom().item(whole)
                        : sums(
                                        connection,
                                        PART_SUMS,
                                        span,
                                        accounts,
                                        meters,
                                        parted,
                                        most - whole.get().size())
                                .map(part -> part.map(sums -> {
                                    List<UsageSum> all = new ArrayList<>(whole.get());
                                    all.addAll(sums);
                                    return all;
                                })));
    }

    private static Uni<Optional<List<UsageSum>>> sums(
            SqlConnection connection,
            String statement,
            UsageSpan span,
            Long[] accounts,
            Meters meters,
            Long[] parted,
            int most) {
        return connection
                .preparedQuery(statement + " limit $12")
                .execute(counted(span, accounts, meters, indexes(meters))
                        .addArrayOfLong(parted)
                        .addLong(most + 1L))
                .map(rows -> rows.size() > most ? Optional.empty() : Optional.of(sums(rows)));
    }

    private static List<Integer> indexes(Meters meters) {
        return IntStream.range(0, meters.all().size()).boxed().toList();
    }

    /** Of many sums, words that are the same are kept once. */
    private static List<UsageSum> sums(RowSet<Row> rows) {
        Map<String, String> words = new HashMap<>();
        List<UsageSum> sums = new ArrayList<>();
        for (Row row : rows) {
            sums.add(new UsageSum(
                    row.getLong(0),
                    row.getLong(1),
                    once(words, row.getString(2)),
                    once(words, row.getString(3)),
                    row.getLong(4),
                    once(words, row.getString(5)),
                    once(words, row.getString(6)),
                    once(words, row.getString(7)),
                    Optional.ofNullable(row.getInteger(8)),
                    dimensions(row.getString(9)),
                    row.getBigDecimal(10),
                    row.getLong(11),
                    row.getLong(12),
                    row.getOffsetDateTime(13).toInstant()));
        }
        return sums;
    }

    private static String once(Map<String, String> words, String word) {
        String same = words.putIfAbsent(word, word);
        return same == null ? word : same;
    }

    /**
     * The single events of some accounts that count in the span.
     *
     * @param wanted indexes of the meters that read events
     */
    public Uni<List<UsageEventRow>> events(
            SqlConnection connection, UsageSpan span, Long[] accounts, Meters meters, List<Integer> wanted) {
        return connection
                .preparedQuery(EVENTS)
                .execute(counted(span, accounts, meters, wanted))
                .map(rows -> {
                    List<UsageEventRow> events = new ArrayList<>();
                    rows.forEach(row -> events.add(event(row)));
                    return events;
                });
    }

    /**
     * What began before the days of the meters and goes on in them, up to 400 days back, late usage left out.
     *
     * @param wanted indexes of the meters to which that matters
     */
    public Uni<List<Carried>> carried(
            SqlConnection connection, UsageSpan span, Long[] accounts, Meters meters, List<Integer> wanted) {
        Tuple values = Tuple.tuple()
                .addArrayOfLong(accounts)
                .addLocalDate(span.rated().from().minusDays(DAYS_BACK))
                .addLocalDate(span.rated().to())
                .addLocalDate(span.billedTo());
        return connection
                .preparedQuery(CARRIED)
                .execute(addMeters(values, meters, wanted, true)
                        .addLocalDate(span.rated().from())
                        .addArrayOfInteger(wanted.stream()
                                .filter(each -> meter(meters, each).first())
                                .toArray(Integer[]::new)))
                .map(rows -> {
                    List<Carried> carried = new ArrayList<>();
                    for (Row row : rows) {
                        carried.add(new Carried(
                                event(row),
                                row.getString("offering_key"),
                                row.getString("offering_name"),
                                row.getString("partner_key")));
                    }
                    return carried;
                });
    }

    private static Tuple counted(UsageSpan span, Long[] accounts, Meters meters, List<Integer> wanted) {
        Tuple values = Tuple.tuple()
                .addArrayOfLong(accounts)
                .addLocalDate(span.rated().from())
                .addLocalDate(span.rated().to())
                .addLocalDate(span.billedTo());
        return addMeters(values, meters, wanted, false);
    }

    private static Tuple addMeters(Tuple values, Meters meters, List<Integer> wanted, boolean closed) {
        return values.addValue(wanted.toArray(Integer[]::new))
                .addValue(Columns.longs(wanted, each -> meter(meters, each).offeringId()))
                .addValue(Columns.texts(wanted, each -> meter(meters, each).unit()))
                .addValue(Columns.of(wanted, OffsetDateTime.class, each -> {
                    Meter meter = meter(meters, each);
                    return meter.first() && !closed ? null : at(meter.begins());
                }))
                .addValue(Columns.of(wanted, OffsetDateTime.class, each -> {
                    Meter meter = meter(meters, each);
                    return meter.last() && !closed ? null : at(meter.ends());
                }))
                .addValue(Columns.texts(
                        wanted, each -> new JsonArray(meter(meters, each).sumDimensions()).encode()));
    }

    private static Meter meter(Meters meters, int index) {
        return meters.all().get(index);
    }

    private static UsageEventRow event(Row row) {
        UsageGroup group = new UsageGroup(
                row.getLong("account_id"),
                row.getLong("offering_id"),
                row.getLong("partner_id"),
                row.getString("grouping_key"),
                row.getInteger("meter"));
        OffsetDateTime end = row.getOffsetDateTime("ended_at");
        Instant from = row.getOffsetDateTime("occurred_at").toInstant();
        Long reversed = row.getLong("reverses_document");
        return new UsageEventRow(
                group,
                row.getLong("document_id") + "/" + row.getInteger("position"),
                from,
                end == null ? from : end.toInstant(),
                row.getBigDecimal("quantity"),
                dimensions(row.getString("dimensions")),
                row.getBigDecimal("amount"),
                reversed == null
                        ? Optional.empty()
                        : Optional.of(reversed + "/" + row.getInteger("reverses_position")));
    }

    private static Map<String, String> dimensions(String json) {
        if (json == null) {
            return Map.of();
        }
        Map<String, String> dimensions = new HashMap<>();
        new JsonObject(json).forEach(each -> dimensions.put(each.getKey(), String.valueOf(each.getValue())));
        return dimensions;
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
