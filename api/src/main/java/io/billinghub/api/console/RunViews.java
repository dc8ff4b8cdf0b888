package io.billinghub.api.console;

import io.billinghub.api.billrun.RunRights;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billrun.application.BillRuns;
import io.billinghub.core.billrun.application.WatchRun;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.RunProgress;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The pages of runs, as they are shown and as they are shown again with what a form was refused for. */
@ApplicationScoped
class RunViews {

    private static final int RUNS = 50;

    private final RequestContext context;
    private final Shells shells;
    private final BillRuns runs;
    private final WatchRun watch;
    private final IdGenerator ids;
    private final Clock clock;

    RunViews(RequestContext context, Shells shells, BillRuns runs, WatchRun watch, IdGenerator ids, Clock clock) {
        this.context = context;
        this.shells = shells;
        this.runs = runs;
        this.watch = watch;
        this.ids = ids;
        this.clock = clock;
    }

    /** The templates of the pages. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance runs(Shell shell, Notice notice, List<RunRow> runs, UUID next, RunStart start);

        static native TemplateInstance run(
                Shell shell,
                Notice notice,
                RunRow row,
                RunFigures figures,
                RunProgressBar progress,
                RunButtons buttons,
                boolean amounts,
                boolean review);

        static native TemplateInstance progress(RunProgressBar progress);
    }

    /**
     * The list of runs.
     *
     * @param after id of the last run of the page before, or null
     * @param notice null where nothing was refused
     * @param entered in the form, or null
     */
    Uni<TemplateInstance> list(TenantContext tenant, UUID after, Notice notice, RunStart entered) {
        return runs.list(tenant, after, RUNS + 1)
                .flatMap(found -> start(tenant, entered).map(start -> {
                    List<Run> shown = found.subList(0, Math.min(RUNS, found.size()));
                    UUID next = found.size() > RUNS ? shown.get(RUNS - 1).uuid() : null;
                    return Templates.runs(
                            shells.at("/runs"),
                            notice,
                            shown.stream().map(RunRow::new).toList(),
                            next,
                            start);
                }));
    }

    /** The form for a run of the month before, or as it was filled in; null for who may not start runs. */
    private Uni<RunStart> start(TenantContext tenant, RunStart entered) {
        if (!context.hasOneOf(RunRights.OPERATE)) {
            return Uni.createFrom().nullItem();
        }
        String lastMonth = LocalDate.now(clock.withZone(ZoneOffset.UTC))
                .minusMonths(1)
                .withDayOfMonth(1)
                .toString();
        RunStart form = entered == null
                ? new RunStart("", lastMonth, false, false, "", ids.next().toString(), List.of())
                : entered;
        return runs.cycles(tenant).map(form::with);
    }

    /**
     * One run.
     *
     * @param notice null where nothing was refused
     */
    Uni<TemplateInstance> one(TenantContext tenant, UUID run, Notice notice) {
        return runs.get(tenant, run)
                .flatMap(found -> watch.now(tenant, run)
                        .flatMap(progress -> runs.report(tenant, run, RunFigures.PARTS)
                                .map(report -> one(found, report, progress, notice))));
    }

    private TemplateInstance one(Run run, JsonObject report, RunProgress progress, Notice notice) {
        boolean amounts = context.hasOneOf(RunRights.SEE_AMOUNTS);
        RunFigures figures = RunFigures.of(report, run.zone(), amounts);
        return Templates.run(
                shells.at("/runs"),
                notice,
                new RunRow(run),
                figures,
                RunProgressBar.of(progress),
                RunButtons.of(run, progress.moving(), figures.parkedCount(), figures.heldCount(), rights()),
                amounts,
                amounts && figures.bills() > 0);
    }

    RunButtons.Rights rights() {
        return new RunButtons.Rights(
                context.actor(), context.hasOneOf(RunRights.OPERATE), context.hasOneOf(RunRights.DECIDE));
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.UNKNOWN_RESOURCE, "There is no bill run with the id '" + text + "'.", e);
        }
    }
}
