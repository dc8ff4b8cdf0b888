package io.billinghub.onboarding.priceplan.infrastructure;

import io.billinghub.onboarding.priceplan.infrastructure.PlanImportDocument.Offering;
import io.billinghub.onboarding.priceplan.model.PlanOutcome.StoredVersion;
import io.billinghub.onboarding.priceplan.model.StoredPricePlan;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Stored price plans: those that the transaction's login may see, without what TMF620 keeps and the hub can't bill. */
@ApplicationScoped
public class PricePlanTable {

    /**
     * Which plans.
     *
     * @param key of the plans; null for any
     * @param offering key of their offering; null for any
     * @param day one on which they are in force; null for any
     * @param after the key and version behind which to go on; null for the first ones
     * @param limit at most so many
     */
    public record Query(String key, String offering, LocalDate day, Version after, int limit) {}

    /** What a plan is sorted by. */
    public record Version(String key, int version) {}

    private static final String PLAN = """
        select p.uuid, p.key, p.version, o.key as offering, p.definition::text as definition, p.changed_at,
               nullif(p.valid_from, date '0001-01-01') as valid_from, nullif(p.valid_to, 'infinity') as valid_to
          from price_plan p left join product_offering o on o.id = p.offering_id
         where p.definition is not null
        """;

    /** By the unique index of key and version. */
    private static final String LIST = PLAN + """
           and ($1::text is null or p.key = $1) and ($2::text is null or o.key = $2)
           and ($3::date is null or p.valid_from <= $3 and p.valid_to > $3)
           and ($4::text is null or (p.key, p.version) > ($4, $5::integer))
         order by p.key, p.version limit $6
        """;

    private static final String ONE = PLAN + " and p.uuid = $1";

    private static final String OFFERINGS = """
        select o.key, o.name, a.key as agreement, o.unit, o.tax_class
          from product_offering o left join agreement a on a.id = o.agreement_id
         where o.key = any ($1::text[])
        """;

    private static final String VERSIONS = """
        select p.uuid, p.key, p.version, o.key as offering
          from unnest($1::text[], $2::integer[]) with ordinality as given (key, version, position)
          join price_plan p on p.key = given.key and p.version = given.version
          left join product_offering o on o.id = p.offering_id
         order by given.position
        """;

    public Uni<List<StoredPricePlan>> list(SqlConnection connection, Query query) {
        Tuple values = Tuple.tuple()
                .addString(query.key())
                .addString(query.offering())
                .addLocalDate(query.day())
                .addString(query.after() == null ? null : query.after().key())
                .addInteger(query.after() == null ? null : query.after().version())
                .addInteger(query.limit());
        return connection.preparedQuery(LIST).execute(values).map(PricePlanTable::plans);
    }

    public Uni<Optional<StoredPricePlan>> one(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(ONE)
                .execute(Tuple.of(id))
                .map(rows -> plans(rows).stream().findFirst());
    }

    /** Those of the offerings that there are, by key. */
    public Uni<Map<String, Offering>> offerings(SqlConnection connection, Collection<String> keys) {
        return connection
                .preparedQuery(OFFERINGS)
                .execute(Tuple.tuple().addArrayOfString(keys.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Offering> found = new HashMap<>();
                    rows.forEach(row -> found.put(
                            row.getString("key"),
                            new Offering(
                                    row.getString("key"),
                                    row.getString("name"),
                                    row.getString("agreement"),
                                    row.getString("unit"),
                                    row.getString("tax_class"))));
                    return found;
                });
    }

    /** The versions as they are stored, in the same order; what is not there is left out. */
    public Uni<List<StoredVersion>> versions(SqlConnection connection, List<Version> versions) {
        Tuple values = Tuple.tuple()
                .addArrayOfString(versions.stream().map(Version::key).toArray(String[]::new))
                .addArrayOfInteger(versions.stream().map(Version::version).toArray(Integer[]::new));
        return connection.preparedQuery(VERSIONS).execute(values).map(rows -> {
            List<StoredVersion> found = new ArrayList<>();
            rows.forEach(row -> found.add(new StoredVersion(
                    row.getUUID("uuid"), row.getString("key"), row.getInteger("version"), row.getString("offering"))));
            return found;
        });
    }

    private static List<StoredPricePlan> plans(RowSet<Row> rows) {
        List<StoredPricePlan> plans = new ArrayList<>();
        for (Row row : rows) {
            plans.add(new StoredPricePlan(
                    row.getUUID("uuid"),
                    row.getString("key"),
                    row.getInteger("version"),
                    row.getString("offering"),
                    row.getLocalDate("valid_from"),
                    row.getLocalDate("valid_to"),
                    row.getOffsetDateTime("changed_at").toInstant(),
                    row.getString("definition")));
        }
        return plans;
    }
}
