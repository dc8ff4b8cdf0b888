package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.NewRun;
import io.billinghub.core.billrun.infrastructure.ShardSql;
import io.billinghub.core.billrun.infrastructure.TrialBillSql;
import io.billinghub.core.billrun.infrastructure.TrialBillSql.Cycle;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.invoice.infrastructure.BillDocumentSql;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.usage.model.SumsAhead;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * The bill that an account would get by what the transaction sees: rated and consolidated by the code of a run of its cycle, as a draft
 * without a number. It writes what a run writes, so the caller rolls its transaction back, to a savepoint at least.
 */
@ApplicationScoped
public class TrialBills {

    private final BillRunSql runs;
    private final ShardSql shards;
    private final TrialBillSql trials;
    private final RateShard rate;
    private final ConsolidateShard consolidate;
    private final BillDocumentSql documents;
    private final IdGenerator ids;
    private final Clock clock;

    public TrialBills(
            BillRunSql runs,
            ShardSql shards,
            TrialBillSql trials,
            RateShard rate,
            ConsolidateShard consolidate,
            BillDocumentSql documents,
            IdGenerator ids,
            Clock clock) {
        this.runs = runs;
        this.shards = shards;
        this.trials = trials;
        this.rate = rate;
        this.consolidate = consolidate;
        this.documents = documents;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Whose bill it is.
     *
     * @param rootId the account that pays
     * @param cycleId its {@code bill_cycle.id}
     * @param day in the period to be billed
     */
    public record Payer(long rootId, long cycleId, LocalDate day) {}

    /**
     * What would come of it.
     *
     * @param reason why there is no bill; null where there is one
     */
    public record Trial(Optional<BillDocument> bill, String reason) {}

    /** The bill of the period in which the day lies. */
    public Uni<Trial> of(SqlConnection connection, TenantContext context, Payer payer) {
        return trials.cycle(connection, payer.cycleId()).flatMap(cycle -> {
            CyclePeriod period = CyclePeriod.containing(payer.day(), cycle.dayOfMonth());
            UUID uuid = ids.next();
            return insert(connection, context, payer, cycle, period, uuid)
                    .flatMap(inserted -> inserted
                            ? billed(connection, payer, uuid)
                            : Uni.createFrom()
                                    .item(new Trial(
                                            Optional.empty(),
                                            "the period from " + period.from()
                                                    + " of the account's cycle has a bill run already")));
        });
    }

    private Uni<Trial> billed(SqlConnection connection, Payer payer, UUID run) {
        return runs.run(connection, run)
                .flatMap(found -> trials.plan(connection, found.orElseThrow(), payer.rootId()))
                .call(shard -> rate.rate(connection, shard, SumsAhead.NONE))
                .call(shard -> consolidate.consolidate(connection, shard))
                .flatMap(shard -> trials.made(connection, shard.runId()))
                .flatMap(made -> made.bill().isEmpty()
                        ? Uni.createFrom()
                                .item(new Trial(
                                        Optional.empty(),
                                        made.parked().orElse("nothing would be charged to the account in the period")))
                        : documents.load(connection, made.bill().get()).map(bill -> new Trial(bill, null)));
    }

    private Uni<Boolean> insert(
            SqlConnection connection, TenantContext context, Payer payer, Cycle cycle, CyclePeriod period, UUID uuid) {
        LocalDate due = period.to().plusDays(cycle.paymentDays());
        OffsetDateTime now = OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
        return runs.ensurePeriods(connection, period)
                .flatMap(done -> shards.planEachTime(connection))
                .flatMap(done -> runs.insertRun(
                        connection,
                        new NewRun(
                                uuid,
                                payer.cycleId(),
                                period,
                                period.to(),
                                due,
                                context.actor(),
                                now,
                                RunKind.CYCLE,
                                Optional.empty(),
                                Optional.empty())));
    }
}
