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
                                .map(noted -> late.stream().noneMatch(Late::waited))))
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
                        policy.waits()
                                && !today.isAfter(until)
                                && run.stoppedWaitingBy().isEmpty()));
            }
        }
        return late;
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
