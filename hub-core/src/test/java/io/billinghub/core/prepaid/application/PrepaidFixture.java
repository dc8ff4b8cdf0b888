package io.billinghub.core.prepaid.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.coherence.Coherence;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.prepaid.infrastructure.BucketSql;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql.Draw;
import io.billinghub.core.prepaid.model.Movement;
import io.billinghub.core.prepaid.model.NewBucket;
import io.billinghub.core.prepaid.model.PrepaidAmount;
import io.billinghub.core.prepaid.model.UsageType;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** An account with prepaid buckets, and the real use cases that move them. */
final class PrepaidFixture {

    static final LocalDate OCTOBER = LocalDate.of(2026, 10, 1);
    static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);

    private static final AtomicInteger TENANTS = new AtomicInteger();

    final PrepaidSql runs = new PrepaidSql();
    final TenantContext tenant;
    final long accountId;
    private final TestDatabase database;
    private final UUID account;

    /** An account in EUR without buckets, in a monthly cycle of Europe/Helsinki, whose run for October is approved. */
    PrepaidFixture(TestDatabase database) {
        this.database = database;
        tenant = database.tenant("tenant-" + TENANTS.incrementAndGet());
        database.loadPublishedBill(tenant);
        database.execute(tenant, "delete from prepaid_reservation; update prepaid_bucket set reserved = 0");
        account = UUID.fromString(database.text(tenant, "select uuid from billing_account"));
        accountId = tenant.tenantId() * 1000L;
        adjust(UUID.fromString(database.text(tenant, "select uuid from prepaid_bucket")), "-20");
    }

    /** The run of October. */
    long october() {
        return tenant.tenantId() * 1000L;
    }

    static NewBucket terms(LocalDate end) {
        return new NewBucket(
                "Credit",
                Optional.empty(),
                NewBucket.USUAL_PRIORITY,
                Optional.empty(),
                Optional.ofNullable(end),
                List.of(),
                List.of(),
                Optional.empty());
    }

    static NewBucket of(List<String> products) {
        return new NewBucket(
                "Credit",
                Optional.empty(),
                NewBucket.USUAL_PRIORITY,
                Optional.empty(),
                Optional.empty(),
                products,
                List.of(),
                Optional.empty());
    }

    private PrepaidBalances at(Instant now) {
        return new PrepaidBalances(
                database.transactions(), new BucketSql(), new Config(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Instant usual() {
        return Instant.parse("2026-11-10T12:00:00Z");
    }

    private static Movement movement(String amount, String units) {
        return new Movement(
                UUID.randomUUID(),
                new PrepaidAmount(new BigDecimal(amount), units),
                Optional.empty(),
                Optional.empty(),
                "{}");
    }

    UUID open(UsageType type, String amount, String units, NewBucket terms) {
        return openAt(usual(), type, amount, units, terms);
    }

    UUID openAt(Instant now, UsageType type, String amount, String units, NewBucket terms) {
        Movement topUp = movement(amount, units);
        database.inTenant(tenant, connection -> at(now).open(connection, tenant, account, type, terms, topUp));
        return PrepaidBalances.bucketOf(topUp.uuid());
    }

    void topUp(UUID bucket, String amount) {
        TestDatabase.await(toppedUp(bucket, amount));
    }

    Uni<Void> toppedUp(UUID bucket, String amount) {
        return database.transactions()
                .run(
                        tenant,
                        connection -> at(usual())
                                .topUp(
                                        connection,
                                        tenant,
                                        account,
                                        bucket,
                                        UsageType.MONETARY,
                                        Optional.empty(),
                                        movement(amount, "EUR")));
    }

    void adjust(UUID bucket, String amount) {
        TestDatabase.await(adjusted(bucket, amount));
    }

    Uni<Void> adjusted(UUID bucket, String amount) {
        return adjustedAt(usual(), bucket, UsageType.MONETARY, amount, "EUR");
    }

    void inTenantAt(Instant now, UUID bucket, String amount) {
        TestDatabase.await(adjustedAt(now, bucket, UsageType.MONETARY, amount, "EUR"));
    }

    void adjust(UUID bucket, UsageType type, String amount, String units) {
        TestDatabase.await(adjustedAt(usual(), bucket, type, amount, units));
    }

    private Uni<Void> adjustedAt(Instant now, UUID bucket, UsageType type, String amount, String units) {
        return database.transactions()
                .run(
                        tenant,
                        connection -> at(now).adjust(
                                        connection,
                                        tenant,
                                        Optional.of(account),
                                        bucket,
                                        type,
                                        movement(amount, units)));
    }

    void expire(Instant now) {
        TestDatabase.await(at(now).expire(tenant));
    }

    /** Runs of the periods after October. */
    List<Long> runs(int count) {
        List<Long> ids = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            LocalDate from = OCTOBER.plusMonths(i);
            ids.add(database.number(
                    tenant, """
                    insert into bill_run (tenant_id, uuid, cycle_id, bill_period, period_to, issue_date, due_date, state, started_by, created_at)
                    values (hub_tenant(), gen_random_uuid(), hub_tenant() * 1000, '%s', '%s', '%s', '%s', 'RATING', 'test', now()) returning id
                    """.formatted(from, from.plusMonths(1), from.plusMonths(1), from.plusMonths(2))));
        }
        return ids;
    }

    /** Answers how many buckets have moved, having checked what is offered first. */
    int runDraws(long run, Map<UUID, String> draws, List<String> offered) {
        Long[] accounts = {accountId};
        return database.inTenant(
                tenant,
                connection -> runs.credits(connection, run, accounts)
                        .invoke(left -> {
                            if (!offered.isEmpty()) {
                                assertThat(left.get(accountId))
                                        .extracting(credit -> credit.left()
                                                .stripTrailingZeros()
                                                .toPlainString())
                                        .containsExactlyElementsOf(offered);
                            }
                        })
                        .flatMap(left -> runs.draw(
                                connection,
                                run,
                                accounts,
                                draws.entrySet().stream()
                                        .map(each -> new Draw(
                                                accountId, each.getKey().toString(), new BigDecimal(each.getValue())))
                                        .toList())));
    }

    Uni<BigDecimal> drawUpTo(long run, UUID bucket, String most) {
        Long[] accounts = {accountId};
        AtomicReference<BigDecimal> drawn = new AtomicReference<>();
        return database.transactions()
                .run(
                        tenant,
                        connection -> runs.credits(connection, run, accounts).flatMap(left -> {
                            BigDecimal amount = left.getOrDefault(accountId, List.of()).stream()
                                    .filter(credit -> credit.key().equals(bucket.toString()))
                                    .map(Credit::left)
                                    .findFirst()
                                    .orElse(BigDecimal.ZERO)
                                    .min(new BigDecimal(most));
                            drawn.set(amount);
                            return runs.draw(
                                    connection, run, accounts, List.of(new Draw(accountId, bucket.toString(), amount)));
                        }))
                .map(done -> drawn.get());
    }

    String balance(UUID bucket) {
        return database.text(tenant, "select trim_scale(balance) from prepaid_bucket where uuid = '" + bucket + "'");
    }

    String movements(UUID bucket) {
        return database.text(
                tenant,
                "select string_agg(m.kind || ' ' || trim_scale(m.amount) || '=' || trim_scale(m.balance_after), ', ' order by m.id)"
                        + " from prepaid_movement m join prepaid_bucket b on b.id = m.bucket_id where b.uuid = '"
                        + bucket
                        + "'");
    }

    void requireCoherence() {
        assertThat(incoherences()).isEmpty();
    }

    List<String> incoherences() {
        return TestDatabase.await(new Coherence(database.transactions()).check(tenant)).stream()
                .filter(finding -> finding.check().equals("PREPAID_MOVEMENTS"))
                .flatMap(finding -> finding.violations().stream())
                .toList();
    }

    static void assertRefused(CoreError code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HubException.class, refusal -> assertThat(code(refusal)).isEqualTo(code));
    }

    static Object code(Throwable refusal) {
        return ((HubException) refusal).code();
    }

    private static final class Config implements PrepaidConfig {
        @Override
        public BigDecimal lowPercent() {
            return BigDecimal.valueOf(20);
        }

        @Override
        public Duration expiryPoll() {
            return Duration.ofHours(1);
        }
    }
}
