package io.billinghub.core.prepaid.application;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.StableId;
import io.billinghub.core.prepaid.infrastructure.BucketSql;
import io.billinghub.core.prepaid.infrastructure.BucketSql.Opening;
import io.billinghub.core.prepaid.infrastructure.BucketSql.Owner;
import io.billinghub.core.prepaid.model.Bucket;
import io.billinghub.core.prepaid.model.Movement;
import io.billinghub.core.prepaid.model.MovementKind;
import io.billinghub.core.prepaid.model.NewBucket;
import io.billinghub.core.prepaid.model.PrepaidAmount;
import io.billinghub.core.prepaid.model.UsageType;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * What people and other systems do with prepaid balances, in the caller's transaction: at once and exactly, or refused. A bucket is locked
 * from when it is looked at until the transaction ends, so of several that take from it at once each finds what the one before has left.
 */
@ApplicationScoped
public class PrepaidBalances {

    private static final int AT_ONCE = 500;

    private final TenantTransaction transactions;
    private final BucketSql sql;
    private final PrepaidConfig config;
    private final Clock clock;

    public PrepaidBalances(TenantTransaction transactions, BucketSql sql, PrepaidConfig config, Clock clock) {
        this.transactions = transactions;
        this.sql = sql;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Opens a bucket with its first top-up.
     *
     * @return fails with UNKNOWN_ACCOUNT, UNKNOWN_PRODUCT, INVALID_REQUEST (an amount below zero, an end that is over), BUCKET_DIFFERS
     *     (money that is not in the account's currency)
     */
    public Uni<Void> open(
            SqlConnection connection,
            TenantContext login,
            UUID account,
            UsageType usageType,
            NewBucket terms,
            Movement topUp) {
        requireMore(topUp.amount());
        Instant now = clock.instant();
        UUID bucket = bucketOf(topUp.uuid());
        return sql.unknownKeys(connection, terms)
                .invoke(PrepaidBalances::requireKnown)
                .flatMap(known -> sql.owner(connection, account))
                .map(found -> found.orElseThrow(() -> new HubException(
                        CoreError.UNKNOWN_ACCOUNT, "there is no billing account with the id '" + account + "'")))
                .flatMap(owner -> sql.open(
                        connection, opening(owner, bucket, usageType, terms, topUp.amount(), login.actor(), now)))
                .flatMap(opened -> locked(connection, bucket))
                .flatMap(opened -> move(connection, login, opened, MovementKind.TOP_UP, topUp, now));
    }

    /** The id of the bucket that a top-up opens. */
    public static UUID bucketOf(UUID topUp) {
        return StableId.of(topUp, "bucket");
    }

    private Opening opening(
            Owner owner,
            UUID bucket,
            UsageType usageType,
            NewBucket terms,
            PrepaidAmount amount,
            String by,
            Instant now) {
        if (usageType == UsageType.MONETARY && !amount.units().equals(owner.currency())) {
            throw new HubException(
                    CoreError.BUCKET_DIFFERS,
                    "money of account " + owner.number() + " is in " + owner.currency() + ", not in " + amount.units());
        }
        LocalDate today = now.atZone(owner.zone()).toLocalDate();
        LocalDate from = terms.from().orElse(today);
        terms.to().filter(end -> !end.isAfter(today) || !end.isAfter(from)).ifPresent(end -> {
            throw new HubException(
                    CoreError.INVALID_REQUEST,
                    "a bucket that ends on " + end + " would be over: today is " + today + ", its first day " + from);
        });
        BigDecimal lowAt = terms.lowAt()
                .orElseGet(() -> amount.value()
                        .multiply(config.lowPercent())
                        .movePointLeft(2)
                        .setScale(Math.max(amount.value().scale(), 2), RoundingMode.DOWN));
        return new Opening(
                bucket, owner.id(), usageType, amount.units(), terms, from, lowAt, by, now.atOffset(ZoneOffset.UTC));
    }

    /**
     * Adds to a bucket.
     *
     * @param account whose bucket it has to be
     * @param end the bucket's new end, no earlier than the one it has; empty to leave it
     * @return fails with UNKNOWN_BUCKET, BUCKET_DIFFERS, BUCKET_NOT_VALID, INVALID_REQUEST
     */
    public Uni<Void> topUp(
            SqlConnection connection,
            TenantContext login,
            UUID account,
            UUID bucket,
            UsageType usageType,
            Optional<LocalDate> end,
            Movement topUp) {
        requireMore(topUp.amount());
        Instant now = clock.instant();
        return locked(connection, bucket)
                .invoke(found -> requireSame(found, Optional.of(account), usageType, topUp.amount()))
                .invoke(found -> requireNotEnded(found, now))
                .call(found -> prolong(connection, found, end))
                .flatMap(found -> move(connection, login, found, MovementKind.TOP_UP, topUp, now));
    }

    private Uni<Void> prolong(SqlConnection connection, Bucket bucket, Optional<LocalDate> end) {
        if (end.isEmpty() || bucket.to().equals(end)) {
            return Uni.createFrom().voidItem();
        }
        if (bucket.to().filter(known -> !end.get().isBefore(known)).isEmpty()) {
            throw new HubException(
                    CoreError.INVALID_REQUEST,
                    "a top-up never shortens a bucket: " + bucket.uuid() + " ends "
                            + bucket.to().map(day -> "on " + day).orElse("never") + ", not on " + end.get());
        }
        return sql.endOn(connection, bucket, end.get());
    }

    /**
     * Adds to a bucket, or takes from it what can still be used.
     *
     * @param account whose bucket it has to be; empty for any
     * @return fails with UNKNOWN_BUCKET, BUCKET_DIFFERS, BUCKET_NOT_VALID, BALANCE_TOO_LOW
     */
    public Uni<Void> adjust(
            SqlConnection connection,
            TenantContext login,
            Optional<UUID> account,
            UUID bucket,
            UsageType usageType,
            Movement movement) {
        Instant now = clock.instant();
        boolean takes = movement.amount().isTakenAway();
        return locked(connection, bucket)
                .invoke(found -> requireSame(found, account, usageType, movement.amount()))
                .invoke(found -> requireNotEnded(found, now))
                .invoke(found -> {
                    if (takes) {
                        requireEnough(found, movement.amount(), now);
                    }
                })
                .flatMap(found -> move(
                        connection, login, found, takes ? MovementKind.DEDUCT : MovementKind.ADJUST, movement, now));
    }

    /** Writes off what is left of the tenant's buckets that have ended and whose last days are billed; true if there may be more. */
    public Uni<Boolean> expire(TenantContext tenant) {
        return transactions
                .run(
                        tenant,
                        connection -> sql.expire(connection, clock.instant().atOffset(ZoneOffset.UTC), AT_ONCE))
                .map(expired -> expired == AT_ONCE);
    }

    private Uni<Bucket> locked(SqlConnection connection, UUID bucket) {
        return sql.locked(connection, bucket)
                .map(found -> found.orElseThrow(() -> new HubException(
                        CoreError.UNKNOWN_BUCKET, "there is no prepaid bucket with the id '" + bucket + "'")));
    }

    private Uni<Void> move(
            SqlConnection connection,
            TenantContext login,
            Bucket bucket,
            MovementKind kind,
            Movement movement,
            Instant now) {
        return sql.move(
                connection, bucket, kind, movement, login.actor(), now.atOffset(ZoneOffset.UTC), bucket.today(now));
    }

    private static void requireKnown(BucketSql.UnknownKeys unknown) {
        unknown.product().ifPresent(key -> {
            throw new HubException(CoreError.UNKNOWN_PRODUCT, "there is no product with the key '" + key + "'");
        });
        unknown.partner().ifPresent(key -> {
            throw new HubException(CoreError.INVALID_REQUEST, "there is no party role with the key '" + key + "'");
        });
    }

    private static void requireMore(PrepaidAmount amount) {
        if (amount.isTakenAway()) {
            throw new HubException(
                    CoreError.INVALID_REQUEST,
                    "a top-up is more than zero, not " + amount + "; an adjustment takes something away");
        }
    }

    private static void requireSame(Bucket bucket, Optional<UUID> account, UsageType usageType, PrepaidAmount amount) {
        if (account.filter(wanted -> !wanted.equals(bucket.accountUuid())).isPresent()) {
            throw new HubException(
                    CoreError.BUCKET_DIFFERS,
                    "bucket " + bucket.uuid() + " is of the account " + bucket.accountUuid() + ", not of "
                            + account.get());
        }
        if (bucket.usageType() != usageType || !bucket.units().equals(amount.units())) {
            throw new HubException(
                    CoreError.BUCKET_DIFFERS,
                    "bucket " + bucket.uuid() + " holds " + bucket.usageType().key() + " in " + bucket.units()
                            + ", not " + usageType.key() + " in " + amount.units());
        }
    }

    private static void requireNotEnded(Bucket bucket, Instant now) {
        if (bucket.hasEnded(now)) {
            throw new HubException(
                    CoreError.BUCKET_NOT_VALID,
                    "bucket " + bucket.uuid() + " has ended on " + bucket.to().orElseThrow());
        }
    }

    private static void requireEnough(Bucket bucket, PrepaidAmount amount, Instant now) {
        if (!bucket.hasBegun(now)) {
            throw new HubException(
                    CoreError.BUCKET_NOT_VALID, "bucket " + bucket.uuid() + " begins on " + bucket.from());
        }
        if (amount.value().negate().compareTo(bucket.usable()) > 0) {
            throw new HubException(
                    CoreError.BALANCE_TOO_LOW,
                    "bucket " + bucket.uuid() + " has " + plain(bucket.usable()) + " " + bucket.units()
                            + " that can still be used (" + plain(bucket.balance()) + " less "
                            + plain(bucket.reserved()) + " reserved), less than "
                            + plain(amount.value().negate()));
        }
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
