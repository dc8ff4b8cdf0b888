package io.billinghub.core.accountterms.infrastructure;

import io.billinghub.core.accountterms.model.StoredTerms;
import io.billinghub.core.accountterms.model.TermsDocument;
import io.billinghub.core.accountterms.model.TermsHistory;
import io.billinghub.core.accountterms.model.TermsReference;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
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
import org.joda.money.CurrencyUnit;

/** Versions of terms as they are kept, in the caller's transaction. */
@ApplicationScoped
public class TermsTable {

    private static final String VERSION = """
            select id, key, version, definition::text as definition, edit, changed_at, changed_by from account_terms
            """;

    /** By the unique index of key and version. */
    private static final String LIST = VERSION + """
            where ($1::text is null or key = $1) and ($2::date is null or valid_from <= $2 and $2 < valid_to)
              and ($3::text is null or (key, version) > ($3, $4::integer))
            order by key, version limit $5
            """;

    private static final String OF_KEY = VERSION + "where key = $1 order by version";

    private static final String INSERT = """
            with made as (
              insert into account_terms (tenant_id, key, version, name, currency, valid_from, valid_to, names_accounts, groups, segments,
                                         definition, edit, changed_at, changed_by)
              values (hub_tenant(), $1, $2, $3, $4, $5, coalesce($6, date 'infinity'), cardinality($7::text[]) > 0, $8, $9, $10::text::jsonb,
                      $11, $12, $13)
              returning id)
            insert into account_terms_account (tenant_id, terms_id, account_id)
            select hub_tenant(), made.id, a.id from made, billing_account a where a.number = any ($7)
            """;

    /** The resolution of what a document names: where something is there, whether it fits. */
    private static final String REFERENCES = """
            select w.kind, w.key, w.path, w.partner, a.id is not null as account, a.currency, o.id is not null as product,
                   p.key as of_partner,
                   exists (select from party_role r where r.key = w.key and r.role <> 'CUSTOMER') as party,
                   w.partner = (select key from party_role where role in ('CSP', 'MARKETPLACE') order by role, id limit 1) as by_host
              from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as w (kind, key, path, partner, position)
              left join billing_account a on w.kind in ('ACCOUNT', 'SPONSOR') and a.number = w.key
              left join product_offering o on w.kind = 'PRODUCT' and o.key = w.key
              left join agreement g on g.id = o.agreement_id
              left join party_role p on p.id = g.partner_id
             order by w.position
            """;

    private static final String COUPONS_OF_OTHERS = """
            select t.key, t.version, d.value -> 'coupon' ->> 'code' as code
              from account_terms t, jsonb_array_elements(t.definition -> 'discounts') d
             where t.key <> $1 and t.valid_from < coalesce($3, date 'infinity') and $2 < t.valid_to
               and d.value -> 'coupon' ->> 'code' = any ($4)
             order by t.key, t.version limit 1
            """;

    private static final String WITH_COUPON = VERSION + """
            where valid_from <= $2 and $2 < valid_to
              and exists (select from jsonb_array_elements(definition -> 'discounts') d where d.value -> 'coupon' ->> 'code' = $1)
            order by key
            """;

    /**
     * Which versions.
     *
     * @param key of the terms; null for any
     * @param day one on which they are in force; null for any
     * @param afterKey behind which to go on, with {@code afterVersion}; null for the first ones
     * @param limit at most so many
     */
    public record Query(String key, LocalDate day, String afterKey, Integer afterVersion, int limit) {}

    /** Lets no other change of terms of the tenant go on until the transaction ends. */
    public Uni<Void> lock(SqlConnection connection) {
        return connection
                .query("select pg_advisory_xact_lock(hashtextextended('account-terms/' || hub_tenant(), 0))")
                .execute()
                .replaceWithVoid();
    }

    /** By key and version. */
    public Uni<List<StoredTerms>> list(SqlConnection connection, Query query) {
        Tuple values = Tuple.tuple()
                .addString(query.key())
                .addLocalDate(query.day())
                .addString(query.afterKey())
                .addInteger(query.afterVersion())
                .addInteger(query.limit());
        return connection.preparedQuery(LIST).execute(values).map(TermsTable::versions);
    }

    /** All versions of the key. */
    public Uni<TermsHistory> history(SqlConnection connection, String key) {
        return connection.preparedQuery(OF_KEY).execute(Tuple.of(key)).map(rows -> new TermsHistory(versions(rows)));
    }

    /** The terms in force on the day of which a discount wants the coupon. */
    public Uni<List<TermsDocument>> withCoupon(SqlConnection connection, String code, LocalDate day) {
        return connection
                .preparedQuery(WITH_COUPON)
                .execute(Tuple.of(code, day))
                .map(rows -> versions(rows).stream().map(StoredTerms::terms).toList());
    }

    /** Stores a version, with the accounts that it names. */
    public Uni<Void> insert(
            SqlConnection connection,
            TenantContext login,
            TermsDocument terms,
            TermsHistory.Change change,
            Instant now) {
        Tuple values = Tuple.tuple()
                .addString(terms.key())
                .addInteger(change.version())
                .addString(terms.name())
                .addString(terms.currency() == null ? null : terms.currency().getCode())
                .addLocalDate(terms.validFrom())
                .addLocalDate(terms.validTo())
                .addArrayOfString(terms.audience().accounts().toArray(String[]::new))
                .addArrayOfString(terms.audience().groups().toArray(String[]::new))
                .addArrayOfString(terms.audience().segments().toArray(String[]::new))
                .addString(AccountTermsJson.write(terms))
                .addInteger(change.edit())
                .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .addString(login.actor());
        return connection.preparedQuery(INSERT).execute(values).replaceWithVoid();
    }

    /** Gives a version its new end. */
    public Uni<Void> end(
            SqlConnection connection, TenantContext login, TermsHistory.Ended ended, int edit, Instant now) {
        Tuple values = Tuple.of(ended.version().id())
                .addLocalDate(ended.terms().validTo())
                .addString(AccountTermsJson.write(ended.terms()))
                .addInteger(edit)
                .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .addString(login.actor());
        return connection.preparedQuery("""
                        update account_terms set valid_to = $2, definition = $3::text::jsonb, edit = $4, changed_at = $5, changed_by = $6
                        where id = $1
                        """).execute(values).replaceWithVoid();
    }

    /** Deletes a version that has not begun. */
    public Uni<Void> delete(SqlConnection connection, StoredTerms version) {
        return connection
                .preparedQuery("delete from account_terms where id = $1")
                .execute(Tuple.of(version.id()))
                .replaceWithVoid();
    }

    /** The first reference that leads nowhere, or to what does not fit: its path and what is wrong; empty if all are well. */
    public Uni<Optional<AccountTermsReading.Refused>> misfit(SqlConnection connection, TermsDocument terms) {
        List<TermsReference> references = TermsReference.of(terms);
        Tuple values = Tuple.tuple()
                .addArrayOfString(
                        references.stream().map(each -> each.kind().name()).toArray(String[]::new))
                .addArrayOfString(references.stream().map(TermsReference::key).toArray(String[]::new))
                .addArrayOfString(references.stream().map(TermsReference::path).toArray(String[]::new))
                .addArrayOfString(
                        references.stream().map(TermsReference::partner).toArray(String[]::new));
        return connection.preparedQuery(REFERENCES).execute(values).map(rows -> {
            for (Row row : rows) {
                String problem = problem(row, terms.currency());
                if (problem != null) {
                    return Optional.of(new AccountTermsReading.Refused(row.getString("path"), problem));
                }
            }
            return Optional.empty();
        });
    }

    /** A coupon of these terms that other terms, in force at the same time, have too. */
    public Uni<Optional<AccountTermsReading.Refused>> doubledCoupon(SqlConnection connection, TermsDocument terms) {
        List<String> codes = terms.discounts().stream()
                .map(discount ->
                        discount.coupon() == null ? null : discount.coupon().code())
                .toList();
        Tuple values = Tuple.tuple()
                .addString(terms.key())
                .addLocalDate(terms.validFrom())
                .addLocalDate(terms.validTo())
                .addArrayOfString(codes.toArray(String[]::new));
        return connection.preparedQuery(COUPONS_OF_OTHERS).execute(values).map(rows -> {
            for (Row row : rows) {
                return Optional.of(new AccountTermsReading.Refused(
                        "$.discounts[" + codes.indexOf(row.getString("code")) + "].coupon.code",
                        "'" + row.getString("code") + "' is a coupon of the terms '" + row.getString("key")
                                + "' at the same time; its limits are those of one discount"));
            }
            return Optional.empty();
        });
    }

    private static String problem(Row row, CurrencyUnit currency) {
        String key = row.getString("key");
        return switch (TermsReference.Kind.valueOf(row.getString("kind"))) {
            case ACCOUNT, SPONSOR ->
                row.getBoolean("account") ? billedOtherwise(row, currency) : "there is no account " + quoted(key);
            case PARTY -> row.getBoolean("party") ? null : "there is no partner " + quoted(key);
            case PRODUCT -> !row.getBoolean("product") ? "there is no product " + quoted(key) : ofAnother(row);
        };
    }

    private static String billedOtherwise(Row row, CurrencyUnit currency) {
        return currency == null || currency.getCode().equals(row.getString("currency"))
                ? null
                : "the account " + quoted(row.getString("key")) + " is billed in " + row.getString("currency")
                        + ", the terms are in " + currency.getCode();
    }

    /** A charge names the partner whose product it is; the host's own products name the host. */
    private static String ofAnother(Row row) {
        String named = row.getString("partner");
        String owner = row.getString("of_partner");
        if (named == null || (owner == null ? Boolean.TRUE.equals(row.getBoolean("by_host")) : owner.equals(named))) {
            return null;
        }
        return quoted(row.getString("key")) + " is "
                + (owner == null ? "the host's own product" : "a product of " + quoted(owner)) + ", not of "
                + quoted(named);
    }

    private static String quoted(String key) {
        return "'" + key + "'";
    }

    private static List<StoredTerms> versions(RowSet<Row> rows) {
        List<StoredTerms> versions = new ArrayList<>();
        for (Row row : rows) {
            versions.add(new StoredTerms(
                    row.getLong("id"),
                    row.getInteger("version"),
                    AccountTermsJson.read(row.getString("definition")).orElseThrow(),
                    row.getInteger("edit"),
                    row.getOffsetDateTime("changed_at").toInstant(),
                    row.getString("changed_by")));
        }
        return versions;
    }
}
