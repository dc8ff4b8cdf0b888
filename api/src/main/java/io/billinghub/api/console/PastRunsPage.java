package io.billinghub.api.console;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billrun.application.BillRuns;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Cycle;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the past runs of a cycle have billed and how fast, as charts with their tables. */
@Path("/past-runs")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER, RealmRoles.FINANCE, RealmRoles.AUDITOR})
public class PastRunsPage {

    private static final String PAGE = "/past-runs";
    private static final int RUNS = 12;

    private final RequestContext context;
    private final BillRuns runs;
    private final Shells shells;

    PastRunsPage(RequestContext context, BillRuns runs, Shells shells) {
        this.context = context;
        this.runs = runs;
        this.shells = shells;
    }

    /** The template of the page. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance charts(Shell shell, String cycle, List<Cycle> cycles, PastRuns past);
    }

    /** @param cycle key of a cycle; without it the first one */
    @GET
    @Operation(hidden = true)
    public Uni<TemplateInstance> charts(@QueryParam("cycle") String cycle) {
        context.requireWholeTenant();
        return context.tenantContext()
                .flatMap(tenant -> runs.cycles(tenant).flatMap(cycles -> {
                    String first = cycles.isEmpty() ? "" : cycles.get(0).key();
                    String wanted = cycle == null ? first : cycle;
                    return runs.past(tenant, wanted, RUNS)
                            .map(past -> Templates.charts(shells.at(PAGE), wanted, cycles, PastRuns.of(past)));
                }));
    }
}
