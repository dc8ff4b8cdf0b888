package io.billinghub.core.accountterms.infrastructure;

import io.billinghub.core.accountterms.model.AccountTerms;
import io.billinghub.core.accountterms.model.PointsRequest;
import io.billinghub.core.accountterms.model.TermsDocument;
import io.billinghub.core.rating.modifier.discount.Customer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands around the plans of accounts, for those who price them; in the caller's transaction. */
@ApplicationScoped
public class AccountTermsSql {

    /**
     * Rows of two kinds, so that each document comes once however many accounts it reaches: documents with their id, and accounts with
     * the ids of their documents. Accounts that terms name come by their id, all others by audience.
     */
    private static final String QUESTION = """
            with given as materialized (
              %3$s
            ), matching as materialized (
              select g.id as account_id, t.id as terms_id
                from given g
                join account_terms_account n on n.account_id = g.id
                join account_terms t on t.id = n.terms_id
               where g.applied is null and t.valid_from <= $2 and $2 < t.valid_to and %1$s
              union all
              select g.id, t.id
                from account_terms t
                join given g on g.applied is null and %1$s
               where not t.names_accounts and t.valid_from <= $2 and $2 < t.valid_to
              union all
              select g.id, t.id
                from given g
                cross join unnest(g.applied) as a (id)
                join account_terms t on t.id = a.id
            )
            select t.id, t.definition::text, null::text as number, null::text as segment, null::text[] as groups, null::bigint[] as terms,
                   null::text[] as coupons, null::numeric as points
              from account_terms t
             where t.id in (select terms_id from matching)
            union all
            select g.id, null, g.number, g.segment, g.groups, m.terms,
                   array(select distinct c.code from account_coupon c
                          where c.account_id = g.id and c.day < $3 and (c.withdrawn_on is null or c.withdrawn_on >= $3)
                          order by c.code),
                   (select least(coalesce(sum(p.points), 0), %2$s) from points_request p
                     where p.account_id = g.id and p.day >= $2 and p.day < $3 and p.withdrawn_at is null)
              from (select account_id, array_agg(terms_id) as terms from matching group by account_id) m
              join given g on g.id = m.account_id
            """.formatted("""
                    (t.currency is null or t.currency = g.currency)
                     and (t.groups = '{}' or t.groups && g.groups) and (t.segments = '{}' or g.segment = any (t.segments))""", PointsRequest.MOST_IN_A_PERIOD.toPlainString(), "%s");

    private static final String IN_FORCE = QUESTION.formatted("""
            select a.id, a.number, a.currency, m.segment, coalesce(m.groups, '{}') as groups, null::bigint[] as applied
                from unnest($1::bigint[]) as wanted (id)
                join billing_account a on a.id = wanted.id
                left join account_membership m on m.account_id = a.id""");

    private static final String IN_FORCE_THEN = QUESTION.formatted("""
            select a.id, a.number, a.currency, case when s.groups is null then m.segment else s.segment end as segment,
                     coalesce(s.groups, m.groups, '{}') as groups, s.terms as applied
                from unnest($1::bigint[], $4::bigint[]) as wanted (id, state)
                join billing_account a on a.id = wanted.id
                join account_state s on s.account_id = wanted.id and s.id = wanted.state
                left join account_membership m on m.account_id = a.id""");

    private static final String ANY_IN_FORCE = """
            select exists (select from account_terms where valid_from <= $1 and $1 < valid_to)
            """;

    /**
     * What stands around the plans of each account in the period: all terms in force on its first day whose audience reaches the account,
     * {@linkplain AccountTerms#of together}. Coupons are those handed in before the period's end, points those asked for in it.
     *
     * @param accountIds {@code billing_account.id}
     * @param from first day of the billing period
     * @param to the day after the last one
     * @return by account; accounts that no terms reach are left out
     */
    public Uni<Map<Long, AccountTerms>> inForce(
            SqlConnection connection, Long[] accountIds, LocalDate from, LocalDate to) {
        return connection
                .preparedQuery(IN_FORCE)
                .execute(Tuple.tuple()
                        .addArrayOfLong(accountIds)
                        .addLocalDate(from)
                        .addLocalDate(to))
                .map(AccountTermsSql::byAccount);
    }

    /**
     * The same for a period that a run has priced already: the terms that it has applied, whatever is said of the period since, with segment
     * and groups that the accounts had then.
     *
     * @param states {@code account_state.id} of what the run has left of each account
     */
    public Uni<Map<Long, AccountTerms>> inForceThen(
            SqlConnection connection, Long[] accountIds, Long[] states, LocalDate from, LocalDate to) {
        return connection
                .preparedQuery(IN_FORCE_THEN)
                .execute(Tuple.tuple()
                        .addArrayOfLong(accountIds)
                        .addLocalDate(from)
                        .addLocalDate(to)
                        .addArrayOfLong(states))
                .map(AccountTermsSql::byAccount);
    }

    /** Whether there are terms for any account that begins a billing period on the day: a cheap question before {@link #inForce}. */
    public Uni<Boolean> anyInForce(SqlConnection connection, LocalDate from) {
        return connection
                .preparedQuery(ANY_IN_FORCE)
                .execute(Tuple.of(from))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static Map<Long, AccountTerms> byAccount(RowSet<Row> rows) {
        Map<Long, TermsDocument> documents = new HashMap<>();
        for (Row row : rows) {
            if (row.getString("number") == null) {
                documents.put(
                        row.getLong("id"),
                        AccountTermsJson.read(row.getString("definition")).orElseThrow());
            }
        }
        Map<Long, AccountTerms> terms = new HashMap<>();
        for (Row row : rows) {
            if (row.getString("number") != null) {
                terms.put(row.getLong("id"), terms(row, documents));
            }
        }
        return terms;
    }

    private static AccountTerms terms(Row row, Map<Long, TermsDocument> documents) {
        Customer customer = new Customer(
                row.getString("number"),
                List.of(row.getArrayOfStrings("groups")),
                row.getString("segment"),
                List.of(row.getArrayOfStrings("coupons")));
        List<Long> ids = List.of(row.getArrayOfLongs("terms"));
        return AccountTerms.of(ids.stream().map(documents::get).toList(), customer, row.getBigDecimal("points"))
                .withDocuments(ids);
    }
}
