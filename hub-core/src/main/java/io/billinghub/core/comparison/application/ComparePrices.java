package io.billinghub.core.comparison.application;

import io.billinghub.core.comparison.infrastructure.ComparisonSql;
import io.billinghub.core.comparison.infrastructure.ComparisonSql.Cycle;
import io.billinghub.core.comparison.infrastructure.ComparisonSql.NamedPlan;
import io.billinghub.core.comparison.infrastructure.ComparisonSql.Scope;
import io.billinghub.core.comparison.model.ComparedAccount;
import io.billinghub.core.comparison.model.ComparisonTally;
import io.billinghub.core.comparison.model.PriceComparison;
import io.billinghub.core.comparison.model.PriceComparison.OfCycle;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.usage.application.UsageRating;
import io.billinghub.core.usage.model.PlanStates;
import io.billinghub.core.usage.model.RatedUsage;
import io.billinghub.core.usage.model.UsageAccount;
import io.billinghub.core.usage.model.UsageSpan;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Compares what usage of a product costs with what it would cost under another price plan. Reads only, in the state of one moment. */
@ApplicationScoped
public class ComparePrices {

    private static final int ACCOUNTS_AT_ONCE = 500;
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final String CANCELLED = "57014";
    /** No stored plan has it. */
    private static final long CANDIDATE = 0;

    private final TenantTransaction transactions;
    private final ComparisonSql sql;
    private final UsageRating usage;
    private final Clock clock;

    public ComparePrices(TenantTransaction transactions, ComparisonSql sql, UsageRating usage, Clock clock) {
        this.transactions = transactions;
        this.sql = sql;
        this.usage = usage;
        this.clock = clock;
    }

    /**
     * What is asked.
     *
     * @param plan id of a stored plan: its product is the one that is compared, unless {@code offering} names another, and it is
     *     the other plan, unless one of the next two is given
     * @param candidate the other plan, as a document
     * @param candidateId the other plan, stored
     * @param offering key of the product
     * @param day of each bill cycle, the period that holds it is compared; empty for the last one that is closed
     * @param accounts numbers of those that are meant; empty for all
     * @param top how many winners and losers are told
     */
    public record Question(
            UUID plan,
            Optional<PricePlan> candidate,
            Optional<UUID> candidateId,
            Optional<String> offering,
            Optional<LocalDate> day,
            List<String> accounts,
            int top) {
        public Question {
            accounts = List.copyOf(accounts);
        }
    }

    /**
     * The comparison.
     *
     * @return fails with UNKNOWN_RESOURCE where the plan of the path is not there, with INVALID_REQUEST, UNKNOWN_ACCOUNT or
     *     NOT_COMPARABLE for a question without an answer, with COMPARISON_TOO_LARGE after {@link #AT_MOST}
     */
    public Uni<PriceComparison> compare(TenantContext context, Question question) {
        Instant until = clock.instant().plus(AT_MOST);
        return transactions
                .snapshot(
                        context,
                        connection -> within(connection, until)
                                .flatMap(limited -> subject(connection, question))
                                .flatMap(subject -> compare(connection, question, subject, until)))
                .onFailure(ComparePrices::isCancelled)
                .transform(cancelled -> tooLarge());
    }

    /** What is compared with what. */
    private record Subject(PricePlan candidate, String offering, long offeringId, List<Cycle> cycles) {}

    private Uni<Subject> subject(SqlConnection connection, Question question) {
        return sql.plan(connection, question.plan())
                .map(found -> found.orElseThrow(() -> new HubException(
                        CoreError.UNKNOWN_RESOURCE, "There is no price plan with the id '" + question.plan() + "'.")))
                .flatMap(named -> candidate(connection, question, named).flatMap(candidate -> {
                    String offering = question.offering()
                            .or(named::offering)
                            .orElseThrow(() -> new HubException(
                                    CoreError.INVALID_REQUEST,
                                    "/offering: is missing; the price plan belongs to no offering, so name the one"
                                            + " whose usage is meant."));
                    return sql.offering(connection, offering)
                            .map(id -> id.orElseThrow(() -> new HubException(
                                    CoreError.INVALID_REQUEST, "/offering: there is no offering '" + offering + "'.")))
                            .call(id -> requireAccounts(connection, question))
                            .flatMap(id ->
                                    sql.cycles(connection).map(cycles -> new Subject(candidate, offering, id, cycles)));
                }));
    }

    private Uni<PricePlan> candidate(SqlConnection connection, Question question, NamedPlan named) {
        Uni<PricePlan> plan = question.candidateId().isPresent()
                ? sql.plan(connection, question.candidateId().get())
                        .map(found -> found.map(NamedPlan::plan)
                                .orElseThrow(() -> new HubException(
                                        CoreError.INVALID_REQUEST,
                                        "/planId: there is no price plan with the id '"
                                                + question.candidateId().get() + "'.")))
                : Uni.createFrom().item(question.candidate().orElse(named.plan()));
        return plan.invoke(candidate -> {
            if (candidate.model() instanceof Flat) {
                throw new HubException(
                        CoreError.NOT_COMPARABLE, "The plan " + candidate.key() + " is a fee, which no usage changes.");
            }
        });
    }

    private Uni<Void> requireAccounts(SqlConnection connection, Question question) {
        return sql.unknownAccounts(connection, question.accounts().toArray(String[]::new))
                .invoke(unknown -> {
                    if (!unknown.isEmpty()) {
                        throw new HubException(
                                CoreError.UNKNOWN_ACCOUNT, "/accounts: there is no account '" + unknown.get(0) + "'.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<PriceComparison> compare(SqlConnection connection, Question question, Subject subject, Instant until) {
        ComparisonTally tally = new ComparisonTally(
                question.top(), subject.candidate().currency().getDecimalPlaces());
        List<OfCycle> periods = new ArrayList<>();
        return Multi.createFrom()
                .iterable(subject.cycles())
                .onItem()
                .transformToUniAndConcatenate(cycle -> {
                    Scope scope = scope(cycle, subject, question.day());
                    return sql.plans(connection, scope)
                            .map(plans -> new Part(subject, scope, plans, tally, until))
                            .flatMap(part -> pages(connection, question, part))
                            .invoke(found -> {
                                if (found > 0) {
                                    periods.add(new OfCycle(cycle.key(), scope.period()));
                                }
                            });
                })
                .collect()
                .last()
                .map(done -> new PriceComparison(subject.offering(), subject.candidate(), periods, tally.figures()));
    }

    private static Scope scope(Cycle cycle, Subject subject, Optional<LocalDate> day) {
        LocalDate inside = day.orElse(cycle.openFrom().minusDays(1));
        CyclePeriod period = CyclePeriod.containing(inside, cycle.dayOfMonth());
        LocalDate open =
                CyclePeriod.containing(cycle.openFrom(), cycle.dayOfMonth()).to();
        LocalDate billedTo = open.isAfter(period.to()) ? open : period.to();
        return new Scope(cycle, period, billedTo, subject.offeringId());
    }

    /** How many accounts there were. */
    private Uni<Long> pages(SqlConnection connection, Question question, Part part) {
        String[] numbers = question.accounts().toArray(String[]::new);
        AtomicLong found = new AtomicLong();
        return Multi.createBy()
                .repeating()
                .uni(
                        AtomicLong::new,
                        after -> within(connection, part.until)
                                .flatMap(limited ->
                                        sql.accounts(connection, part.scope, numbers, after.get(), ACCOUNTS_AT_ONCE))
                                .call(accounts -> page(connection, part, accounts))
                                .invoke(accounts -> {
                                    found.addAndGet(accounts.size());
                                    accounts.stream()
                                            .mapToLong(UsageAccount::id)
                                            .max()
                                            .ifPresent(after::set);
                                }))
                .until(List::isEmpty)
                .collect()
                .last()
                .map(done -> found.get());
    }

    private Uni<Void> page(SqlConnection connection, Part part, List<UsageAccount> accounts) {
        if (accounts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        PricePlan candidate = part.subject.candidate();
        Long[] ids = accounts.stream().map(UsageAccount::id).toArray(Long[]::new);
        UsageSpan span = new UsageSpan(
                new LocalPeriod(part.scope.period().from(), part.scope.period().to()),
                part.scope.billedTo(),
                part.scope.cycle().zone());
        return within(connection, part.until)
                .flatMap(limited -> usage.rate(connection, span, accounts, part.plans))
                .call(rated -> within(connection, part.until))
                .flatMap(current -> usage.rate(
                                connection, span, accounts, part.withCandidate(), new PlanStates("candidate"))
                        .call(rated -> within(connection, part.until))
                        .flatMap(other -> sql.billed(
                                        connection,
                                        part.scope,
                                        ids,
                                        candidate.currency().getCode(),
                                        candidate.currency().getDecimalPlaces())
                                .invoke(billed -> part.add(accounts, billed, current, other))))
                .replaceWithVoid();
    }

    /** Lets the next statements take no longer than what is left of the time; fails where nothing is. */
    private Uni<Void> within(SqlConnection connection, Instant until) {
        Duration left = Duration.between(clock.instant(), until);
        return left.isNegative() || left.isZero() ? Uni.createFrom().failure(tooLarge()) : sql.limit(connection, left);
    }

    private static boolean isCancelled(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException postgres && CANCELLED.equals(postgres.getSqlState())) {
                return true;
            }
        }
        return false;
    }

    private static HubException tooLarge() {
        return new HubException(
                CoreError.COMPARISON_TOO_LARGE,
                "The usage can't be rated twice in " + AT_MOST.toSeconds() + " seconds; name fewer accounts.");
    }

    /** One period of one cycle. */
    private static final class Part {
        private final Subject subject;
        private final Scope scope;
        private final List<StoredPlan> plans;
        private final ComparisonTally tally;
        private final Instant until;

        Part(Subject subject, Scope scope, List<StoredPlan> plans, ComparisonTally tally, Instant until) {
            this.subject = subject;
            this.scope = scope;
            this.plans = plans;
            this.tally = tally;
            this.until = until;
            PricePlan candidate = subject.candidate();
            List<StoredPlan> ofUsage =
                    plans.stream().filter(plan -> plan.timing().isEmpty()).toList();
            if (!ofUsage.isEmpty() && ofUsage.stream().noneMatch(this::isReplaced)) {
                throw new HubException(
                        CoreError.NOT_COMPARABLE,
                        "The plan " + candidate.key() + " measures " + candidate.measuredUnit() + ", but usage of "
                                + subject.offering() + " counts "
                                + ofUsage.get(0).plan().measuredUnit() + ".");
            }
            plans.stream()
                    .filter(this::isReplaced)
                    .filter(plan -> !plan.plan().currency().equals(candidate.currency()))
                    .findFirst()
                    .ifPresent(plan -> {
                        throw new HubException(
                                CoreError.NOT_COMPARABLE,
                                "The plan " + candidate.key() + " is in " + candidate.currency() + ", but usage of "
                                        + subject.offering() + " was priced in "
                                        + plan.plan().currency() + " by "
                                        + plan.plan().key() + ".");
                    });
        }

        private boolean isReplaced(StoredPlan plan) {
            return plan.timing().isEmpty()
                    && plan.plan().measuredUnit().equals(subject.candidate().measuredUnit());
        }

        /** The plans as they were, but the candidate in the place of all that price usage in its unit. */
        List<StoredPlan> withCandidate() {
            List<StoredPlan> others = new ArrayList<>();
            others.add(
                    new StoredPlan(CANDIDATE, scope.offeringId(), subject.candidate(), LocalDate.MIN, LocalDate.MAX));
            plans.stream().filter(plan -> !isReplaced(plan)).forEach(others::add);
            return others;
        }

        void add(List<UsageAccount> accounts, Map<Long, BigDecimal> billed, RatedUsage current, RatedUsage other) {
            Map<Long, BigDecimal> before = amounts(current);
            Map<Long, BigDecimal> after = amounts(other);
            Map<Long, String> unrated = unrated(current, "");
            unrated(other, "under the plan " + subject.candidate().key() + ": ").forEach(unrated::putIfAbsent);
            for (UsageAccount account : accounts) {
                String reason = unrated.get(account.id());
                if (reason != null) {
                    tally.leaveOut(reason);
                    continue;
                }
                tally.add(new ComparedAccount(
                        account.number(),
                        billed.getOrDefault(account.id(), BigDecimal.ZERO),
                        before.getOrDefault(account.id(), BigDecimal.ZERO),
                        after.getOrDefault(account.id(), BigDecimal.ZERO)));
            }
        }

        /** By account, of the product alone, each line rounded as on a bill. */
        private Map<Long, BigDecimal> amounts(RatedUsage rated) {
            Map<Long, BigDecimal> amounts = new HashMap<>();
            int decimals = subject.candidate().currency().getDecimalPlaces();
            for (RatedUsage.Line line : rated.lines()) {
                BigDecimal amount = line.amount().getAmount().setScale(decimals, RoundingMode.HALF_UP);
                amounts.merge(line.accountId(), amount, BigDecimal::add);
            }
            return amounts;
        }

        private Map<Long, String> unrated(RatedUsage rated, String side) {
            Map<Long, String> reasons = new HashMap<>();
            rated.unrated().stream()
                    .filter(each -> each.offeringId() == scope.offeringId())
                    .forEach(each ->
                            reasons.putIfAbsent(each.accountId(), side + Objects.requireNonNull(each.reason())));
            return reasons;
        }
    }
}
