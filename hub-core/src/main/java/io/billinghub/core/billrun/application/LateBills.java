package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.application.MissingBills.Missing;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.LateBillSql;
import io.billinghub.core.billrun.infrastructure.LateBillSql.Late;
import io.billinghub.core.billrun.infrastructure.LateBillSql.Policy;
import io.billinghub.core.billrun.model.RunKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a run goes on without partners' bills that are expected: what their agreements say, and what has become of each, is noted with
 * the run.
 */
@ApplicationScoped
public class LateBills {

    private final MissingBills missing;
    private final LateBillSql sql;
    private final Duration poll;
    private final Clock clock;
    /** When a run that waits is to be looked at again. */
    private final Map<UUID, Instant> again = new ConcurrentHashMap<>();

    public LateBills(MissingBills missing, LateBillSql sql, BillRunConfig config, Clock clock) {
        this.missing = missing;
        this.sql = sql;
        this.poll = config.lateBillsPoll();
        this.clock = clock;
    }

    /** Notes what is missing, and whether the run goes on now; a trial and a run on demand wait for nobody. */
    Uni<Boolean> mayGoOn(SqlConnection connection, Run run) {
        if (run.kind() != RunKind.CYCLE) {
            return Uni.createFrom().item(true);
        }
        if (run.stoppedWaitingBy().isEmpty()
                && again.getOrDefault(run.uuid(), Instant.MIN).isAfter(clock.instant())) {
            return Uni.createFrom().item(false);
        }
        return missing.of(connection, run.period())
                .flatMap(found -> sql.policies(connection, run)
                        .map(policies -> judged(run, found, policies))
                        .flatMap(late -> sql.note(connection, run, late, now())
                                .map(noted -> late.stream()
                                        .noneMatch(bill -> bill.outcome().equals("WAITING")))))
                .invoke(ready -> {
                    if (ready) {
                        again.remove(run.uuid());
                    } else {
                        again.put(run.uuid(), clock.instant().plus(poll));
                    }
                });
    }

    /** A partner that has no account in the cycle owes it no bill. */
    private List<Late> judged(Run run, List<Missing> found, Map<Long, Policy> policies) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), run.zone());
        List<Late> late = new ArrayList<>();
        for (Missing bill : found) {
            Policy policy = policies.get(bill.partnerId());
            if (policy != null) {
                LocalDate until = bill.dueOn().plusDays(policy.waitDays());
                late.add(new Late(
                        bill.partnerId(),
                        bill.adapter(),
                        policy.name(),
                        bill.dueOn(),
                        policy.waits() ? until : bill.dueOn(),
                        outcome(run, policy, today.isAfter(until))));
            }
        }
        return late;
    }

    private static String outcome(Run run, Policy policy, boolean over) {
        if (run.stoppedWaitingBy().isPresent() || policy.waits() && over) {
            return "CARRIED_OVER";
        }
        if (policy.holds()) {
            return "HELD";
        }
        return policy.waits() ? "WAITING" : "CARRIED_OVER";
    }

    /** Parks the accounts that wait for bills, if there are any; after the run's shards are planned. */
    Uni<Void> hold(SqlConnection connection, Run run) {
        return run.kind() == RunKind.CYCLE
                ? sql.hold(connection, run)
                : Uni.createFrom().voidItem();
    }

    /** Whether accounts of the run wait for bills. */
    Uni<Boolean> holds(SqlConnection connection, Run run) {
        return sql.holds(connection, run);
    }

    /** Lets accounts go on whose bills have come since, or all if the run is to wait for nobody; the caller holds the cycle's lock. */
    Uni<Void> letGo(SqlConnection connection, Run run) {
        return sql.holds(connection, run)
                .flatMap(holds -> !holds
                        ? Uni.createFrom().voidItem()
                        : missing.of(connection, run.period())
                                .flatMap(found -> sql.letGo(
                                        connection,
                                        run,
                                        found.stream().map(Missing::partnerId).toArray(Long[]::new),
                                        found.stream().map(Missing::adapter).toArray(String[]::new),
                                        run.stoppedWaitingBy().isPresent(),
                                        now())));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
