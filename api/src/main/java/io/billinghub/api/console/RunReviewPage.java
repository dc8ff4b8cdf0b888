package io.billinghub.api.console;

import io.billinghub.api.billrun.RunRights;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billrun.application.BillRuns;
import io.billinghub.core.billrun.application.RunNotes;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.RunNote;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rundifference.application.RunDifferences;
import io.billinghub.core.rundifference.application.RunDifferences.Against;
import io.billinghub.core.tenancy.TenantContext;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What to look at before a run is approved: what its report warns of, and what has changed since the period before and the trial. */
@Path("/runs/{id}/review")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER, RealmRoles.FINANCE, RealmRoles.AUDITOR})
public class RunReviewPage {
    private static final Set<String> PARTS =
            Stream.of(RunFigures.PARTS, RunReview.PARTS).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private final RequestContext context;
    private final BillRuns runs;
    private final RunDifferences differences;
    private final RunNotes notes;
    private final RunViews views;
    private final Shells shells;

    RunReviewPage(
            RequestContext context,
            BillRuns runs,
            RunDifferences differences,
            RunNotes notes,
            RunViews views,
            Shells shells) {
        this.context = context;
        this.runs = runs;
        this.differences = differences;
        this.notes = notes;
        this.views = views;
        this.shells = shells;
    }

    /** The template of the page. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance review(
                Shell shell,
                RunRow row,
                RunFigures figures,
                RunReview review,
                List<RunChange> changes,
                List<RunNoteRow> noted,
                boolean mayNote,
                RunButtons buttons);
    }

    @GET
    @Operation(hidden = true)
    public Uni<TemplateInstance> review(@PathParam("id") String id) {
        UUID uuid = RunViews.id(id);
        context.requireWholeTenant();
        return context.tenantContext()
                .flatMap(tenant -> runs.get(tenant, uuid)
                        .flatMap(run -> runs.report(tenant, uuid, PARTS)
                                .flatMap(report -> change(
                                                tenant, uuid, "Against the period before", new Against.LastPeriod())
                                        .flatMap(last -> change(
                                                        tenant, uuid, "Against the latest trial", new Against.Trial())
                                                .flatMap(trial -> notes.of(tenant, uuid)
                                                        .map(noted ->
                                                                page(run, report, List.of(last, trial), noted)))))));
    }

    private Uni<RunChange> change(TenantContext tenant, UUID run, String title, Against against) {
        return differences
                .of(tenant, run, against, Optional.empty())
                .map(difference -> RunChange.of(title, difference))
                .onFailure(RunReviewPage::nothingToCompare)
                .recoverWithItem(failure -> RunChange.none(
                        title,
                        against instanceof Against.Trial
                                ? "There is no complete trial of this period."
                                : "There is no run of the period before."));
    }

    private static boolean nothingToCompare(Throwable failure) {
        return failure instanceof HubException refused && refused.code() == CoreError.NOTHING_TO_COMPARE;
    }

    private TemplateInstance page(Run run, JsonObject report, List<RunChange> changes, List<RunNote> noted) {
        RunFigures figures = RunFigures.of(report, run.zone(), true);
        return Templates.review(
                shells.at("/runs"),
                new RunRow(run),
                figures,
                RunReview.of(report),
                changes,
                noted.stream().map(note -> new RunNoteRow(note, run.zone())).toList(),
                context.hasOneOf(RunRights.NOTE),
                RunButtons.of(run, false, figures.parkedCount(), figures.heldCount(), views.rights()));
    }
}
