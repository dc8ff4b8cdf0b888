package io.billinghub.core.accountterms.infrastructure;

import io.billinghub.core.accountterms.model.HandedIn;
import io.billinghub.core.accountterms.model.PointsRequest;
import io.billinghub.core.accountterms.model.TermsAccount;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.joda.money.CurrencyUnit;

/** What accounts bring to their terms, in the caller's transaction. */
@ApplicationScoped
public class ContributionSql {

    private static final String ACCOUNT = """
            select a.id, a.number, a.currency, c.time_zone, c.open_from, m.segment, coalesce(m.groups, '{}') as groups,
                   coalesce(m.version, 0) as version
              from billing_account a
              join billing_account r on r.id = a.root_id
              join bill_cycle c on c.id = r.cycle_id
              left join account_membership m on m.account_id = a.id
             where a.number = $1
            """;
    private static final String MEMBERSHIP = """
            insert into account_membership (tenant_id, account_id, segment, groups, changed_at, changed_by)
            values (hub_tenant(), $1, $2, $3, $4, $5)
            on conflict (account_id) do update
               set segment = excluded.segment, groups = excluded.groups, changed_at = excluded.changed_at,
                   changed_by = excluded.changed_by, version = account_membership.version + 1
            """;
    private static final String COUPON = """
            select id, uuid, code, day, handed_in_at, handed_in_by, withdrawn_on from account_coupon where account_id = $1
            """;
    private static final String HAND_IN = """
            insert into account_coupon (tenant_id, uuid, account_id, code, day, handed_in_at, handed_in_by)
            values (hub_tenant(), $1, $2, $3, $4, $5, $6)
            on conflict (account_id, code) where withdrawn_on is null do nothing
            """;
    private static final String TAKE_BACK = """
            update account_coupon set withdrawn_on = $2, withdrawn_at = $3, withdrawn_by = $4 where id = $1 and withdrawn_on is null
            """;
    private static final String REQUEST = """
            select id, uuid, points, day, asked_at, asked_by, withdrawn_at is not null as withdrawn from points_request where account_id = $1
            """;
    private static final String ASK = """
            insert into points_request (tenant_id, uuid, account_id, points, day, asked_at, asked_by)
            values (hub_tenant(), $1, $2, $3, $4, $5, $6)
            """;
    private static final String ASKED = """
            select coalesce(sum(points), 0) from points_request where account_id = $1 and day >= $2 and withdrawn_at is null
            """;
    private static final String UNASK = """
            update points_request set withdrawn_at = $2, withdrawn_by = $3 where id = $1 and withdrawn_at is null
            """;

    /** The account with the number; locked against other changes of what it brings where it is to be changed. */
    public Uni<Optional<TermsAccount>> account(SqlConnection connection, String number, boolean toChange) {
        return connection
                .preparedQuery(ACCOUNT + (toChange ? " for no key update of a" : ""))
                .execute(Tuple.of(number))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(account(row));
                    }
                    return Optional.empty();
                });
    }

    public Uni<Void> setMembership(
            SqlConnection connection,
            TenantContext login,
            long account,
            String segment,
            List<String> groups,
            Instant now) {
        return connection
                .preparedQuery(MEMBERSHIP)
                .execute(Tuple.of(account)
                        .addString(segment)
                        .addArrayOfString(groups.toArray(String[]::new))
                        .addOffsetDateTime(utc(now))
                        .addString(login.actor()))
                .replaceWithVoid();
    }

    /** Those after the one with the row {@code after}, the oldest first. */
    public Uni<List<HandedIn>> coupons(SqlConnection connection, long account, long after, int limit) {
        return connection
                .preparedQuery(COUPON + " and id > $2 order by id limit $3")
                .execute(Tuple.of(account, after, limit))
                .map(ContributionSql::coupons);
    }

    public Uni<Optional<HandedIn>> coupon(SqlConnection connection, long account, UUID id) {
        return connection
                .preparedQuery(COUPON + " and uuid = $2")
                .execute(Tuple.of(account, id))
                .map(rows -> coupons(rows).stream().findFirst());
    }

    /** Whether it was handed in now; false if the account had it. */
    public Uni<Boolean> handIn(
            SqlConnection connection, TenantContext login, UUID id, TermsAccount account, String code, Instant now) {
        return connection
                .preparedQuery(HAND_IN)
                .execute(Tuple.of(id)
                        .addLong(account.id())
                        .addString(code)
                        .addLocalDate(LocalDate.ofInstant(now, account.zone()))
                        .addOffsetDateTime(utc(now))
                        .addString(login.actor()))
                .map(rows -> rows.rowCount() == 1);
    }

    public Uni<Void> takeBack(
            SqlConnection connection, TenantContext login, HandedIn coupon, ZoneId zone, Instant now) {
        return connection
                .preparedQuery(TAKE_BACK)
                .execute(Tuple.of(coupon.rowId())
                        .addLocalDate(LocalDate.ofInstant(now, zone))
                        .addOffsetDateTime(utc(now))
                        .addString(login.actor()))
                .replaceWithVoid();
    }

    /** Those after the one with the row {@code after}, the oldest first. */
    public Uni<List<PointsRequest>> requests(SqlConnection connection, long account, long after, int limit) {
        return connection
                .preparedQuery(REQUEST + " and id > $2 order by id limit $3")
                .execute(Tuple.of(account, after, limit))
                .map(ContributionSql::requests);
    }

    public Uni<Optional<PointsRequest>> request(SqlConnection connection, long account, UUID id) {
        return connection
                .preparedQuery(REQUEST + " and uuid = $2")
                .execute(Tuple.of(account, id))
                .map(rows -> requests(rows).stream().findFirst());
    }

    public Uni<Void> ask(
            SqlConnection connection,
            TenantContext login,
            UUID id,
            TermsAccount account,
            BigDecimal points,
            Instant now) {
        return connection
                .preparedQuery(ASK)
                .execute(Tuple.of(id)
                        .addLong(account.id())
                        .addBigDecimal(points)
                        .addLocalDate(account.openFrom())
                        .addOffsetDateTime(utc(now))
                        .addString(login.actor()))
                .replaceWithVoid();
    }

    /** How many points the account has asked for in the earliest period that is open. */
    public Uni<BigDecimal> asked(SqlConnection connection, TermsAccount account) {
        return connection
                .preparedQuery(ASKED)
                .execute(Tuple.of(account.id(), account.openFrom()))
                .map(rows -> rows.iterator().next().getBigDecimal(0));
    }

    public Uni<Void> unask(SqlConnection connection, TenantContext login, PointsRequest request, Instant now) {
        return connection
                .preparedQuery(UNASK)
                .execute(Tuple.of(request.rowId(), utc(now), login.actor()))
                .replaceWithVoid();
    }

    private static TermsAccount account(Row row) {
        return new TermsAccount(
                row.getLong("id"),
                row.getString("number"),
                CurrencyUnit.of(row.getString("currency")),
                ZoneId.of(row.getString("time_zone")),
                row.getLocalDate("open_from"),
                row.getString("segment"),
                List.of(row.getArrayOfStrings("groups")),
                row.getInteger("version"));
    }

    private static List<HandedIn> coupons(RowSet<Row> rows) {
        List<HandedIn> found = new ArrayList<>();
        for (Row row : rows) {
            found.add(new HandedIn(
                    row.getLong("id"),
                    row.getUUID("uuid"),
                    row.getString("code"),
                    row.getLocalDate("day"),
                    row.getOffsetDateTime("handed_in_at").toInstant(),
                    row.getString("handed_in_by"),
                    row.getLocalDate("withdrawn_on")));
        }
        return found;
    }

    private static List<PointsRequest> requests(RowSet<Row> rows) {
        List<PointsRequest> found = new ArrayList<>();
        for (Row row : rows) {
            found.add(new PointsRequest(
                    row.getLong("id"),
                    row.getUUID("uuid"),
                    row.getBigDecimal("points"),
                    row.getLocalDate("day"),
                    row.getOffsetDateTime("asked_at").toInstant(),
                    row.getString("asked_by"),
                    row.getBoolean("withdrawn")));
        }
        return found;
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
