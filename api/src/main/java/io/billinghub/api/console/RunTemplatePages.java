package io.billinghub.api.console;

import io.billinghub.api.billrun.RunRights;
import io.billinghub.api.billrun.WantedTemplate;
import io.billinghub.api.edit.IfMatch;
import io.billinghub.api.security.OwnForm;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billrun.application.BillRuns;
import io.billinghub.core.billrun.application.RunTemplates;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Cycle;
import io.billinghub.core.billrun.infrastructure.RunTemplateSql.Template;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page of schedules: the templates that begin runs by themselves, to look at, to make and to leave a time out. */
@Path("/run-templates")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.BILLING_MANAGER,
    RealmRoles.IT_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR
})
public class RunTemplatePages {

    private static final String PAGE = "/run-templates";
    private static final int TEMPLATES = 500;

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final RunTemplates templates;
    private final BillRuns runs;
    private final Shells shells;

    RunTemplatePages(
            RequestContext context,
            TenantTransaction transactions,
            RunTemplates templates,
            BillRuns runs,
            Shells shells) {
        this.context = context;
        this.transactions = transactions;
        this.templates = templates;
        this.runs = runs;
        this.shells = shells;
    }

    /** The template of the page. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance list(
                Shell shell,
                Notice notice,
                List<RunTemplateRow> rows,
                RunTemplateForm form,
                List<Cycle> cycles,
                boolean operates,
                boolean decides);
    }

    @GET
    @Operation(hidden = true)
    public Uni<TemplateInstance> list() {
        return context.tenantContext().flatMap(tenant -> page(tenant, null, RunTemplateForm.EMPTY));
    }

    @POST
    @OwnForm
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(RealmRoles.BILLING_MANAGER)
    @Operation(hidden = true)
    public Uni<Response> put(
            @FormParam("key") String key,
            @FormParam("name") String name,
            @FormParam("cycle") String cycle,
            @FormParam("schedule") String schedule,
            @FormParam("enabled") String enabled,
            @FormParam("version") String version,
            @FormParam("mail-to") String mailTo,
            @FormParam("mail-on") List<String> mailOn) {
        context.requireWholeTenant();
        RunTemplateForm entered = new RunTemplateForm(
                FormFields.text(key),
                FormFields.text(name),
                FormFields.text(cycle),
                FormFields.text(schedule),
                enabled != null,
                FormFields.text(version),
                FormFields.text(mailTo),
                Set.copyOf(mailOn));
        return answered(entered, tenant -> {
            RunTemplates.Wanted wanted = WantedTemplate.of(
                    entered.key(),
                    entered.name(),
                    entered.cycle(),
                    Optional.of(entered.schedule()).filter(text -> !text.isEmpty()),
                    entered.enabled(),
                    entered.addresses(),
                    Optional.of(entered.addresses().isEmpty() ? List.of() : List.copyOf(entered.mailOn())));
            IfMatch condition = IfMatch.of(entered.version().isEmpty() ? null : "\"" + entered.version() + "\"");
            return transactions.run(tenant, connection -> templates.put(connection, tenant, wanted, condition::allow));
        });
    }

    @POST
    @OwnForm
    @Path("{key}/skip")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER})
    @Operation(hidden = true)
    public Uni<Response> skip(@PathParam("key") String key) {
        context.requireWholeTenant();
        return answered(
                RunTemplateForm.EMPTY,
                tenant -> transactions.run(tenant, connection -> templates.skip(connection, tenant, key)));
    }

    private Uni<Response> answered(RunTemplateForm entered, Function<TenantContext, Uni<Template>> change) {
        return context.tenantContext()
                .flatMap(tenant -> Uni.createFrom()
                        .deferred(() -> change.apply(tenant))
                        .map(done -> Response.seeOther(URI.create(PAGE)).build())
                        .onFailure(HubException.class)
                        .recoverWithUni(RunForms.refused(notice -> page(tenant, notice, entered))));
    }

    private Uni<TemplateInstance> page(TenantContext tenant, Notice notice, RunTemplateForm form) {
        return templates
                .list(tenant, null, TEMPLATES)
                .flatMap(found -> runs.cycles(tenant)
                        .map(cycles -> Templates.list(
                                shells.at(PAGE),
                                notice,
                                found.stream().map(RunTemplateRow::new).toList(),
                                form,
                                cycles,
                                context.hasOneOf(RunRights.OPERATE),
                                context.hasOneOf(RunRights.DECIDE))));
    }
}
