package io.billinghub.core.accountterms.application;

import io.billinghub.core.accountterms.infrastructure.ContributionSql;
import io.billinghub.core.accountterms.infrastructure.TermsTable;
import io.billinghub.core.accountterms.model.Coupons;
import io.billinghub.core.accountterms.model.HandedIn;
import io.billinghub.core.accountterms.model.PointsRequest;
import io.billinghub.core.accountterms.model.TermsAccount;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What accounts bring to their terms: segment and groups, coupons, points to burn. Each change locks its account, and fails with
 * UNKNOWN_RESOURCE where there is no such account.
 */
@ApplicationScoped
public class AccountContributions {

    private final ContributionSql sql;
    private final TermsTable terms;
    private final AuditLog audit;
    private final IdGenerator ids;
    private final Clock clock;

    public AccountContributions(ContributionSql sql, TermsTable terms, AuditLog audit, IdGenerator ids, Clock clock) {
        this.sql = sql;
        this.terms = terms;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** The account with its segment and groups. */
    public Uni<TermsAccount> account(SqlConnection connection, String number) {
        return account(connection, number, false);
    }

    /**
     * Sets segment and groups.
     *
     * @param segment null for none
     * @param groups each once
     * @param condition judges the version; empty where they were never set
     */
    public Uni<TermsAccount> setMembership(
            SqlConnection connection,
            TenantContext login,
            String number,
            String segment,
            List<String> groups,
            Consumer<OptionalInt> condition) {
        return account(connection, number, true)
                .invoke(before -> condition.accept(
                        before.version() == 0 ? OptionalInt.empty() : OptionalInt.of(before.version())))
                .flatMap(before -> sql.setMembership(
                                connection,
                                login,
                                before.id(),
                                segment,
                                groups.stream().sorted().toList(),
                                now())
                        .flatMap(done -> account(connection, number, false))
                        .call(after -> audit.append(
                                connection,
                                login,
                                "account-membership.set",
                                subject(number),
                                Optional.of(json(before)),
                                Optional.of(json(after)))));
    }

    /** The account's coupons, also those that were taken back, the oldest first. */
    public Uni<List<HandedIn>> coupons(SqlConnection connection, String number, long after, int limit) {
        return account(connection, number, false)
                .flatMap(account -> sql.coupons(connection, account.id(), after, limit));
    }

    /** Hands a coupon in. Fails with COUPON_REFUSED where it is of no use today, COUPON_THERE where the account has it already. */
    public Uni<HandedIn> handIn(SqlConnection connection, TenantContext login, String number, String code) {
        UUID id = ids.next();
        Instant now = now();
        return account(connection, number, true)
                .call(account -> useful(connection, account, code, LocalDate.ofInstant(now, account.zone())))
                .flatMap(account -> sql.handIn(connection, login, id, account, code, now)
                        .invoke(taken -> {
                            if (!taken) {
                                throw new HubException(
                                        CoreError.COUPON_THERE,
                                        "the account " + number + " has handed in the coupon '" + code + "' already");
                            }
                        })
                        .flatMap(taken -> sql.coupon(connection, account.id(), id)))
                .map(Optional::orElseThrow)
                .call(made -> audit.append(
                        connection,
                        login,
                        "account-coupon.hand-in",
                        subject(number),
                        Optional.empty(),
                        Optional.of(json(made))));
    }

    private Uni<Void> useful(SqlConnection connection, TermsAccount account, String code, LocalDate day) {
        return terms.withCoupon(connection, code, day)
                .invoke(inForce -> Coupons.refusal(inForce, code, account.customer(), account.currency(), day)
                        .ifPresent(problem -> {
                            throw new HubException(CoreError.COUPON_REFUSED, problem);
                        }))
                .replaceWithVoid();
    }

    /** Takes a coupon back; it counts in periods that have ended by then, and in no other. Once more changes nothing. */
    public Uni<Void> takeBack(SqlConnection connection, TenantContext login, String number, UUID id) {
        return account(connection, number, true)
                .flatMap(account -> sql.coupon(connection, account.id(), id)
                        .map(found -> found.orElseThrow(() -> unknown("coupon", id)))
                        .flatMap(coupon -> coupon.withdrawnOn() != null
                                ? Uni.createFrom().voidItem()
                                : sql.takeBack(connection, login, coupon, account.zone(), now())
                                        .flatMap(done -> audit.append(
                                                connection,
                                                login,
                                                "account-coupon.withdraw",
                                                subject(number),
                                                Optional.of(json(coupon)),
                                                Optional.empty()))));
    }

    /** The account's requests to burn points, also those that were taken back, the oldest first. */
    public Uni<List<PointsRequest>> requests(SqlConnection connection, String number, long after, int limit) {
        return account(connection, number, false)
                .flatMap(account -> sql.requests(connection, account.id(), after, limit));
    }

    /**
     * Asks for points to be burnt in the bill of the earliest period that is open. Fails with TOO_MANY_POINTS where all requests of that
     * period together would come to more than {@link PointsRequest#MOST_IN_A_PERIOD}.
     */
    public Uni<PointsRequest> ask(SqlConnection connection, TenantContext login, String number, BigDecimal points) {
        UUID id = ids.next();
        return account(connection, number, true)
                .call(account -> sql.asked(connection, account).invoke(asked -> requireFew(number, asked, points)))
                .flatMap(account -> sql.ask(connection, login, id, account, points, now())
                        .flatMap(done -> sql.request(connection, account.id(), id)))
                .map(Optional::orElseThrow)
                .call(made -> audit.append(
                        connection,
                        login,
                        "points-request.make",
                        subject(number),
                        Optional.empty(),
                        Optional.of(json(made))));
    }

    private static void requireFew(String number, BigDecimal asked, BigDecimal points) {
        if (asked.add(points).compareTo(PointsRequest.MOST_IN_A_PERIOD) > 0) {
            throw new HubException(
                    CoreError.TOO_MANY_POINTS,
                    "the account " + number + " has asked for " + asked.toPlainString() + " points in the period; "
                            + points.toPlainString() + " more would exceed "
                            + PointsRequest.MOST_IN_A_PERIOD.toPlainString());
        }
    }

    /** Takes a request back. Fails with PERIOD_CLOSED where its period is billed; once more changes nothing. */
    public Uni<Void> unask(SqlConnection connection, TenantContext login, String number, UUID id) {
        return account(connection, number, true)
                .flatMap(account -> sql.request(connection, account.id(), id)
                        .map(found -> found.orElseThrow(() -> unknown("request", id)))
                        .flatMap(request -> {
                            if (request.withdrawn()) {
                                return Uni.createFrom().voidItem();
                            }
                            if (request.day().isBefore(account.openFrom())) {
                                throw new HubException(
                                        CoreError.PERIOD_CLOSED,
                                        "the request is for the period of " + request.day()
                                                + ", which takes nothing in since " + account.openFrom());
                            }
                            return sql.unask(connection, login, request, now())
                                    .flatMap(done -> audit.append(
                                            connection,
                                            login,
                                            "points-request.withdraw",
                                            subject(number),
                                            Optional.of(json(request)),
                                            Optional.empty()));
                        }));
    }

    private Uni<TermsAccount> account(SqlConnection connection, String number, boolean toChange) {
        return sql.account(connection, number, toChange)
                .map(found -> found.orElseThrow(() -> new HubException(
                        CoreError.UNKNOWN_RESOURCE, "there is no account with the number '" + number + "'")));
    }

    private Instant now() {
        return clock.instant();
    }

    private static HubException unknown(String what, UUID id) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "the account has no " + what + " with the id '" + id + "'");
    }

    private static String subject(String number) {
        return "account/" + number;
    }

    private static String json(TermsAccount account) {
        return new JsonObject()
                .put("segment", account.segment())
                .put("groups", new JsonArray(account.groups()))
                .put("version", account.version())
                .encode();
    }

    private static String json(HandedIn coupon) {
        return new JsonObject()
                .put("id", coupon.id().toString())
                .put("code", coupon.code())
                .put("day", coupon.day().toString())
                .encode();
    }

    private static String json(PointsRequest request) {
        return new JsonObject()
                .put("id", request.id().toString())
                .put("points", request.points().toPlainString())
                .put("day", request.day().toString())
                .encode();
    }
}
