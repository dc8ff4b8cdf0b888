package io.billinghub.api.consumption;

import io.billinghub.core.cycle.CyclePeriod;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a report names beside usage, as far as the login may see it. */
@ApplicationScoped
class ConsumptionSql {

    /** Something that is referred to. */
    record Named(UUID uuid, String name) {}

    /** A product that an account has. */
    record Subscribed(long accountId, long offeringId, UUID uuid, String name) {}

    /**
     * Names for a report.
     *
     * @param offerings by {@code product_offering.id}
     * @param partners by {@code party_role.id}
     */
    record Names(Map<Long, Named> offerings, Map<Long, Named> partners, List<Subscribed> products) {}

    /** The offerings that ids of offerings, or of products of the accounts, lead to; empty if one of them leads nowhere. */
    Uni<Optional<Set<Long>>> offerings(SqlConnection connection, Set<UUID> ids, Long[] accounts) {
        return connection
                .preparedQuery("""
                        select uuid, id from product_offering where uuid = any($1)
                        union select uuid, offering_id from product where uuid = any($1) and account_id = any($2)
                        """)
                .execute(Tuple.of(ids.toArray(UUID[]::new), accounts))
                .map(rows -> {
                    Set<UUID> found = new HashSet<>();
                    Set<Long> offerings = new HashSet<>();
                    for (Row row : rows) {
                        found.add(row.getUUID(0));
                        offerings.add(row.getLong(1));
                    }
                    return found.containsAll(ids) ? Optional.of(offerings) : Optional.empty();
                });
    }

    /** The roles of those among the parties that are partners. */
    Uni<Set<Long>> partners(SqlConnection connection, Set<UUID> parties) {
        return connection
                .preparedQuery("""
                        select r.id from party_role r join party p on p.id = r.party_id
                        where p.uuid = any($1) and r.role in ('PARTNER', 'SUB_PARTNER')
                        """)
                .execute(Tuple.of(parties.toArray(UUID[]::new)))
                .map(rows -> {
                    Set<Long> partners = new HashSet<>();
                    rows.forEach(row -> partners.add(row.getLong(0)));
                    return partners;
                });
    }

    Uni<Names> names(
            SqlConnection connection,
            Collection<Long> offerings,
            Collection<Long> partners,
            Long[] accounts,
            CyclePeriod period) {
        return named(connection, "select id, uuid, name from product_offering where id = any($1)", offerings)
                .flatMap(byOffering -> named(
                                connection,
                                "select r.id, p.uuid, p.name from party_role r join party p on p.id = r.party_id where r.id = any($1)",
                                partners)
                        .flatMap(byPartner -> products(connection, accounts, period)
                                .map(products -> new Names(byOffering, byPartner, products))));
    }

    private static Uni<Map<Long, Named>> named(SqlConnection connection, String sql, Collection<Long> ids) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.tuple().addArrayOfLong(ids.toArray(Long[]::new)))
                .map(rows -> {
                    Map<Long, Named> named = new HashMap<>();
                    rows.forEach(row -> named.put(row.getLong(0), new Named(row.getUUID(1), row.getString(2))));
                    return named;
                });
    }

    private static Uni<List<Subscribed>> products(SqlConnection connection, Long[] accounts, CyclePeriod period) {
        return connection
                .preparedQuery("""
                        select p.account_id, p.offering_id, p.uuid, o.name
                        from product p join product_offering o on o.id = p.offering_id
                        where p.account_id = any($1) and p.started_on < $3 and p.ended_on > $2
                          and p.status not in ('created', 'pendingActive', 'cancelled', 'aborted')
                        order by p.id
                        """)
                .execute(Tuple.of(accounts, period.from(), period.to()))
                .map(rows -> {
                    List<Subscribed> products = new ArrayList<>();
                    for (Row row : rows) {
                        products.add(new Subscribed(row.getLong(0), row.getLong(1), row.getUUID(2), row.getString(3)));
                    }
                    return products;
                });
    }
}
