package io.billinghub.api.operation;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.archive.application.DocumentArchive;
import io.billinghub.core.coherence.Coherence;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether the tenant's books hold together. */
@Path("/hub/v1/coherence")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operation")
public class CoherenceResource {

    private final RequestContext context;
    private final Coherence coherence;
    private final DocumentArchive archive;

    CoherenceResource(RequestContext context, Coherence coherence, DocumentArchive archive) {
        this.context = context;
        this.archive = archive;
        this.coherence = coherence;
    }

    /**
     * The result of all checks.
     *
     * @param coherent whether every check holds
     */
    public record Report(boolean coherent, List<Check> checks) {
        public Report {
            checks = List.copyOf(checks);
        }
    }

    /** @param violations at most 20 places where the statement does not hold */
    public record Check(String check, String statement, boolean holds, List<String> violations) {
        public Check {
            violations = List.copyOf(violations);
        }
    }

    @GET
    @RolesAllowed({
        RealmRoles.AUDITOR,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.FINANCE,
        RealmRoles.IT_OPERATIVE
    })
    @Operation(
            summary =
                    "Runs the checks that all of the tenant's rows hold together: in = out, balances, numbers; and kept documents against their hashes")
    public Uni<Report> check() {
        return context.tenantContext()
                .flatMap(tenant -> archive.check(tenant).flatMap(checked -> coherence.check(tenant)))
                .map(CoherenceResource::report);
    }

    private static Report report(List<Coherence.Finding> findings) {
        return new Report(
                findings.stream().allMatch(Coherence.Finding::holds),
                findings.stream()
                        .map(finding ->
                                new Check(finding.check(), finding.statement(), finding.holds(), finding.violations()))
                        .toList());
    }
}
