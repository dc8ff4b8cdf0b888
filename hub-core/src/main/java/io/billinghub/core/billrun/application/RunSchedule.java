package io.billinghub.core.billrun.application;

import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Cycle;
import io.billinghub.core.billrun.infrastructure.RunTemplateSql;
import io.billinghub.core.billrun.infrastructure.RunTemplateSql.Template;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.error.HubException;
import io.billinghub.core.process.PollLoop;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Begins runs when their templates say so. A time that is due bills the last period which was over then. If earlier ones were missed, they
 * come first, one behind the other, each when the one before is approved: until they are caught up the time stays due. Several processes
 * look; the lock of the template's row lets one of them begin the run.
 */
@ApplicationScoped
public class RunSchedule {

    private static final String ACTOR = "bill-run-schedule";

    private final Tenants tenants;
    private final TenantTransaction transactions;
    private final RunTemplateSql templates;
    private final BillRunSql runs;
    private final StartRun starting;
    private final AuditLog audit;
    private final Roles roles;
    private final Clock clock;
    private final PollLoop loop;

    public RunSchedule(
            Tenants tenants,
            TenantTransaction transactions,
            RunTemplateSql templates,
            BillRunSql runs,
            StartRun starting,
            AuditLog audit,
            BillRunConfig config,
            Roles roles,
            Clock clock) {
        this.tenants = tenants;
        this.transactions = transactions;
        this.templates = templates;
        this.runs = runs;
        this.starting = starting;
        this.audit = audit;
        this.roles = roles;
        this.clock = clock;
        this.loop = new PollLoop("looking for runs that are due", config.poll(), this::beginDue);
    }

    void start(@Observes StartupEvent started) {
        if (roles.has(Role.BILLING)) {
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        loop.stop();
    }

    /** Begins each tenant's runs that are due now. */
    Uni<Void> beginDue() {
        return each(tenants.all(), tenant -> beginDue(TenantContext.of(tenant, ACTOR)));
    }

    private Uni<Void> beginDue(TenantContext context) {
        return each(
                transactions.run(context, connection -> templates.due(connection, now())),
                key -> transactions.run(
                        context,
                        connection -> templates
                                .lockedIfDue(connection, key, now())
                                .flatMap(found -> found.map(template -> begin(connection, context, template))
                                        .orElse(Uni.createFrom().voidItem()))));
    }

    private static <T> Uni<Void> each(Uni<List<T>> all, Function<T, Uni<Void>> work) {
        return all.flatMap(found -> Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .onItem()
                .ignoreAsUni());
    }

    private Uni<Void> begin(SqlConnection transaction, TenantContext context, Template template) {
        OffsetDateTime due = template.nextAt().orElseThrow();
        return runs.lockedCycle(transaction, template.cycleId()).flatMap(cycle -> {
            CyclePeriod over = overAt(due, cycle, template);
            return starting.firstOpen(transaction, cycle, over)
                    .flatMap(period -> started(transaction, context, template, cycle, period)
                            .flatMap(done -> period.equals(over)
                                    ? templates.setNext(transaction, template, RunTemplates.nextBehind(template), null)
                                    : templates.setNext(
                                            transaction,
                                            template,
                                            due,
                                            "the period from " + over.from() + " follows when the one from "
                                                    + period.from() + " is approved")))
                    .onFailure(HubException.class)
                    .recoverWithUni(refusal -> refused(transaction, template, over, cycle, (HubException) refusal));
        });
    }

    /** The last period that was over on the day. */
    private static CyclePeriod overAt(OffsetDateTime due, Cycle cycle, Template template) {
        LocalDate day = LocalDate.ofInstant(due.toInstant(), template.zone());
        CyclePeriod running = CyclePeriod.containing(day, cycle.dayOfMonth());
        return CyclePeriod.containing(running.from().minusDays(1), cycle.dayOfMonth());
    }

    private Uni<Void> started(
            SqlConnection transaction, TenantContext context, Template template, Cycle cycle, CyclePeriod period) {
        return starting.start(
                        transaction,
                        cycle,
                        period,
                        new StartRun.Wanted(
                                RunKind.CYCLE,
                                false,
                                Optional.empty(),
                                template.changedBy(),
                                Optional.of(template.id())))
                .flatMap(run -> audit.append(
                        transaction,
                        context,
                        "bill-run.start",
                        "bill-run/" + run.uuid(),
                        Optional.empty(),
                        Optional.of(
                                "{\"template\":\"%s\",\"period\":\"%s\"}".formatted(template.key(), period.from()))));
    }

    /** A period that has its run already needs no other one; what else is refused stands in the way for now only. */
    private Uni<Void> refused(
            SqlConnection transaction, Template template, CyclePeriod over, Cycle cycle, HubException refusal) {
        return runs.billed(transaction, cycle.id(), over)
                .flatMap(billed -> billed
                        ? templates.setNext(transaction, template, RunTemplates.nextBehind(template), null)
                        : templates.setNext(
                                transaction,
                                template,
                                template.nextAt().orElseThrow(),
                                refusal.code().name() + ": " + refusal.getMessage()));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }
}
