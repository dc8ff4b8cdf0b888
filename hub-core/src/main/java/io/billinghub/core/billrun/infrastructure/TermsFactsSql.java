package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.SoldAs;
import io.billinghub.core.billrun.model.TermsCharge.Bearing;
import io.billinghub.core.billrun.model.TermsInput.Offered;
import io.billinghub.core.rating.model.LocalPeriod;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.CurrencyUnit;

/** What the terms of a shard's accounts are applied to, and what they name. Asked of accounts that have terms only. */
@ApplicationScoped
public class TermsFactsSql {

    static final String HOST =
            "(select key from party_role where role in ('CSP', 'MARKETPLACE') order by role, id limit 1)";

    /** A partner's agreement in its version of the day $2, else the last one before, else the first. */
    private static final String VERSION_IN_FORCE = """
            left join lateral (
              select v.id, v.selling_model from agreement_version v
              where v.agreement_id = g.id
              order by (v.valid_from <= $2 and v.valid_to > $2) desc, v.valid_from <= $2 desc, v.valid_from desc, v.version desc
              limit 1
            ) v on true
            """;

    /** An account with what it pays in. */
    public record PricedAccount(long id, String number, CurrencyUnit currency) {}

    /** In the order of their numbers. */
    public Uni<List<PricedAccount>> accounts(SqlConnection connection, Long[] accounts) {
        return connection
                .preparedQuery("select id, number, currency from billing_account where id = any($1) order by number")
                .execute(Tuple.tuple().addArrayOfLong(accounts))
                .map(rows -> {
                    List<PricedAccount> found = new ArrayList<>();
                    for (Row row : rows) {
                        found.add(
                                new PricedAccount(row.getLong(0), row.getString(1), CurrencyUnit.of(row.getString(2))));
                    }
                    return found;
                });
    }

    /** Keys of the products that the accounts have on some day of the period. */
    public Uni<Map<Long, List<String>>> productsThere(SqlConnection connection, Long[] accounts, LocalPeriod period) {
        return connection
                .preparedQuery("""
                        select distinct p.account_id, o.key
                        from product p join product_offering o on o.id = p.offering_id
                        where p.account_id = any($1) and p.started_on < $3 and p.ended_on > $2
                          and p.status not in ('created', 'pendingActive', 'cancelled', 'aborted')
                        order by p.account_id, o.key
                        """)
                .execute(Tuple.of(accounts, period.from(), period.to()))
                .map(rows -> {
                    Map<Long, List<String>> there = new HashMap<>();
                    for (Row row : rows) {
                        there.computeIfAbsent(row.getLong(0), none -> new ArrayList<>())
                                .add(row.getString(1));
                    }
                    return there;
                });
    }

    /** Key of the host's party role. */
    public Uni<String> host(SqlConnection connection) {
        return connection
                .query("select coalesce(" + HOST + ", '')")
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }

    /** Products by key, as they are sold on the day; those that are not there are left out. */
    public Uni<Map<String, Offered>> products(SqlConnection connection, String[] keys, LocalDate day) {
        return connection
                .preparedQuery("""
                        select o.key, o.id, coalesce(r.key, %s), v.id, coalesce(v.selling_model = 'AGENCY', false)
                        from product_offering o
                        left join agreement g on g.id = o.agreement_id
                        left join party_role r on r.id = g.partner_id
                        """.formatted(HOST) + VERSION_IN_FORCE + "where o.key = any($1)")
                .execute(Tuple.of(keys, day))
                .map(rows -> {
                    Map<String, Offered> products = new HashMap<>();
                    for (Row row : rows) {
                        products.put(
                                row.getString(0),
                                new Offered(
                                        new SoldAs(
                                                row.getLong(1),
                                                row.getString(0),
                                                row.getString(2),
                                                Optional.ofNullable(row.getLong(3)),
                                                Optional.empty()),
                                        row.getBoolean(4)));
                    }
                    return products;
                });
    }

    /** Parties by the key of a role, with the first of their agreements as of the day; those that are not there are left out. */
    public Uni<Map<String, Bearing>> bearers(SqlConnection connection, String[] keys, LocalDate day) {
        return connection
                .preparedQuery("""
                        select distinct on (r.key) r.key, r.party_id, v.id
                        from party_role r
                        left join agreement g on g.partner_id = r.id
                        """ + VERSION_IN_FORCE + """
                        where r.key = any($1) and r.role <> 'CUSTOMER'
                        order by r.key, array_position(array['CSP', 'MARKETPLACE', 'PARTNER', 'SUB_PARTNER'], r.role), v.id is null, g.id
                        """)
                .execute(Tuple.of(keys, day))
                .map(rows -> {
                    Map<String, Bearing> bearers = new HashMap<>();
                    for (Row row : rows) {
                        bearers.put(
                                row.getString(0),
                                new Bearing(row.getString(0), row.getLong(1), Optional.ofNullable(row.getLong(2))));
                    }
                    return bearers;
                });
    }

    /** Accounts by number; those that are not there are left out. */
    public Uni<Map<String, Long>> accountsByNumber(SqlConnection connection, String[] numbers) {
        return connection
                .preparedQuery("select number, id from billing_account where number = any($1)")
                .execute(Tuple.of((Object) numbers))
                .map(rows -> {
                    Map<String, Long> accounts = new HashMap<>();
                    for (Row row : rows) {
                        accounts.put(row.getString(0), row.getLong(1));
                    }
                    return accounts;
                });
    }
}
